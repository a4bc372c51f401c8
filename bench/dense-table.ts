/** Tables in which every instrument has a bar at every pulse, made without anything beside the table in memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import {
  type BarTable,
  closeOf,
  compareIds,
  createNormal,
  createRandom,
  defaultInstrument,
  PRICE_FIELDS,
  parseInterval,
} from '../src/model/index.ts'

export interface DenseShape {
  /** Ascending by `compareIds`. */
  readonly ids: readonly string[]
  /** Opening instants, epoch ms, ascending. */
  readonly openMs: Float64Array
  readonly interval: string
}

/** A table of the shape with its five price columns still zero. */
export function emptyTable({ ids, openMs, interval: text }: DenseShape): BarTable {
  const interval = parseInterval(text)
  const width = ids.length
  const bars = width * openMs.length
  const [open, high, low, close, volume] = PRICE_FIELDS.map(() => new Float64Array(bars)) as Columns
  const instrumentOf = new Uint32Array(bars)
  for (let row = 0; row < bars; row++) instrumentOf[row] = row % width
  return {
    instruments: ids.map(defaultInstrument),
    interval,
    pulseTimeMs: openMs.map((time) => closeOf(interval, time)),
    pulseOpenMs: openMs,
    pulseStart: Uint32Array.from({ length: openMs.length + 1 }, (_, p) => p * width),
    instrumentOf,
    open,
    high,
    low,
    close,
    volume,
  }
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]

/** Bytes of a table's columns. */
export function tableBytes(table: BarTable): number {
  const { pulseTimeMs, pulseOpenMs, pulseStart, instrumentOf } = table
  return [pulseTimeMs, pulseOpenMs, pulseStart, instrumentOf, ...PRICE_FIELDS.map((field) => table[field])]
    .map(({ byteLength }) => byteLength)
    .reduce((sum, bytes) => sum + bytes, 0)
}

/** Fills a table from a file that holds its five price columns, one after another. */
export function readColumns(table: BarTable, file: string): void {
  const handle = openSync(file, 'r')
  try {
    const wanted = PRICE_FIELDS.reduce((sum, field) => sum + table[field].byteLength, 0)
    const found = fstatSync(handle).size
    if (found !== wanted) throw new Error(`${file} must hold ${wanted} bytes, but holds ${found}: delete it.`)
    for (const field of PRICE_FIELDS) {
      const { buffer, byteOffset, byteLength } = table[field]
      const bytes = new Uint8Array(buffer, byteOffset, byteLength)
      for (let at = 0; at < byteLength; ) at += readSync(handle, bytes, at, byteLength - at, null)
    }
  } finally {
    closeSync(handle)
  }
}

/** Seeded random walks, minute bars from 2015 on: a table of any size in about 40 ns a bar. */
export function randomTable({ instruments, pulses, seed }: RandomShape): BarTable {
  const ids = Array.from({ length: instruments }, (_, i) => `X${i}`).sort(compareIds)
  const startMs = Date.UTC(2015, 0, 1)
  const openMs = Float64Array.from({ length: pulses }, (_, p) => startMs + 60_000 * p)
  const table = emptyTable({ ids, openMs, interval: '1m' })
  const normal = createNormal(createRandom(seed))
  const last = Float64Array.from(ids, (_, i) => 50 + (i % 200))
  for (let row = 0; row < table.instrumentOf.length; row++) {
    const i = table.instrumentOf[row]!
    const open = last[i]!
    const close = Math.max(1, open * (1 + 0.002 * normal()))
    table.open[row] = open
    table.close[row] = close
    table.high[row] = Math.max(open, close) * 1.0005
    table.low[row] = Math.min(open, close) * 0.9995
    table.volume[row] = 1_000
    last[i] = close
  }
  return table
}

export interface RandomShape {
  readonly instruments: number
  readonly pulses: number
  readonly seed: number
}
