/**
 * Bars as columns. Two layouts, each with one purpose:
 *
 * - `InstrumentBars`: one instrument, ascending in time. What readers produce and seals hash.
 * - `BarTable`: all bars that the engine will see, ordered by pulse and then by instrument, so that one pulse is one
 *   contiguous run of rows and a step touches memory in order. Ragged histories cost nothing: there is no padding.
 */
import type { Instrument } from './instrument.ts'
import type { Interval } from './interval.ts'

/** Bars of one instrument, strictly ascending in `timeMs`; all columns have one length. */
export interface InstrumentBars {
  readonly instrument: Instrument
  /** Opening instants, UTC epoch ms. */
  readonly timeMs: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

export const PRICE_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const
export type BarField = (typeof PRICE_FIELDS)[number]

/** All bars of a run: P pulses, I instruments, N rows, ordered by (pulse, instrument). */
export interface BarTable {
  /** Length I, ascending by id. */
  readonly instruments: readonly Instrument[]
  readonly interval: Interval
  /** Length P, strictly ascending: the instants at which bars close, epoch ms. */
  readonly pulseTimeMs: Float64Array
  /** Length P: the instants at which the bars of each pulse opened (of months the earliest date), epoch ms. */
  readonly pulseOpenMs: Float64Array
  /** Length P + 1: rows of pulse p are pulseStart[p] up to but not including pulseStart[p + 1]. */
  readonly pulseStart: Uint32Array
  /** Length N: which instrument a row belongs to; ascending within a pulse. */
  readonly instrumentOf: Uint32Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** Where every bar of every instrument goes in a table. */
export interface TableLayout {
  readonly pulseTimeMs: Float64Array
  readonly pulseOpenMs: Float64Array
  readonly pulseStart: Uint32Array
  readonly instrumentOf: Uint32Array
  /** For each instrument, the table row of each of its bars. */
  readonly rowsOf: readonly Uint32Array[]
}
