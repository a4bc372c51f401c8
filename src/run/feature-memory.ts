/** Feature columns in memory up to a budget of bytes; the one that was used longest ago goes first. */
import type { GivenColumn } from '../indicators/index.ts'

export interface ColumnMemory {
  /** The column of a key, which is then the newest. */
  get(key: string): GivenColumn | undefined
  /** Keeps a column, unless it alone is larger than the budget. */
  put(key: string, column: GivenColumn): void
  /** Bytes that are kept. */
  readonly bytes: number
}

export function createColumnMemory(budgetBytes: number): ColumnMemory {
  const kept = new Map<string, GivenColumn>()
  let bytes = 0
  const drop = (key: string): void => {
    const found = kept.get(key)
    if (found === undefined) return
    kept.delete(key)
    bytes -= bytesOf(found)
  }
  return {
    get(key) {
      const found = kept.get(key)
      if (found === undefined) return undefined
      kept.delete(key)
      kept.set(key, found)
      return found
    },
    put(key, column) {
      drop(key)
      const size = bytesOf(column)
      if (size > budgetBytes) return
      for (const oldest of kept.keys()) {
        if (bytes + size <= budgetBytes) break
        drop(oldest)
      }
      kept.set(key, column)
      bytes += size
    },
    get bytes() {
      return bytes
    },
  }
}

/** Bytes of a column and, of a late one, of its first bars. */
function bytesOf({ column, first }: GivenColumn): number {
  return column.byteLength + (first?.byteLength ?? 0)
}
