/**
 * How a CSV file is to be read, decided from its first bytes alone: delimiter, header, and by `planTable` what the columns
 * mean. Pure: the same head and options give the same plan, and the scan that follows only carries it out.
 */
import { DataError } from '../model/index.ts'
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
 * Throws `DataError` EMPTY_FILE, NO_ROWS, NOT_TEXT, NOT_CSV, NO_HEADER and what `planTable` throws.
 */
export function planCsv(file: string, head: Uint8Array, options: TableOptions = {}): CsvPlan {
  const { text, markBytes } = decodeHead(file, head)
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
  return {
    ...planTable({ file, header, rows }, options),
    delimiter,
    firstRowAt: new TextEncoder().encode(text.slice(0, after)).length + markBytes,
    firstLine: headerNumber + 1,
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
