/**
 * Whose export a table is: by the names in its header, or, where it has none, by the form of its first row. Only what a
 * form tells without a doubt is recognised; everything else is mapped by the caller.
 */
import { type ColumnMapping, normalName } from './columns.ts'

/** `plain` where none is recognised, `mapped` where the caller says which column is what. */
export type TableLayout =
  | 'alpaca'
  | 'binance'
  | 'ccxt'
  | 'lean'
  | 'mapped'
  | 'metatrader'
  | 'plain'
  | 'stooq'
  | 'wide'
  | 'yahoo'
  | 'yfinance'

/** Normal names that a layout's header must all have. */
const LAYOUTS: readonly (readonly [TableLayout, readonly string[]])[] = [
  ['metatrader', ['date', 'open', 'high', 'low', 'close', 'tickvol']],
  ['alpaca', ['timestamp', 'open', 'high', 'low', 'close', 'volume', 'tradecount', 'vwap']],
  ['alpaca', ['t', 'o', 'h', 'l', 'c', 'v', 'n', 'vw']],
  ['binance', ['opentime', 'open', 'high', 'low', 'close', 'volume', 'closetime', 'quotevolume']],
  ['yahoo', ['date', 'open', 'high', 'low', 'close', 'adjclose', 'volume']],
]

/** The layout of a header. */
export function layoutOf(header: readonly string[], mapping: ColumnMapping | undefined): TableLayout {
  if (mapping !== undefined && Object.keys(mapping).length > 0) return 'mapped'
  if (header.some((name) => /^<ticker>$/i.test(name.trim()))) return 'stooq'
  const names = header.map(normalName)
  return LAYOUTS.find(([, needed]) => needed.every((name) => names.includes(name)))?.[0] ?? 'plain'
}

/** A layout that comes without a header, and what its columns are. */
export interface Headless {
  readonly layout: TableLayout
  readonly header: readonly string[]
  /** UTC midnight of the date in the file's name, where the rows hold only ms since midnight. */
  readonly dayMs?: number
}

const BARS = ['open', 'high', 'low', 'close', 'volume']
/** Binance's columns of a candle. */
const BINANCE = [
  'open_time',
  ...BARS,
  'close_time',
  'quote_volume',
  'count',
  'taker_buy_volume',
  'taker_buy_quote_volume',
  'ignore',
]

const EPOCH_MS = /^\d{13}$/
const NUMBER = /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/

/** The layout of a table without a header, by its first row; undefined where none is recognised. */
export function recogniseHeadless(file: string, fields: readonly string[]): Headless | undefined {
  const [first = '', second = ''] = fields
  const areNumbers = (from: number): boolean => fields.slice(from).every((field) => NUMBER.test(field))
  if (fields.length === 12 && /^\d{13}(\d{3})?$/.test(first) && areNumbers(0)) {
    return { layout: 'binance', header: BINANCE }
  }
  if (fields.length === 7 && /^\d{4}\.\d{2}\.\d{2}$/.test(first) && /^\d{2}:\d{2}$/.test(second)) {
    return areNumbers(2) ? { layout: 'metatrader', header: ['date', 'time', ...BARS] } : undefined
  }
  if (fields.length !== 6 || !areNumbers(1)) return undefined
  if (EPOCH_MS.test(first)) return { layout: 'ccxt', header: ['timestamp', ...BARS] }
  if (/^\d{8} \d{2}:\d{2}$/.test(first)) return { layout: 'lean', header: ['time', ...BARS] }
  const dayMs = dayOfName(file)
  if (dayMs === undefined || !/^\d{1,8}$/.test(first)) return undefined
  return { layout: 'lean', header: ['time', ...BARS], dayMs }
}

/** `20131007_spy_minute_trade.csv`, `20131007_trade.csv`. */
const LEAN_DAY = /(?:^|\/)(\d{4})(\d{2})(\d{2})_(?:([a-z0-9.]+)_(?:minute|second)_)?trade\b/i

function dayOfName(file: string): number | undefined {
  const match = LEAN_DAY.exec(file)
  if (match === null) return undefined
  const dayMs = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  const text = new Date(dayMs).toISOString().slice(0, 10)
  return text === `${match[1]}-${match[2]}-${match[3]}` ? dayMs : undefined
}

/**
 * The instrument in a file's name, where the layout puts more than it there: `BTCUSDT-1m-2024-01.csv` of Binance,
 * `20131007_spy_minute_trade.csv` of Lean. Null where the layout's name has none; undefined where the whole stem is it.
 */
export function instrumentOfName(layout: TableLayout, file: string): string | null | undefined {
  if (layout === 'binance') {
    return /(?:^|\/)([A-Z0-9]+)-\d+(?:s|m|h|d|w|mo)-\d{4}(?:-\d{2}){0,2}\./.exec(file)?.[1]
  }
  const match = layout === 'lean' ? LEAN_DAY.exec(file) : null
  return match === null ? undefined : (match[4]?.toUpperCase() ?? null)
}
