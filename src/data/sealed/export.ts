/**
 * A snapshot, or a part of it, as a file that other tools read: CSV (shortest text that gives the same number back) or
 * Parquet. Bars come instrument by instrument; what is exported has matched its sealed hash. Importing it again gives the
 * same bars, and where the instruments' attributes are the default ones the same hash.
 */
import { PRICE_FIELDS } from '../../model/index.ts'
import { openBarsFile } from './bars-file.ts'
import type { CanonicalColumns } from './canonical.ts'
import { readManifest } from './manifest.ts'
import { type OpenRequest, partOf, selectInstruments } from './open.ts'
import { writeParquet } from './parquet.ts'
import { timeRange } from './range.ts'

const DAY_MS = 86_400_000
const ROWS_A_PIECE = 4_096

interface ExportedBars {
  readonly id: string
  readonly columns: CanonicalColumns
}

/** The bars of each instrument, those without a bar in the range left out. The columns are valid until the next is asked for. */
function* exportedBars(request: OpenRequest): Generator<ExportedBars> {
  const range = timeRange(request.from, request.to)
  const manifest = readManifest(request.folder, request.hash)
  const file = openBarsFile(request.folder, manifest)
  try {
    for (const index of selectInstruments(manifest, request.instruments)) {
      const { timeMs, from, to } = partOf(file.times(index), index, range)
      if (to <= from) continue
      const all = file.verified(index, timeMs)
      yield {
        id: manifest.instruments[index]!.id,
        columns: {
          timeMs: all.timeMs.subarray(from, to),
          open: all.open.subarray(from, to),
          high: all.high.subarray(from, to),
          low: all.low.subarray(from, to),
          close: all.close.subarray(from, to),
          volume: all.volume.subarray(from, to),
        },
      }
    }
  } finally {
    file.close()
  }
}

function opensAtMidnights({ folder, hash }: OpenRequest): boolean {
  const manifest = readManifest(folder, hash)
  const file = openBarsFile(folder, manifest)
  try {
    return manifest.instruments.every((_, index) =>
      file.times(index).every((timeMs) => timeMs % DAY_MS === 0),
    )
  } finally {
    file.close()
  }
}

/**
 * The bars as CSV text, in pieces: `time,instrument,open,high,low,close,volume`, times as dates where every bar of the
 * snapshot opens at a UTC midnight, else as instants. Throws as `openSnapshot` does, but for NO_BARS_IN_RANGE.
 */
export function* snapshotCsv(request: OpenRequest): Generator<string> {
  const isDated = opensAtMidnights(request)
  yield 'time,instrument,open,high,low,close,volume\n'
  for (const { id, columns } of exportedBars(request)) {
    const name = /[",\n\r]|^\s|\s$/.test(id) ? `"${id.replaceAll('"', '""')}"` : id
    let piece: string[] = []
    for (let row = 0; row < columns.timeMs.length; row++) {
      const iso = new Date(columns.timeMs[row]!).toISOString()
      const values = PRICE_FIELDS.map((field) => columns[field][row])
      piece.push(`${isDated ? iso.slice(0, 10) : iso},${name},${values.join(',')}\n`)
      if (piece.length < ROWS_A_PIECE) continue
      yield piece.join('')
      piece = []
    }
    yield piece.join('')
  }
}

/** The bars as a Parquet file, in pieces. Throws as `snapshotCsv` does. */
export function* snapshotParquet(request: OpenRequest): Generator<Uint8Array> {
  const pieces: Uint8Array[] = []
  // A copy: the next instrument is read into the same memory.
  const writer = writeParquet((bytes) => pieces.push(bytes.slice()))
  let index = 0
  for (const { id, columns } of exportedBars(request)) {
    writer.add(index++, id, columns)
    yield* pieces.splice(0)
  }
  writer.finish()
  yield* pieces
}
