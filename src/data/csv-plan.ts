/**
 * How a CSV file is to be read, decided from its first bytes alone: delimiter, columns, form of the times, whose bars.
 * Pure: the same head and options give the same plan, and the scan that follows only carries it out.
 */
import { DataError, UsageError } from '../model/index.ts'
import { type ColumnMapping, type Columns, matchColumns, normalName } from './csv-columns.ts'
import { type DateOrder, detectTimeForm, type TimeForm } from './time-formats.ts'

export interface CsvOptions {
  readonly columns?: ColumnMapping
  /** IANA name or `UTC`: the zone of local times that do not carry their own. */
  readonly timeZone?: string
  /** For dates like 03/04/2020, where the rows leave it open. */
  readonly dateOrder?: DateOrder
  /** The instrument of a file without an instrument column; else the file's stem. */
  readonly instrument?: string
}

export type CsvLayout = 'yahoo' | 'stooq' | 'plain' | 'mapped'

export interface CsvPlan {
  /** Base name, for messages. */
  readonly file: string
  readonly layout: CsvLayout
  readonly delimiter: ',' | ';' | '\t'
  readonly header: readonly string[]
  /** Bytes before the first row, and the line it stands on. */
  readonly firstRowAt: number
  readonly firstLine: number
  readonly columns: Columns
  readonly time: TimeForm
  /** Whose wall time naive times are; irrelevant for plain dates, epochs and times that carry their zone. */
  readonly timeZone: string
  /** Whether times are of an unnamed zone, and UTC is only what they are read as. */
  readonly isZoneAssumed: boolean
  /** The one instrument of the file, or null where a column names it. */
  readonly instrument: string | null
  readonly adjusted: readonly string[]
  readonly ignored: readonly string[]
}

const SAMPLE_ROWS = 200
const DELIMITERS = [',', ';', '\t'] as const

/**
 * Plans the reading of a file whose first bytes are `head` (64 KB or the whole file).
 * Throws `DataError` EMPTY_FILE, NO_ROWS, NOT_TEXT, NOT_CSV and `UsageError` MISSING_COLUMN, UNKNOWN_COLUMN,
 * AMBIGUOUS_DATE, UNKNOWN_TIME_FORM, INSTRUMENT_TWICE.
 */
export function planCsv(file: string, head: Uint8Array, options: CsvOptions = {}): CsvPlan {
  const text = decodeHead(file, head)
  const { line: headerLine, number: headerNumber, after } = firstLineOf(file, text)
  const delimiter = sniffDelimiter(headerLine)
  const header = splitFields(headerLine, delimiter).map((name) => name.trim())
  refuseRowsForHeader(file, header)
  const rows = sampleRows(text.slice(after), delimiter)
  if (rows.length === 0) {
    throw new DataError(
      'NO_ROWS',
      `${file} must hold at least one row, but there is only a header. Nothing was sealed.`,
      { file },
    )
  }
  const matched = matchColumns(header, options.columns ?? {}, file)
  const columns = keepTimeOfDay(matched.columns, rows)
  const time = timeForm({ file, header, columns, rows, options })
  if (options.instrument !== undefined && columns.instrument !== null) {
    throw new UsageError(
      'INSTRUMENT_TWICE',
      `An instrument may be named only for a file without an instrument column, but ${file} has '${header[columns.instrument]}'. Leave the name out, or map the column away (instrument=none).`,
      { file, instrument: options.instrument },
    )
  }
  const isNaive = time.kind === 'calendar' && time.hasTime && !time.hasZone
  return {
    file,
    layout: layoutOf(header, options.columns),
    delimiter,
    header,
    firstRowAt: new TextEncoder().encode(text.slice(0, after)).length + bomBytes(head),
    firstLine: headerNumber + 1,
    columns,
    time,
    timeZone: isNaive ? (options.timeZone ?? 'UTC') : 'UTC',
    isZoneAssumed: isNaive && options.timeZone === undefined,
    instrument: columns.instrument === null ? (options.instrument ?? stemOf(file)) : null,
    adjusted: matched.adjusted,
    ignored: matched.ignored,
  }
}

/** `AAPL.csv`, `AAPL.csv.gz` as AAPL. */
export function stemOf(file: string): string {
  const stem = file.replace(/\.(gz|gzip)$/i, '').replace(/\.(csv|tsv|txt)$/i, '')
  return stem === '' ? file : stem
}

function bomBytes(head: Uint8Array): number {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
}

function decodeHead(file: string, head: Uint8Array): string {
  if (head.length === 0) {
    throw new DataError('EMPTY_FILE', `${file} must hold a header and rows, but it is empty.`, { file })
  }
  const refuse = (what: string): DataError =>
    new DataError(
      'NOT_TEXT',
      `${file} must be CSV text in UTF-8, but ${what}. Export it as CSV (UTF-8) and import that.`,
      { file },
    )
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw refuse('it is UTF-16')
  }
  const control = head.findIndex((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)
  if (control >= 0) throw refuse(`byte ${control} is ${head[control]}, which no text has`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
  } catch {
    throw refuse('its bytes are not UTF-8')
  }
}

function firstLineOf(file: string, text: string): { line: string; number: number; after: number } {
  if (/^\s*<(!doctype|html|head|\?xml)/i.test(text)) {
    throw new DataError(
      'NOT_CSV',
      `${file} must be CSV, but it is a web page (a vendor's error page?). Look at it in a browser and fetch the data again.`,
      { file },
    )
  }
  let number = 1
  let at = 0
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, end).replace(/\r$/, '')
    const after = newline < 0 ? text.length : newline + 1
    if (line.trim() !== '') return { line, number, after }
    at = after
    number++
  }
  throw new DataError('EMPTY_FILE', `${file} must hold a header and rows, but it holds only blank lines.`, {
    file,
  })
}

function sniffDelimiter(line: string): (typeof DELIMITERS)[number] {
  const counts = DELIMITERS.map((delimiter) => splitFields(line, delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}

/** Splits one line at the delimiter, quotes removed. */
export function splitFields(line: string, delimiter: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    let value = ''
    if (line[at] === '"') {
      const quoted = /^"((?:[^"]|"")*)"/.exec(line.slice(at))
      if (quoted !== null) {
        value = quoted[1]!.replaceAll('""', '"')
        at += quoted[0].length
      }
    }
    const next = line.indexOf(delimiter, at)
    fields.push(value + line.slice(at, next < 0 ? line.length : next))
    if (next < 0) return fields
    at = next + 1
  }
}

function refuseRowsForHeader(file: string, header: readonly string[]): void {
  const numbers = header.filter((name) => /^[-+]?\d+(\.\d+)?$/.test(name)).length
  if (header.length < 4 || numbers < 4) return
  throw new DataError(
    'NO_HEADER',
    `The first line of ${file} must name the columns, but it holds values (${header.slice(0, 4).join(', ')}). Add a header line.`,
    { file },
  )
}

function sampleRows(text: string, delimiter: string): string[][] {
  return text
    .split('\n', SAMPLE_ROWS + 1)
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_ROWS)
    .map((line) => splitFields(line, delimiter))
}

/**
 * A second time column counts only where the first holds plain dates and the second clock times; where those are all
 * midnight (daily bars of Stooq), the dates alone count.
 */
function keepTimeOfDay(columns: Columns, rows: readonly string[][]): Columns {
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
  readonly rows: readonly string[][]
  readonly options: CsvOptions
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

function layoutOf(header: readonly string[], mapping: ColumnMapping | undefined): CsvLayout {
  if (mapping !== undefined && Object.keys(mapping).length > 0) return 'mapped'
  const names = header.map(normalName)
  if (header.some((name) => /^<ticker>$/i.test(name.trim()))) return 'stooq'
  const yahoo = ['date', 'open', 'high', 'low', 'close', 'adjclose', 'volume']
  return yahoo.every((name) => names.includes(name)) && names.length === yahoo.length ? 'yahoo' : 'plain'
}
