/** Something tradable, as the engine sees it. */
import type { CalendarName } from './market-calendar.ts'

export type AssetClass =
  | 'equity'
  | 'etf'
  | 'index'
  | 'future'
  | 'forex'
  | 'crypto'
  | 'bond'
  | 'option'
  | 'other'

export const ASSET_CLASSES: readonly AssetClass[] = [
  'equity',
  'etf',
  'index',
  'future',
  'forex',
  'crypto',
  'bond',
  'option',
  'other',
]

export interface Instrument {
  /** Unique within a snapshot; instruments are ordered by it (UTF-16 code units). */
  readonly id: string
  readonly symbol: string
  readonly assetClass: AssetClass
  /** ISO 4217, or the exchange's code for a crypto currency. */
  readonly currency: string
  /** Smallest price step in `currency`, or null where prices are rounded to 8 decimals. */
  readonly tickSize: number | null
  /** Smallest order step in units, or null where any quantity may be traded. */
  readonly lotSize: number | null
  /** Money per unit per point of price; 1 for stocks. */
  readonly multiplier: number
  /** The days and hours of its market, where that was said; absent where it is only to be recognised by the bars. */
  readonly calendar?: CalendarName
}

/** An instrument of which only the symbol is known: one unit is one share or coin, in US dollars unless said. */
export function defaultInstrument(symbol: string): Instrument {
  return {
    id: symbol,
    symbol,
    assetClass: 'equity',
    currency: 'USD',
    tickSize: null,
    lotSize: null,
    multiplier: 1,
  }
}

/** The one order of instruments: ascending by id, by UTF-16 code unit, the same on every machine. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
