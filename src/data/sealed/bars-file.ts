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
  /** Opening instants of an instrument, not to be written. Verified only together with the other columns, by `verified`. */
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
  let scratch = new Float64Array(0)
  let words = new Int32Array(0)
  let last = new Float64Array(0)

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
      const { bars } = instruments[instrument]!
      if (scratch.length < bars) scratch = new Float64Array(bars)
      const timeMs = scratch.subarray(0, bars)
      let row = 0
      for (const { rows, at } of groupsOf[instrument]!) {
        if (words.length < 2 * rows) words = new Int32Array(2 * rows)
        const part = words.subarray(0, 2 * rows)
        read(bytesOf(part), at[0]!, instrument)
        timesOf(part, timeMs.subarray(row, row + rows))
        row += rows
      }
      // Most instruments of a snapshot trade at the same times: those share one column.
      if (!isEqual(timeMs, last)) last = timeMs.slice()
      return last
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

function isEqual(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false
  return true
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
