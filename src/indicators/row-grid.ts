/**
 * Moves columns between the table's rows (pulse by pulse) and lanes (one instrument's bars in a row, lane k at offset
 * k x pitch of one array). Where every instrument has a bar at every pulse, row = pulse x instruments + instrument, and eight
 * neighbours are moved at a time so that every cache line is used whole: 1 to 2 ns a value. Ragged tables go through the
 * rows of each instrument.
 */
import { type BarTable, rowsByInstrument } from '../model/index.ts'

export interface RowGrid {
  readonly instruments: number
  readonly ref: GridRef
  /** Bars of an instrument. */
  lengthOf(instrument: number): number
  /** The table row of an instrument's bar. */
  rowOf(instrument: number, bar: number): number
  /** Fills the lanes with the column's values. */
  gather(column: Float64Array, lanes: Lanes): void
  /** Puts the lanes into their rows of the column. */
  scatter(lanes: Lanes, column: Float64Array): void
}

/** Lane k, of instrument `from + k`, lies at `values[k * pitch]` onwards. */
export interface Lanes {
  readonly values: Float64Array
  readonly pitch: number
  readonly from: number
  readonly count: number
}

export function rowGridOf(table: BarTable): RowGrid {
  return isDense(table)
    ? denseGrid({ instruments: table.instruments.length, bars: table.pulseTimeMs.length })
    : raggedGrid(rowsByInstrument(table))
}

/** A grid as data that a message carries. */
export type GridRef =
  | { readonly kind: 'dense'; readonly instruments: number; readonly bars: number }
  | { readonly kind: 'ragged'; readonly rowsOf: readonly Uint32Array[] }

/** The grid that a reference describes; `rowsOf` is not copied. */
export function gridFrom(ref: GridRef): RowGrid {
  return ref.kind === 'dense' ? denseGrid(ref) : raggedGrid(ref.rowsOf)
}

/** True where every instrument has a bar at every pulse: none has two at one, so the count says it. */
function isDense({ instruments, instrumentOf, pulseTimeMs }: BarTable): boolean {
  return instrumentOf.length === instruments.length * pulseTimeMs.length
}

interface DenseShape {
  readonly instruments: number
  readonly bars: number
}

function denseGrid({ instruments: stride, bars }: DenseShape): RowGrid {
  return {
    instruments: stride,
    ref: { kind: 'dense', instruments: stride, bars },
    lengthOf: () => bars,
    rowOf: (instrument, bar) => bar * stride + instrument,
    gather(column, lanes) {
      for (let t = 0; t < bars; t += TILE) {
        const end = Math.min(bars, t + TILE)
        let k = 0
        for (; k + 8 <= lanes.count; k += 8) gatherEight(column, lanes, { k, stride, t, end })
        for (; k < lanes.count; k++) gatherOne(column, lanes, { k, stride, t, end })
      }
    },
    scatter(lanes, column) {
      for (let t = 0; t < bars; t += TILE) {
        const end = Math.min(bars, t + TILE)
        let k = 0
        for (; k + 8 <= lanes.count; k += 8) scatterEight(lanes, column, { k, stride, t, end })
        for (; k < lanes.count; k++) scatterOne(lanes, column, { k, stride, t, end })
      }
    },
  }
}

/** From lane `k` on, pulses `t` up to but not including `end`, in a table of `stride` instruments. */
interface Part {
  readonly k: number
  readonly stride: number
  readonly t: number
  readonly end: number
}

/** Pulses that all lanes pass together: a wide table has a page of memory a pulse, and these stay in the page cache. */
const TILE = 32

function gatherOne(column: Float64Array, { values, pitch, from }: Lanes, part: Part): void {
  const { k, stride, end } = part
  const lane = k * pitch
  let row = part.t * stride + from + k
  for (let { t } = part; t < end; t++, row += stride) values[lane + t] = column[row]!
}

function scatterOne({ values, pitch, from }: Lanes, column: Float64Array, part: Part): void {
  const { k, stride, end } = part
  const lane = k * pitch
  let row = part.t * stride + from + k
  for (let { t } = part; t < end; t++, row += stride) column[row] = values[lane + t]!
}

function gatherEight(
  column: Float64Array,
  { values, pitch, from }: Lanes,
  { k, stride, t, end }: Part,
): void {
  let row = t * stride + from + k
  for (let a = k * pitch + t, last = k * pitch + end; a < last; a++, row += stride) {
    values[a] = column[row]!
    values[a + pitch] = column[row + 1]!
    values[a + 2 * pitch] = column[row + 2]!
    values[a + 3 * pitch] = column[row + 3]!
    values[a + 4 * pitch] = column[row + 4]!
    values[a + 5 * pitch] = column[row + 5]!
    values[a + 6 * pitch] = column[row + 6]!
    values[a + 7 * pitch] = column[row + 7]!
  }
}

function scatterEight(
  { values, pitch, from }: Lanes,
  column: Float64Array,
  { k, stride, t, end }: Part,
): void {
  let row = t * stride + from + k
  for (let a = k * pitch + t, last = k * pitch + end; a < last; a++, row += stride) {
    column[row] = values[a]!
    column[row + 1] = values[a + pitch]!
    column[row + 2] = values[a + 2 * pitch]!
    column[row + 3] = values[a + 3 * pitch]!
    column[row + 4] = values[a + 4 * pitch]!
    column[row + 5] = values[a + 5 * pitch]!
    column[row + 6] = values[a + 6 * pitch]!
    column[row + 7] = values[a + 7 * pitch]!
  }
}

function raggedGrid(rowsOf: readonly Uint32Array[]): RowGrid {
  return {
    instruments: rowsOf.length,
    ref: { kind: 'ragged', rowsOf },
    lengthOf: (instrument) => rowsOf[instrument]!.length,
    rowOf: (instrument, bar) => rowsOf[instrument]![bar]!,
    gather(column, { values, pitch, from, count }) {
      for (let k = 0; k < count; k++) {
        const rows = rowsOf[from + k]!
        const lane = k * pitch
        for (let t = 0; t < rows.length; t++) values[lane + t] = column[rows[t]!]!
      }
    },
    scatter({ values, pitch, from, count }, column) {
      for (let k = 0; k < count; k++) {
        const rows = rowsOf[from + k]!
        const lane = k * pitch
        for (let t = 0; t < rows.length; t++) column[rows[t]!] = values[lane + t]!
      }
    },
  }
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
