/**
 * QuantConnect/Lean's files of one instrument, which their name names.
 *
 *   factor file  yyyymmdd,price factor,split factor[,reference price]   no header, ascending
 *   map file     yyyymmdd,ticker[,exchange]                             no header, ascending
 *
 * A factor row holds for bars up to and including its date, back to the row before; so an action lies between two rows, and
 * its ex-date is the exchange's next session after the first one's date. The reference price is the raw close of that date.
 * (Lean's Common/Data/Auxiliary: CorporateFactorRow, MapFileRow.)
 */
import { isoTime, NYSE_SINCE_MS, nyseClosure } from '../../model/index.ts'
import type { ActionProblem, Located } from './given.ts'
import { amountWithin, ratioWithin } from './rounded.ts'

const DAY_MS = 86_400_000
/** Rows of this date stand for "and so on". */
const LAST_DATE = '20501231'
export const FACTOR_LINE = /^\d{8},[-+.\deE]+,[-+.\deE]+(,.*)?$/
export const MAP_LINE = /^\d{8},[A-Za-z][^,]*(,[^,]*)*$/
/** Lean's dates are days of New York. */
const ZONE = 'America/New_York'

interface LeanFile {
  /** Base name. */
  readonly file: string
  /** The file's name without its endings. */
  readonly instrument: string
  readonly lines: readonly string[]
}

interface Read {
  readonly located: readonly Located[]
  readonly problems: readonly ActionProblem[]
}

interface FactorRow {
  readonly line: number
  readonly dayMs: number
  readonly price: number
  readonly split: number
  /** 0 where the file has none. */
  readonly reference: number
}

/** The splits and dividends of a factor file. */
export function readFactorFile(source: LeanFile): Read {
  const { file, instrument } = source
  const { rows, problems } = rowsOf<FactorRow>(source, (fields, row) => {
    const [price, split, reference = 0] = fields.slice(1, 4).map(Number)
    if (!(price! > 0 && split! > 0 && Number.isFinite(price! + split!))) {
      return `factors must be numbers above 0, but they are ${fields[1]} and ${fields[2]}`
    }
    return { ...row, price: price!, split: split!, reference: Number.isFinite(reference) ? reference : 0 }
  })
  const located: Located[] = []
  const bad = [...problems]
  rows.slice(1).forEach((next, index) => {
    const row = rows[index]!
    const place = { file, line: row.line }
    const head = { instrument, exDate: isoTime(nextSession(row.dayMs)) }
    if (row.price > next.price) {
      bad.push({
        ...place,
        text: `a price factor must not be above the next row's, but ${row.price} is above ${next.price}`,
      })
    } else if (row.price < next.price) {
      const factor = row.price / next.price
      const amount = row.reference > 0 ? amountWithin(row.reference, factor, next.price) : undefined
      located.push({
        given: { kind: 'dividend', ...head, factor, ...(amount === undefined ? {} : { amount }) },
        place,
        isFileName: true,
        zone: ZONE,
      })
    }
    if (row.split === next.split) return
    const factor = row.split / next.split
    const ratio = ratioWithin(next.split / row.split, 2e-7 / row.split + 2e-7 / next.split)
    located.push({ given: { kind: 'split', ...head, ratio, factor }, place, isFileName: true, zone: ZONE })
  })
  return { located, problems: bad }
}

interface MapRow {
  readonly line: number
  readonly dayMs: number
  readonly ticker: string
}

/** The ticker changes of a map file, and the first day of its instrument. */
export function readMapFile(source: LeanFile): Read {
  const { file, instrument } = source
  const { rows, problems } = rowsOf<MapRow>(source, (fields, row) => ({
    ...row,
    ticker: fields[1]!.toUpperCase(),
  }))
  const common = { isFileName: true, zone: ZONE } as const
  const located: Located[] = []
  const [first] = rows
  if (first !== undefined) {
    const given = { kind: 'listing', instrument, exDate: isoTime(first.dayMs) } as const
    located.push({ given, place: { file, line: first.line }, ...common })
  }
  rows.slice(1).forEach((next, index) => {
    const row = rows[index]!
    if (row.ticker === next.ticker) return
    const exDate = isoTime(nextSession(row.dayMs))
    const given = { kind: 'ticker-change', instrument, exDate, from: row.ticker, to: next.ticker } as const
    located.push({ given, place: { file, line: row.line }, ...common })
  })
  return { located, problems }
}

/** Rows with ascending dates; `parse` gives a row or what is wrong with it. */
function rowsOf<Row extends { readonly line: number; readonly dayMs: number }>(
  { file, lines }: LeanFile,
  parse: (fields: readonly string[], at: { line: number; dayMs: number }) => Row | string,
): { rows: Row[]; problems: ActionProblem[] } {
  const rows: Row[] = []
  const problems: ActionProblem[] = []
  lines.forEach((text, index) => {
    if (text.trim() === '') return
    const line = index + 1
    const fields = text.split(',').map((field) => field.trim())
    const dayMs = dayOf(fields[0]!)
    const row =
      dayMs === undefined
        ? `a row must begin with a date like 20140606, but it is '${text.slice(0, 80)}'`
        : fields.length < 2
          ? `a row must have more than a date, but it is '${text.slice(0, 80)}'`
          : parse(fields, { line, dayMs })
    if (typeof row === 'string') problems.push({ file, line, text: row })
    else if (rows.length > 0 && row.dayMs <= rows.at(-1)!.dayMs && !isSameStart(rows, row)) {
      problems.push({ file, line, text: `dates must ascend, but ${fields[0]} follows a later one or itself` })
    } else rows.push(row)
  })
  return { rows, problems }
}

/** A file may name its first date twice: as the start of the history and as the day before its first action. */
function isSameStart<Row extends { readonly dayMs: number }>(rows: readonly Row[], row: Row): boolean {
  return rows.length === 1 && rows[0]!.dayMs === row.dayMs
}

function dayOf(text: string): number | undefined {
  if (!/^\d{8}$/.test(text)) return undefined
  if (text === LAST_DATE) return Date.UTC(2050, 11, 31)
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
  const dayMs = Date.parse(`${iso}T00:00:00Z`)
  return Number.isFinite(dayMs) && isoTime(dayMs) === iso ? dayMs : undefined
}

/** The exchange's next trading day; before its calendar begins the next weekday. */
function nextSession(dayMs: number): number {
  let day = dayMs + DAY_MS
  while (isClosed(day)) day += DAY_MS
  return day
}

function isClosed(dayMs: number): boolean {
  if (dayMs >= NYSE_SINCE_MS) return nyseClosure(dayMs) !== null
  const weekday = new Date(dayMs).getUTCDay()
  return weekday === 0 || weekday === 6
}
