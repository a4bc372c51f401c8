/**
 * How a CSV file is to be read, decided from its first bytes alone: delimiter, header, and by `planTable` what the columns
 * mean. Pure: the same head and options give the same plan, and the scan that follows only carries it out.
 */
import { DataError, UsageError } from '../../model/index.ts'
import { type Headless, recogniseHeadless, type TableLayout } from './layouts.ts'
import { lineTooLong, MAX_LINE_BYTES } from './line-scan.ts'
import { planTable, type TableOptions, type TablePlan } from './table-plan.ts'
import { decodeHead } from './text-head.ts'

export interface CsvPlan extends TablePlan {
  readonly delimiter: ',' | ';' | '\t'
  /** Bytes before the first row, and the line it stands on. */
  readonly firstRowAt: number
  readonly firstLine: number
}

const SAMPLE_ROWS = 200
const DELIMITERS = [',', ';', '\t'] as const

/**
 * Plans the reading of a file whose first bytes are `head` (64 KB or the whole file).
 * Throws `DataError` EMPTY_FILE, NO_ROWS, NOT_TEXT, NOT_CSV, NO_HEADER, LINE_TOO_LONG, `UsageError` WRONG_HEADER,
 * MANY_TICKERS and what `planTable` throws.
 */
export function planCsv(file: string, head: Uint8Array, options: TableOptions = {}): CsvPlan {
  const { text, markBytes } = decodeHead(file, head)
  const found = findHeader({ file, text, options })
  const body = text.slice(found.after)
  // The end of a full head may lie within a row.
  const isCut = head.length >= MAX_LINE_BYTES
  const rows = sampleRows(isCut ? body.slice(0, body.lastIndexOf('\n') + 1) : body, found.delimiter)
  if (rows.length === 0 && isCut) throw lineTooLong(file, found.firstLine)
  if (rows.length === 0) {
    throw new DataError(
      'NO_ROWS',
      `${file} must hold at least one row, but there is only a header. Nothing was sealed.`,
      { file },
    )
  }
  const named = found.instrument === undefined ? {} : { instrument: found.instrument }
  const { header, headless } = found
  const plan = planTable({ file, header, rows, headless }, { ...named, ...options })
  return {
    ...plan,
    layout: plan.layout === 'plain' && found.layout !== undefined ? found.layout : plan.layout,
    delimiter: found.delimiter,
    firstRowAt: new TextEncoder().encode(text.slice(0, found.after)).length + markBytes,
    firstLine: found.firstLine,
  }
}

interface Header {
  readonly header: readonly string[]
  readonly delimiter: CsvPlan['delimiter']
  /** Where in the text the first row begins, and its line. */
  readonly after: number
  readonly firstLine: number
  /** What only the form of the header tells. */
  readonly layout?: TableLayout
  readonly instrument?: string
  readonly headless?: Headless
}

interface HeaderQuestion {
  readonly file: string
  readonly text: string
  readonly options: TableOptions
}

function findHeader({ file, text, options }: HeaderQuestion): Header {
  const first = firstLineOf(file, text)
  const delimiter = sniffDelimiter(first.line)
  const fields = splitFields(first.line, delimiter).map((name) => name.trim())
  const atFirst = { delimiter, after: first.at, firstLine: first.number }
  if (options.header === 'none') return { header: fields.map((_, n) => String(n + 1)), ...atFirst }
  if (options.header !== undefined) {
    if (options.header.length === fields.length) return { header: options.header, ...atFirst }
    throw new UsageError(
      'WRONG_HEADER',
      `The named columns must be as many as the fields of a row, but ${options.header.length} are named and the first line of ${file} has ${fields.length}.`,
      { file, columns: options.header },
    )
  }
  const headless = recogniseHeadless(file, fields)
  if (headless !== undefined) return { header: headless.header, headless, ...atFirst }
  refuseRowsForHeader(file, fields)
  const below = { header: fields, delimiter, after: first.after, firstLine: first.number + 1 }
  return fields[0] === 'Price' ? (yfinanceHeader({ file, text, options }, below) ?? below) : below
}

/** The three lines that yfinance writes over a download: what, of which ticker, and the index's name. */
function yfinanceHeader(
  { file, text }: HeaderQuestion,
  { header, delimiter, after, firstLine }: Header,
): Header | undefined {
  const [tickers = '', index = ''] = text.slice(after).split('\n', 2)
  const [label, ...names] = splitFields(tickers.trimEnd(), delimiter)
  const [dates, ...blanks] = splitFields(index.trimEnd(), delimiter)
  if (label !== 'Ticker' || !/^(Date|Datetime)$/.test(dates ?? '') || blanks.some((cell) => cell !== '')) {
    return undefined
  }
  const [instrument = ''] = names
  if (names.some((name) => name !== instrument)) {
    throw new UsageError(
      'MANY_TICKERS',
      `A yfinance file must hold one ticker, but ${file} holds ${[...new Set(names)].slice(0, 10).join(', ')} side by side. Write each to a file of its own, or stack them into rows.`,
      { file },
    )
  }
  return {
    header: [dates!, ...header.slice(1)],
    delimiter,
    after: after + tickers.length + index.length + 2,
    firstLine: firstLine + 2,
    layout: 'yfinance',
    instrument,
  }
}

function firstLineOf(
  file: string,
  text: string,
): { line: string; number: number; at: number; after: number } {
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
    if (line.trim() !== '') return { line, number, at, after }
    at = after
    number++
  }
  throw new DataError('EMPTY_FILE', `${file} must hold a header and rows, but it holds only blank lines.`, {
    file,
  })
}

/** The delimiter that splits a header into the most fields. */
export function sniffDelimiter(line: string): (typeof DELIMITERS)[number] {
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
  if (header.filter(isNumber).length < 4) return
  throw new DataError(
    'NO_HEADER',
    `The first line of ${file} must name the columns, but it holds values (${header.slice(0, 4).join(', ')}). Add a header line, name the columns in their order, or say that there is no header.`,
    { file },
  )
}

function isNumber(text: string): boolean {
  return /^[-+]?\d+(\.\d+)?$/.test(text)
}

function sampleRows(text: string, delimiter: string): string[][] {
  return text
    .split('\n', SAMPLE_ROWS + 1)
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_ROWS)
    .map((line) => splitFields(line, delimiter))
}
