/**
 * What the columns of a table mean, decided from its header and first rows alone: which column is what, the form of the
 * times, whose bars. Pure, and the same for every format: the reader that follows only carries it out.
 */
import { UsageError } from '../../model/index.ts'
import { type ColumnMapping, type Columns, matchColumns, normalName } from './columns.ts'
import { type Headless, instrumentOfName, layoutOf, type TableLayout } from './layouts.ts'
import { isInstrumentName } from './names.ts'
import { type DateOrder, detectTimeForm, type TimeForm } from './time-formats.ts'
import type { RepeatedTimes } from './time-zone.ts'

export interface TableOptions {
  readonly columns?: ColumnMapping
  /** IANA name or `UTC`: the zone of local times that do not carry their own. */
  readonly timeZone?: string
  /** What a local time is that daylight saving repeats: `first`, `second` or `in-order`; else it is an error. */
  readonly repeatedTimes?: RepeatedTimes
  /** For dates like 03/04/2020, where the rows leave it open. */
  readonly dateOrder?: DateOrder
  /** The instrument of a file without an instrument column; else the file's stem. */
  readonly instrument?: string
  /** The columns of a CSV file whose first line is a row already; `none`: they are called 1, 2, 3, ... */
  readonly header?: readonly string[] | 'none'
  /** What prices are divided by, which then must be whole numbers. Stock files of Lean say 10,000 without a word. */
  readonly priceDivisor?: number
  /**
   * Whether the table is wide: every column but the time's holds the closes of the instrument it is named after. Open, high
   * and low are then that close, the volume is 0, and a warning says so; an empty cell is no bar. Text files only.
   */
  readonly wide?: boolean
}

export interface TablePlan {
  /** Base name, for messages. */
  readonly file: string
  readonly layout: TableLayout
  readonly header: readonly string[]
  readonly columns: Columns
  readonly time: TimeForm
  /** Whose wall time naive times are; irrelevant for plain dates, epochs and times that carry their zone. */
  readonly timeZone: string
  /** Whether times are of an unnamed zone, and UTC is only what they are read as. */
  readonly isZoneAssumed: boolean
  /** What repeated local times are, by the caller's word. */
  readonly repeatedTimes: RepeatedTimes | null
  /** What prices are divided by: 1, or the caller's number, or that of the layout. */
  readonly priceDivisor: number
  /** The one instrument of the file, or null where a column or the header names it. */
  readonly instrument: string | null
  readonly adjusted: readonly string[]
  readonly ignored: readonly string[]
}

/** The first rows of a table, as text. */
export interface TableHead {
  readonly file: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The layout, where it has no header and its form told it. */
  readonly headless?: Headless | undefined
}

/**
 * Plans the reading of a table. Throws `UsageError` MISSING_COLUMN, UNKNOWN_COLUMN, AMBIGUOUS_DATE, UNKNOWN_TIME_FORM,
 * INSTRUMENT_TWICE, INSTRUMENT_UNKNOWN, BAD_INSTRUMENT, WIDE_DIVISOR and `DataError` REPEATED_COLUMN.
 */
export function planTable(head: TableHead, options: TableOptions): TablePlan {
  const { file, header, rows, headless } = head
  const isWide = options.wide === true
  if (isWide && options.priceDivisor !== undefined) {
    throw new UsageError(
      'WIDE_DIVISOR',
      `Prices of a wide table are taken as they are, but ${file} is wide and a price divisor is given. Leave one of them out.`,
      { file },
    )
  }
  const matched = matchColumns(header, { mapping: options.columns ?? {}, isWide, file })
  const columns = keepTimeOfDay(matched.columns, rows)
  const layout = isWide ? 'wide' : (headless?.layout ?? layoutOf(header, options.columns))
  const time: TimeForm =
    headless?.dayMs === undefined
      ? timeForm({ file, header, columns, rows, options })
      : { kind: 'since-midnight', dayMs: headless.dayMs }
  const isNaive =
    time.kind === 'since-midnight' || (time.kind === 'calendar' && time.hasTime && !time.hasZone)
  return {
    file,
    layout,
    header,
    columns,
    time,
    timeZone: isNaive ? (options.timeZone ?? 'UTC') : 'UTC',
    isZoneAssumed: isNaive && options.timeZone === undefined,
    repeatedTimes: options.repeatedTimes ?? null,
    priceDivisor: options.priceDivisor ?? divisorOf(layout, columns, rows),
    instrument: isWide ? null : instrumentOf({ file, header, columns, options }, layout),
    adjusted: matched.adjusted,
    ignored: matched.ignored,
  }
}

const LEAN_DIVISOR = 10_000

/** Lean keeps prices of stocks in ten-thousandths, as whole numbers, and those of everything else as they are. */
function divisorOf(layout: TableLayout, { values }: Columns, rows: TableHead['rows']): number {
  if (layout !== 'lean' || values.kind === 'closes') return 1
  const prices = [values.open, values.high, values.low, values.close]
  const areWhole = rows.every((row) => prices.every((index) => /^\d+$/.test((row[index] ?? '').trim())))
  return areWhole ? LEAN_DIVISOR : 1
}

function instrumentOf(
  { file, header, columns, options }: Omit<TimeQuestion, 'rows'>,
  layout: TableLayout,
): string | null {
  if (columns.instrument !== null) {
    if (options.instrument === undefined) return null
    throw new UsageError(
      'INSTRUMENT_TWICE',
      `An instrument may be named only for a file without an instrument column, but ${file} has '${header[columns.instrument]}'. Leave the name out, or map the column away (instrument=none).`,
      { file, instrument: options.instrument },
    )
  }
  const own = options.instrument === undefined ? instrumentOfName(layout, file) : undefined
  if (own === null) {
    throw new UsageError(
      'INSTRUMENT_UNKNOWN',
      `The instrument of a file must be known, but neither rows nor name of ${file} say it. Name it, or let the folder name it (instrument from folder).`,
      { file },
    )
  }
  const name = options.instrument ?? own ?? stemOf(file)
  if (isInstrumentName(name)) return name
  throw new UsageError(
    'BAD_INSTRUMENT',
    `An instrument's name must be 1 to 64 bytes of printable text, but that of ${file} is '${name.slice(0, 80)}'. Name it.`,
    { file, instrument: name.slice(0, 80) },
  )
}

/** `AAPL.csv`, `us/AAPL.csv.gz` as AAPL. */
function stemOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const stem = name
    .replace(/\.(gz|gzip|zst|zstd)$/i, '')
    .replace(/\.(csv|tsv|txt|jsonl|ndjson|json|parquet|pq)$/i, '')
  return stem === '' ? name : stem
}

/**
 * A second time column counts only where the first holds plain dates and the second clock times; where those are all
 * midnight (daily bars of Stooq), the dates alone count.
 */
function keepTimeOfDay(columns: Columns, rows: readonly (readonly string[])[]): Columns {
  const { timeOfDay } = columns
  if (timeOfDay === null) return columns
  if (rows.every((row) => /^(00:?00(:?00)?)$/.test((row[timeOfDay] ?? '').trim()))) {
    return { ...columns, timeOfDay: null }
  }
  const first = (rows[0]?.[columns.time] ?? '').trim()
  const clock = (rows[0]?.[timeOfDay] ?? '').trim()
  const isDate = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{8}$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$/.test(first)
  const isClock = /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$|^\d{6}$/.test(clock)
  return isDate && isClock ? columns : { ...columns, timeOfDay: null }
}

interface TimeQuestion {
  readonly file: string
  readonly header: readonly string[]
  readonly columns: Columns
  readonly rows: readonly (readonly string[])[]
  readonly options: TableOptions
}

function timeForm({ file, header, columns, rows, options }: TimeQuestion): TimeForm {
  const { time, timeOfDay } = columns
  const name = header[time] ?? ''
  const samples = rows
    .map((row) => (row[time] ?? '').trim() + (timeOfDay === null ? '' : ` ${(row[timeOfDay] ?? '').trim()}`))
    .filter((text) => text.trim() !== '')
  const verdict = detectTimeForm(samples, options.dateOrder)
  switch (verdict.kind) {
    case 'form':
      if (verdict.form.kind === 'epoch' && normalName(name) === 'tsms') return { kind: 'epoch', unit: 'ms' }
      return verdict.form
    case 'ambiguous-date':
      throw new UsageError(
        'AMBIGUOUS_DATE',
        `The dates of ${file} ('${samples[0]}') must say which number is the month, but the first ${samples.length} rows leave it open. Say so (date order mdy or dmy).`,
        { file, column: name, sample: samples[0] ?? '' },
      )
    case 'unknown':
      throw new UsageError(
        'UNKNOWN_TIME_FORM',
        `Times in ${file}, column '${name}', must be dates (2020-04-17, 20200417, 04/17/2020), date and time (2020-04-17 09:30, with or without a zone) or epoch s, ms, us, ns, but the first is '${verdict.sample.slice(0, 60)}'. Map the right column (time=NAME) or convert it.`,
        { file, column: name, sample: verdict.sample.slice(0, 60) },
      )
    default:
      return verdict satisfies never
  }
}
