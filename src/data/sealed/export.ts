/**
 * A snapshot, or a part of it, as a file that other tools read: CSV (shortest text that gives the same number back),
 * Parquet or Arrow. Bars come instrument by instrument; what is exported has matched its sealed hash. Importing it again gives the
 * same bars, and with the table of instruments that `snapshotInstruments` writes the same hash.
 */
import { PRICE_FIELDS, shownInstrument } from '../../model/index.ts'
import { csvField } from './csv-field.ts'
import { type ExportRequest, exportedBars, opensAtMidnights } from './exported-bars.ts'
import { readManifest } from './manifest.ts'
import { type OpenRequest, selectInstruments } from './open.ts'
import { writeParquet } from './parquet.ts'
import { priceView } from './view.ts'

const ROWS_A_PIECE = 4_096
const INSTRUMENT_COLUMNS = [
  'id',
  'symbol',
  'assetClass',
  'currency',
  'tickSize',
  'lotSize',
  'multiplier',
  'calendar',
] as const

/**
 * The bars as CSV text, in pieces: `time,instrument,open,high,low,close,volume`, times as dates where every bar of the
 * snapshot opens at a UTC midnight, else as instants. Throws as `openSnapshot` does.
 */
export function* snapshotCsv(request: ExportRequest): Generator<string> {
  const isDated = opensAtMidnights(request)
  let head = 'time,instrument,open,high,low,close,volume\n'
  for (const { id, columns } of exportedBars(request)) {
    const name = csvField(id)
    let piece: string[] = [head]
    head = ''
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
export function* snapshotParquet(request: ExportRequest): Generator<Uint8Array> {
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

/**
 * The bars as an Arrow IPC file (Feather version 2), in pieces: time as timestamp[ms, UTC], instrument as a dictionary of text,
 * the values as float64. Throws as `snapshotCsv` does.
 */
export async function* snapshotArrow(request: ExportRequest): AsyncGenerator<Uint8Array> {
  const { arrowPieces } = await import('./export-arrow.ts')
  yield* arrowPieces(request)
}

/**
 * What is known of the instruments, as the CSV table that `readInstruments` and `snapshot import --instruments-table` read. An
 * empty cell is a step or a calendar that an instrument has not. Throws `DataError` and `UsageError` as `openSnapshot` does.
 */
export function snapshotInstruments({ folder, hash, instruments, ...request }: OpenRequest): string {
  const manifest = readManifest(folder, hash)
  const view = priceView(request)
  const rows = selectInstruments(manifest, instruments).map((index) => {
    const instrument = shownInstrument(manifest.instruments[index]!, manifest.actions ?? [], view)
    return INSTRUMENT_COLUMNS.map((name) => csvField(String(instrument[name] ?? ''))).join(',')
  })
  return `${[INSTRUMENT_COLUMNS.join(','), ...rows].join('\n')}\n`
}
