/**
 * JSON: one object or array of values a line, or a document that is an array of them. An object's keys are the columns; an
 * array's places are, in a layout that is recognised (klines). Each is laid out as the cells of a row, so that names, times
 * and numbers are read, checked and reported exactly as those of a CSV file. About 2 us a row.
 */
import { DataError } from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import { scanElements } from './json-array.ts'
import { type Headless, recogniseHeadless } from './layouts.ts'
import { type LineScan, lineTooLong, MAX_LINE_BYTES } from './line-scan.ts'
import { createNames } from './names.ts'
import { knownNames, type Row, rowReader } from './row-cells.ts'
import { createRowColumns } from './row-columns.ts'
import { planTable, type TableOptions, type TablePlan } from './table-plan.ts'
import { decodeHead } from './text-head.ts'

const SAMPLE_ROWS = 200
const LF = 10

export interface JsonPlan extends TablePlan {
  /** Bytes before the first line: those of a byte order mark. */
  readonly firstRowAt: number
  /** Whether the document is one array; else each line is a row. */
  readonly isArray: boolean
}

type JsonRow = Readonly<Record<string, unknown>> | readonly unknown[]

/**
 * Plans the reading of a file of JSON from its first bytes. The columns are the keys of the first 200 objects, or those of
 * the layout of arrays. Throws `DataError` EMPTY_FILE, NOT_TEXT, NOT_JSON, NOT_JSON_LINES, NO_ROWS, NO_HEADER and what
 * `planTable` throws.
 */
export function planJson(file: string, head: Uint8Array, options: TableOptions): JsonPlan {
  const { text, markBytes } = decodeHead(file, head)
  const isArray = /^\s*\[\s*([[{\]]|$)/.test(text)
  const texts = isArray ? elementsOf(file, text) : linesOf(text)
  const rows = texts.map(parseRow).filter((row) => row !== undefined)
  const [first] = rows
  if (first === undefined) {
    const isEndless = head.length >= MAX_LINE_BYTES && (isArray || !text.includes('\n'))
    throw isEndless ? lineTooLong(file, 1) : noRows(file, isArray)
  }
  const given = Array.isArray(first) ? arrayHeader(file, first, options) : undefined
  const header = given?.header ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => header.map((key, n) => cellText(cellOf(row, key, n))))
  const plan = planTable({ file, header, rows: cells, headless: given?.headless }, options)
  return { ...plan, firstRowAt: markBytes, isArray }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n', SAMPLE_ROWS + 1)
  // Without its end the last line may be cut.
  return lines.length > 1 ? lines.slice(0, -1) : lines
}

function elementsOf(file: string, text: string): string[] {
  const elements: string[] = []
  const decoder = new TextDecoder()
  const scan = scanElements(file, (element) => {
    if (elements.length < SAMPLE_ROWS) elements.push(decoder.decode(element))
  })
  scan.push(new TextEncoder().encode(text), false)
  return elements
}

function noRows(file: string, isArray: boolean): DataError {
  if (isArray) {
    return new DataError('NO_ROWS', `${file} must hold at least one row, but its array has none.`, { file })
  }
  return new DataError(
    'NOT_JSON_LINES',
    `${file} must hold JSON lines (one whole object a line) or an array of objects, but its first lines are neither. Write each object on a line of its own.`,
    { file },
  )
}

/** The columns of rows that are arrays: those that the caller names, or those of a layout. */
function arrayHeader(
  file: string,
  first: readonly unknown[],
  { header }: TableOptions,
): { header: readonly string[]; headless?: Headless } {
  if (header === 'none') return { header: first.map((_, n) => String(n + 1)) }
  if (header !== undefined) return { header }
  const headless = recogniseHeadless(file, first.map(cellText))
  if (headless !== undefined) return { header: headless.header, headless }
  throw new DataError(
    'NO_HEADER',
    `Rows of ${file} are arrays, whose places must be known, but ${JSON.stringify(first).slice(0, 80)} is no known layout. Name the columns in their order, or say that there is no header.`,
    { file },
  )
}

function parseRow(text: string): JsonRow | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as JsonRow) : undefined
  } catch {
    return undefined
  }
}

function cellOf(row: JsonRow, key: string, place: number): unknown {
  return Array.isArray(row)
    ? (row as readonly unknown[])[place]
    : (row as Readonly<Record<string, unknown>>)[key]
}

/** A cell as CSV would hold it: null and a key that is not there are empty. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** Starts the scan of one file; `expectedRows` sizes the columns. */
export function scanJson(plan: JsonPlan, findings: Findings, expectedRows: number): LineScan {
  const rows = createRowColumns(expectedRows)
  const names = createNames(knownNames(plan))
  const width = plan.header.length
  const row: Row = { starts: new Int32Array(width), ends: new Int32Array(width), fields: width, line: 0 }
  const readRow = rowReader({ plan, findings, row, rows, names })
  const used = usedColumns(plan)
  const cells = new Uint8Array(3 * MAX_LINE_BYTES)
  const encoder = new TextEncoder()
  const decoder = new TextDecoder('utf-8', { fatal: true })

  const take = (bytes: Uint8Array, line: number): void => {
    row.line = line
    const value = decodeRow(decoder, bytes)
    if (value === 'blank') return
    if (value === undefined) return reportShape('the line is not one whole JSON object or array')
    if (Array.isArray(value) && value.length !== width) {
      return reportShape(`the row has ${value.length} values, the first ${width}`)
    }
    let at = 0
    row.starts.fill(0)
    row.ends.fill(0)
    for (const column of used) {
      row.starts[column] = at
      const text = cellText(cellOf(value, plan.header[column]!, column))
      at += encoder.encodeInto(text, cells.subarray(at)).written
      row.ends[column] = at
    }
    row.fields = width
    readRow(cells)
  }
  const reportShape = (text: string): void => {
    const { file, instrument } = plan
    findings.add('ROW_SHAPE', () => ({ file, line: row.line, instrument, time: null, text }))
  }
  const push = plan.isArray ? scanElements(plan.file, take).push : linePusher(plan.file, take)
  return { push, rows, names: names.list }
}

function linePusher(file: string, take: (bytes: Uint8Array, line: number) => void): LineScan['push'] {
  let line = 0
  return (bytes, isLast) => {
    let start = 0
    for (;;) {
      const end = bytes.indexOf(LF, start)
      if ((end < 0 ? bytes.length : end) - start > MAX_LINE_BYTES) throw lineTooLong(file, line + 1)
      if (end < 0 && !isLast) return start
      line++
      take(bytes.subarray(start, end < 0 ? bytes.length : end), line)
      if (end < 0) return bytes.length
      start = end + 1
    }
  }
}

/** Indexes of the columns that are read. */
function usedColumns({ columns: { time, timeOfDay, instrument, values } }: TablePlan): number[] {
  const own =
    values.kind === 'closes'
      ? values.indexes
      : [values.open, values.high, values.low, values.close, values.volume]
  return [...new Set([time, timeOfDay, instrument, ...own])].filter((index) => index !== null)
}

function decodeRow(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
): JsonRow | 'blank' | undefined {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return undefined
  }
  return text.trim() === '' ? 'blank' : parseRow(text)
}
