/** The peer benchmark's bars on disk: the CSV that programs import, and its columns in the order of our table. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type BarTable, compareIds, PRICE_FIELDS } from '../src/model/index.ts'
import { emptyTable, readColumns } from './dense-table.ts'
import {
  isoDates,
  PEER_HEADER,
  type PeerSeries,
  type PeerShape,
  peerCsvOf,
  peerDays,
  peerSeries,
} from './peer-bars.ts'

export interface PeerFiles {
  readonly csv: string
  readonly columns: string
}

/** Makes both files unless they are there. Takes three seconds for 630,000 bars. */
export function ensurePeerFiles(folder: string, shape: PeerShape): PeerFiles {
  const name = `peer-${shape.instruments}x${shape.days}-${shape.seed}`
  const files = { csv: join(folder, `${name}.csv`), columns: join(folder, `${name}.columns`) }
  if (existsSync(files.csv) && existsSync(files.columns)) return files
  mkdirSync(folder, { recursive: true })
  const series = [...peerSeries(shape)]
  const dates = isoDates(peerDays(shape.days))
  writeWhole(files.csv, [PEER_HEADER, ...series.map((one) => peerCsvOf(one, dates))])
  writeWhole(files.columns, columnsOf(series, shape))
  return files
}

/** The table of the shape, its columns read from the file. */
export function readPeerTable(columns: string, shape: PeerShape): BarTable {
  const table = emptyTable({ ids: peerIds(shape), openMs: peerDays(shape.days), interval: '1d' })
  readColumns(table, columns)
  return table
}

function peerIds({ instruments }: PeerShape): string[] {
  return Array.from({ length: instruments }, (_, i) => `PEER_${String(i + 1).padStart(2, '0')}`).sort(
    compareIds,
  )
}

function columnsOf(series: readonly PeerSeries[], shape: PeerShape): Uint8Array[] {
  const place = new Map(peerIds(shape).map((id, index) => [id, index]))
  return PRICE_FIELDS.map((field) => {
    const column = new Float64Array(shape.instruments * shape.days)
    for (const one of series) {
      const index = place.get(one.symbol)!
      one[field].forEach((value, t) => {
        column[t * shape.instruments + index] = value
      })
    }
    return new Uint8Array(column.buffer)
  })
}

/** The file appears whole or not at all. */
function writeWhole(file: string, parts: readonly (string | Uint8Array)[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, '')
  for (const part of parts) writeFileSync(fresh, part, { flag: 'a' })
  renameSync(fresh, file)
}
