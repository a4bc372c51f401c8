/**
 * Moves columns between the table's rows (pulse by pulse) and lanes (one instrument's bars in a row). Where every instrument
 * has a bar at every pulse, row = pulse x instruments + instrument, and eight neighbours are moved at a time so that every
 * cache line is used whole: about 1 ns a value. Ragged tables go through the rows of each instrument.
 */
import { type BarTable, rowsByInstrument } from '../model/index.ts'

export interface RowGrid {
  readonly instruments: number
  /** Bars of an instrument. */
  lengthOf(instrument: number): number
  /** The table row of an instrument's bar. */
  rowOf(instrument: number, bar: number): number
  /** Fills lane k with the column's values of instrument `from + k`. */
  gather(column: Float64Array, from: number, lanes: readonly Float64Array[]): void
  /** Puts lane k into the rows of instrument `from + k`. */
  scatter(lanes: readonly Float64Array[], from: number, column: Float64Array): void
}

export function rowGridOf(table: BarTable): RowGrid {
  return isDense(table) ? denseGrid(table) : raggedGrid(table)
}

/** True where every instrument has a bar at every pulse. */
export function isDense({ instruments, pulseTimeMs, pulseStart }: BarTable): boolean {
  const width = instruments.length
  for (let p = 0; p <= pulseTimeMs.length; p++) if (pulseStart[p] !== p * width) return false
  return true
}

/** Rows moved before the next eight lanes have their turn: few enough that their pages stay known to the processor. */
const TILE = 64

function denseGrid(table: BarTable): RowGrid {
  const stride = table.instruments.length
  const bars = table.pulseTimeMs.length
  const inTiles = (lanes: readonly Float64Array[], column: Float64Array, from: number, move: Mover): void => {
    const groups: (readonly Float64Array[])[] = []
    for (let k = 0; k < lanes.length; k += 8) groups.push(lanes.slice(k, k + 8))
    for (let start = 0; start < bars; start += TILE) {
      const end = Math.min(start + TILE, bars)
      for (let g = 0; g < groups.length; g++) {
        move(groups[g]!, column, { from: from + 8 * g, stride, start, end })
      }
    }
  }
  return {
    instruments: stride,
    lengthOf: () => bars,
    rowOf: (instrument, bar) => bar * stride + instrument,
    gather(column, from, lanes) {
      inTiles(lanes, column, from, gatherTile)
    },
    scatter(lanes, from, column) {
      inTiles(lanes, column, from, scatterTile)
    },
  }
}

/** Bars `start` (inclusive) to `end` (exclusive) of up to eight instruments from `from` on. */
interface Tile {
  readonly from: number
  readonly stride: number
  readonly start: number
  readonly end: number
}

type Mover = (lanes: readonly Float64Array[], column: Float64Array, tile: Tile) => void

function gatherTile(lanes: readonly Float64Array[], column: Float64Array, tile: Tile): void {
  const { from, stride, start, end } = tile
  if (lanes.length < 8) {
    lanes.forEach((lane, k) => {
      for (let t = start, row = start * stride + from + k; t < end; t++, row += stride) lane[t] = column[row]!
    })
    return
  }
  const [a, b, c, d, e, f, g, h] = lanes as Eight
  for (let t = start, row = start * stride + from; t < end; t++, row += stride) {
    a[t] = column[row]!
    b[t] = column[row + 1]!
    c[t] = column[row + 2]!
    d[t] = column[row + 3]!
    e[t] = column[row + 4]!
    f[t] = column[row + 5]!
    g[t] = column[row + 6]!
    h[t] = column[row + 7]!
  }
}

function scatterTile(lanes: readonly Float64Array[], column: Float64Array, tile: Tile): void {
  const { from, stride, start, end } = tile
  if (lanes.length < 8) {
    lanes.forEach((lane, k) => {
      for (let t = start, row = start * stride + from + k; t < end; t++, row += stride) column[row] = lane[t]!
    })
    return
  }
  const [a, b, c, d, e, f, g, h] = lanes as Eight
  for (let t = start, row = start * stride + from; t < end; t++, row += stride) {
    column[row] = a[t]!
    column[row + 1] = b[t]!
    column[row + 2] = c[t]!
    column[row + 3] = d[t]!
    column[row + 4] = e[t]!
    column[row + 5] = f[t]!
    column[row + 6] = g[t]!
    column[row + 7] = h[t]!
  }
}

type Eight = readonly [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
]

function raggedGrid(table: BarTable): RowGrid {
  const rowsOf = rowsByInstrument(table)
  return {
    instruments: rowsOf.length,
    lengthOf: (instrument) => rowsOf[instrument]!.length,
    rowOf: (instrument, bar) => rowsOf[instrument]![bar]!,
    gather(column, from, lanes) {
      for (let k = 0; k < lanes.length; k++) {
        const rows = rowsOf[from + k]!
        const lane = lanes[k]!
        for (let t = 0; t < rows.length; t++) lane[t] = column[rows[t]!]!
      }
    },
    scatter(lanes, from, column) {
      for (let k = 0; k < lanes.length; k++) {
        const rows = rowsOf[from + k]!
        const lane = lanes[k]!
        for (let t = 0; t < rows.length; t++) column[rows[t]!] = lane[t]!
      }
    },
  }
}

/** The opening instant of every row, epoch ms. */
export function openTimeOfRows({ pulseOpenMs, pulseStart }: BarTable): Float64Array {
  const times = new Float64Array(pulseStart[pulseOpenMs.length]!)
  for (let p = 0; p < pulseOpenMs.length; p++) times.fill(pulseOpenMs[p]!, pulseStart[p]!, pulseStart[p + 1]!)
  return times
}

/** The opening instant of one row, epoch ms. */
export function openTimeOfRow({ pulseOpenMs, pulseStart }: BarTable, row: number): number {
  let low = 0
  let high = pulseOpenMs.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (pulseStart[middle]! <= row) low = middle
    else high = middle - 1
  }
  return pulseOpenMs[low]!
}
