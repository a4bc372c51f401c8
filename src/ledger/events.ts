/**
 * The ledger's vocabulary. An event is a discriminated union on `kind`; `seq` counts from 0, `cause` is the seq of the
 * event that led to it. Events never change and are never removed: everything else is derived from them.
 *
 * `KIND_CODES` and `REASONS` are part of the format: numbers are appended, never reused.
 */
import type { JsonObject, JsonValue } from '../model/index.ts'

export const KIND_CODES = {
  'run-started': 1,
  opening: 2,
  decision: 3,
  'order-submitted': 4,
  'order-denied': 5,
  'order-cancelled': 6,
  'order-expired': 7,
  fill: 8,
  fee: 9,
  'state-saved': 10,
  'risk-adjusted': 11,
  'run-finished': 12,
  dividend: 13,
  split: 14,
  'cash-in-lieu': 15,
  halted: 16,
} as const

export type EventKind = keyof typeof KIND_CODES

/** Why an order ended without a fill, or a target was changed. The index is what is stored. */
export const REASONS = [
  'NONE',
  /** No later bar of the instrument in the run: there was nothing to fill at. */
  'NO_NEXT_BAR',
  /** Cash, less the margin that short positions bind, would not have carried the fill. */
  'INSUFFICIENT_CASH',
  /** The quantity is not a whole number of the instrument's lots. */
  'NOT_WHOLE_LOTS',
  /** A newer target took the place of an order that had not filled yet. */
  'REPLACED',
  /** The bar traded no volume and the cost chain needs some to price the fill. */
  'NO_VOLUME',
  'LONG_ONLY',
  'MAX_WEIGHT',
  /** A split scaled the order: another of the new quantity took its place, if any was left. */
  'SPLIT',
  /** A bar that was expected was not there, and the run's policy is to halt. */
  'MISSING_BAR',
  /** The run was halted while the order waited. */
  'HALTED',
  /** After costs, or rounded to the tick, the price would not have been above zero. */
  'NO_PRICE',
] as const

export type Reason = (typeof REASONS)[number]

interface EventHead {
  readonly seq: number
  /** UTC epoch ms: the pulse's instant, and for fills and fees the instant of the price. */
  readonly timeMs: number
  /** The seq of the event that led to this one; null for the first events of a run. */
  readonly cause: number | null
}

/** What was run: identity and the instruments that later events name by index. */
export interface RunStarted extends EventHead {
  readonly kind: 'run-started'
  readonly identity: JsonObject
  readonly instruments: readonly string[]
  /** Money per unit per point of price, where it is not 1, by instrument. */
  readonly multipliers: Readonly<Record<string, number>>
}
export interface Opening extends EventHead {
  readonly kind: 'opening'
  readonly cash: number
}
/** One call of `decide` that changed `changed` targets; the account as it stood. */
export interface Decision extends EventHead {
  readonly kind: 'decision'
  readonly changed: number
  readonly equity: number
  readonly cash: number
}
export interface OrderSubmitted extends EventHead {
  readonly kind: 'order-submitted'
  readonly instrument: string
  /** Signed units. */
  readonly quantity: number
  /** The position wanted after the fill. */
  readonly target: number
}
export interface OrderEnded extends EventHead {
  readonly kind: 'order-denied' | 'order-cancelled' | 'order-expired'
  readonly instrument: string
  readonly quantity: number
  readonly reason: Reason
  /** For INSUFFICIENT_CASH the money that was missing, else 0. */
  readonly missing: number
}
export interface FillEvent extends EventHead {
  readonly kind: 'fill'
  readonly instrument: string
  readonly quantity: number
  readonly price: number
}
export interface FeeEvent extends EventHead {
  readonly kind: 'fee'
  readonly instrument: string
  /** Money paid, > 0. */
  readonly amount: number
}
/** Cash for every unit held when an ex-date began: longs receive it, shorts pay it. */
export interface DividendEvent extends EventHead {
  readonly kind: 'dividend'
  readonly instrument: string
  /** Money received, or where it is negative paid. */
  readonly amount: number
  /** Money per unit, before the multiplier. */
  readonly perUnit: number
}
/** A position, its lots and its order go on in other units. */
export interface SplitEvent extends EventHead {
  readonly kind: 'split'
  readonly instrument: string
  /** Units after for one unit before. */
  readonly ratio: number
  /** The position after it, signed units. */
  readonly quantity: number
}
/** Units that a split left beside whole lots, taken against money. */
export interface CashInLieu extends EventHead {
  readonly kind: 'cash-in-lieu'
  readonly instrument: string
  /** Signed units by which the position changes, towards zero. */
  readonly quantity: number
  /** Money per unit, before the multiplier. */
  readonly price: number
}
/** The run ended before its bars did, at the close of a bar that was expected and is missing. */
export interface HaltedEvent extends EventHead {
  readonly kind: 'halted'
  readonly instrument: string
  readonly reason: Reason
  /** The opening instant of the bar that is missing, epoch ms. */
  readonly barOpenMs: number
}
export interface StateSaved extends EventHead {
  readonly kind: 'state-saved'
  readonly state: JsonValue
}
export interface RiskAdjusted extends EventHead {
  readonly kind: 'risk-adjusted'
  readonly instrument: string
  readonly reason: Reason
  readonly from: number
  readonly to: number
}
export interface RunFinished extends EventHead {
  readonly kind: 'run-finished'
  /** Counts and final money, as the engine saw them, and the hash of the equity curve. */
  readonly summary: JsonObject
}

export type LedgerEvent =
  | RunStarted
  | Opening
  | Decision
  | OrderSubmitted
  | OrderEnded
  | FillEvent
  | FeeEvent
  | DividendEvent
  | SplitEvent
  | CashInLieu
  | HaltedEvent
  | StateSaved
  | RiskAdjusted
  | RunFinished
