/**
 * What a strategy sees at a decision time. Every number here comes from bars that have closed by `timeMs`: the objects
 * behind these types hold no way to a later bar.
 */
import type { Feature } from '../indicators/index.ts'
import type { Instrument, JsonValue } from '../model/index.ts'

export type FeatureSet = { readonly [name: string]: Feature }

/** One instrument at the current pulse: its newest bar, its position, and the way to change that. */
export interface BarFields {
  readonly instrument: Instrument
  readonly symbol: string
  /** The bar's opening instant, UTC epoch ms. */
  readonly timeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  /** Units held now, signed. */
  readonly position: number
  /**
   * Sets the position wanted after the next fill, in signed units; the order is made of the difference after `decide`
   * has returned. Calls win over earlier ones of the same pulse. Throws `UsageError` BAD_TARGET unless finite.
   */
  target(quantity: number): void
}

/** The names that a feature cannot take. */
export const BAR_FIELD_NAMES: readonly string[] = [
  'instrument',
  'symbol',
  'timeMs',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'position',
  'target',
  'constructor',
]

export type Bar<F extends FeatureSet = FeatureSet> = BarFields & { readonly [K in keyof F]: number }

/** One decision time. */
export interface Pulse<F extends FeatureSet = FeatureSet, S extends JsonValue = JsonValue> {
  /** The instant at which the bars of this pulse closed, UTC epoch ms. */
  readonly timeMs: number
  readonly instruments: readonly Instrument[]
  /**
   * The instruments that have a bar now and every feature warm, ascending by id. The array is yours, new at every
   * pulse; its views live as long as the run and always read the current pulse.
   */
  readonly bars: Bar<F>[]
  /** The view of one instrument by id; undefined while it has no bar now or a feature is not warm. */
  bar(id: string): Bar<F> | undefined
  /** Units held, by instrument id, where they are not zero. */
  readonly positions: ReadonlyMap<string, number>
  readonly cash: number
  /** Cash and all positions at their last closes. */
  readonly equity: number
  /** A uniform number in [0, 1) from a stream that depends on the run's seed and this pulse's time alone. */
  random(): number
  /** The strategy's own memory, JSON, kept in the ledger. */
  state: S
  /** Wants no position in any instrument; targets set afterwards count. */
  flatten(): void
}
