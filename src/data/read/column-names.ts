/** The instruments of columns' rows, each name numbered once whatever chunk or coding it comes in. */
import type { ChunkColumn, ColumnInfo } from './column-file.ts'
import { cellText } from './column-times.ts'
import { isInstrumentName } from './names.ts'
import { knownNames } from './row-cells.ts'
import type { TablePlan } from './table-plan.ts'

/** Stands for a name that cannot be one, or is missing. */
export const NO_NAME = 0xffffffff

export interface ColumnNames {
  readonly list: readonly string[]
  /** Fills the number of each row's instrument, or NO_NAME. */
  readonly fill: (column: ChunkColumn, info: ColumnInfo, codes: Uint32Array) => void
}

export function columnNames(plan: TablePlan): ColumnNames {
  const list: string[] = [...knownNames(plan)]
  const numbers = new Map(list.map((name, n) => [name, n]))
  const numberOf = (name: string): number => {
    const known = numbers.get(name)
    if (known !== undefined) return known
    if (!isInstrumentName(name)) return NO_NAME
    numbers.set(name, list.length)
    list.push(name)
    return list.length - 1
  }
  // A backend that codes words keeps its list from chunk to chunk.
  let words: readonly string[] = []
  let numberOfCode: number[] = []
  return {
    list,
    fill: (column, info, codes) => {
      if (column.kind === 'numbers') {
        for (let row = 0; row < codes.length; row++) codes[row] = numberOf(cellText(column, row, info))
        return
      }
      if (column.words !== words) {
        words = column.words
        numberOfCode = []
      }
      const { isNull } = column
      for (let row = 0; row < codes.length; row++) {
        const code = column.codes[row]!
        codes[row] =
          isNull !== null && isNull[row] === 1
            ? NO_NAME
            : (numberOfCode[code] ??= numberOf(words[code]!.trim()))
      }
    },
  }
}
