/**
 * Reads the sealed Parquet file by the offsets of its manifest, straight into typed columns. Nothing that is read is
 * handed on before it matches the instrument's sealed content hash, so neither the file nor the offsets need be trusted.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '../../model/index.ts'
import { bytesOf, CANONICAL_FIELDS, type CanonicalColumns, contentHash } from './canonical.ts'
import { BARS_FILE, changed, type SnapshotManifest, snapshotFolder } from './manifest.ts'
import { type RowGroup, timesOf } from './parquet.ts'

export interface BarsFile {
  /** Opening instants of an instrument. Verified only together with the other columns, by `verified`. */
  readonly times: (instrument: number) => Float64Array
  /**
   * All columns of an instrument whose times were read, verified. The five value columns are views of the memory `slot`,
   * which the next call with that slot uses again. Throws `DataError` SNAPSHOT_CHANGED.
   */
  readonly verified: (instrument: number, timeMs: Float64Array, slot?: number) => CanonicalColumns
  readonly close: () => void
}

/** Opens the file. Throws `DataError` SNAPSHOT_CHANGED where it is missing or shorter than it was. */
export function openBarsFile(folder: string, manifest: SnapshotManifest): BarsFile {
  const { hash, instruments } = manifest
  const fd = openFile(join(snapshotFolder(folder, hash), BARS_FILE), hash)
  const groupsOf: RowGroup[][] = instruments.map(() => [])
  for (const group of manifest.parquet.groups) groupsOf[group.instrument]?.push(group)
  const slots: Float64Array[][] = []

  const read = (bytes: Uint8Array, at: number, instrument: number): void => {
    let done = 0
    while (done < bytes.length) {
      const count = readSync(fd, bytes, done, bytes.length - done, at + done)
      if (count === 0) {
        throw changed(hash, `${BARS_FILE} ends within the bars of ${instruments[instrument]!.id}`, {
          instrument: instruments[instrument]!.id,
        })
      }
      done += count
    }
  }
  return {
    times: (instrument) => {
      const timeMs = new Float64Array(instruments[instrument]!.bars)
      let row = 0
      for (const { rows, at } of groupsOf[instrument]!) {
        const words = new Int32Array(2 * rows)
        read(new Uint8Array(words.buffer), at[0]!, instrument)
        timesOf(words, timeMs.subarray(row, row + rows))
        row += rows
      }
      return timeMs
    },
    verified: (instrument, timeMs, slot = 0) => {
      const { bars, id, sha256 } = instruments[instrument]!
      if ((slots[slot]?.[0]?.length ?? -1) < bars) {
        slots[slot] = Array.from({ length: 5 }, () => new Float64Array(bars))
      }
      const [open, high, low, close, volume] = slots[slot]!.map((column) => column.subarray(0, bars))
      const columns = { timeMs, open: open!, high: high!, low: low!, close: close!, volume: volume! }
      let row = 0
      for (const { rows, at } of groupsOf[instrument]!) {
        for (let field = 1; field < CANONICAL_FIELDS.length; field++) {
          const part = columns[CANONICAL_FIELDS[field]!].subarray(row, row + rows)
          read(bytesOf(part), at[field]!, instrument)
        }
        row += rows
      }
      if (contentHash(columns) !== sha256) {
        throw changed(hash, `the bars of ${id} in ${BARS_FILE} are not those that were sealed`, {
          instrument: id,
        })
      }
      return columns
    },
    close: () => closeSync(fd),
  }
}

function openFile(path: string, hash: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw changed(hash, `${BARS_FILE} is missing`)
    throw new DataError(
      'SNAPSHOT_UNREADABLE',
      `The bars of snapshot ${hash.slice(0, 12)} must be readable, but the system says ${String(code)}. Check permissions and limits.`,
      { hash, system: String(code) },
      error,
    )
  }
}
