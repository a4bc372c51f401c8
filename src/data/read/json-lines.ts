/**
 * JSON lines: one object a line, its keys the columns. Each object is laid out as the cells of a row, so that names, times
 * and numbers are read, checked and reported exactly as those of a CSV file. About 2 us a row.
 */
import { DataError } from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import { type LineScan, lineTooLong, MAX_LINE_BYTES } from './line-scan.ts'
import { createNames } from './names.ts'
import { knownNames, type Row, rowReader } from './row-cells.ts'
import { createRowColumns } from './row-columns.ts'
import { planTable, type TableOptions, type TablePlan } from './table-plan.ts'
import { decodeHead } from './text-head.ts'

const SAMPLE_ROWS = 200
const LF = 10

export interface JsonLinesPlan extends TablePlan {
  /** Bytes before the first line: those of a byte order mark. */
  readonly firstRowAt: number
}

type JsonRow = Readonly<Record<string, unknown>>

/**
 * Plans the reading of a file of JSON lines from its first bytes. The columns are the keys of the first 200 objects.
 * Throws `DataError` EMPTY_FILE, NOT_TEXT, NOT_JSON_LINES and what `planTable` throws.
 */
export function planJsonLines(file: string, head: Uint8Array, options: TableOptions): JsonLinesPlan {
  const { text, markBytes } = decodeHead(file, head)
  const lines = text.split('\n', SAMPLE_ROWS + 1)
  // Without its end the last line may be cut.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines
  const rows = whole.map(parseRow).filter((row) => row !== undefined)
  if (rows.length === 0) {
    throw new DataError(
      'NOT_JSON_LINES',
      `${file} must hold JSON lines (one whole object a line), but its first lines are none. Write each object on a line of its own.`,
      { file },
    )
  }
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => header.map((key) => cellText(row[key])))
  return { ...planTable({ file, header, rows: cells }, options), firstRowAt: markBytes }
}

function parseRow(line: string): JsonRow | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonRow)
      : undefined
  } catch {
    return undefined
  }
}

/** A cell as CSV would hold it: null and a key that is not there are empty. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** Starts the scan of one file; `expectedRows` sizes the columns. */
export function scanJsonLines(plan: JsonLinesPlan, findings: Findings, expectedRows: number): LineScan {
  const rows = createRowColumns(expectedRows)
  const names = createNames(knownNames(plan))
  const width = plan.header.length
  const row: Row = { starts: new Int32Array(width), ends: new Int32Array(width), fields: width, line: 0 }
  const readRow = rowReader({ plan, findings, row, rows, names })
  const used = usedColumns(plan)
  const cells = new Uint8Array(3 * MAX_LINE_BYTES)
  const encoder = new TextEncoder()
  const decoder = new TextDecoder('utf-8', { fatal: true })

  const readLine = (bytes: Uint8Array): void => {
    const value = decodeRow(decoder, bytes)
    if (value === 'blank') return
    if (value === undefined) {
      findings.add('ROW_SHAPE', () => ({
        file: plan.file,
        line: row.line,
        instrument: plan.instrument,
        time: null,
        text: 'the line is not one whole JSON object',
      }))
      return
    }
    let at = 0
    row.starts.fill(0)
    row.ends.fill(0)
    for (const column of used) {
      row.starts[column] = at
      at += encoder.encodeInto(cellText(value[plan.header[column]!]), cells.subarray(at)).written
      row.ends[column] = at
    }
    row.fields = width
    readRow(cells)
  }
  const push = (bytes: Uint8Array, isLast: boolean): number => {
    let start = 0
    for (;;) {
      const end = bytes.indexOf(LF, start)
      if ((end < 0 ? bytes.length : end) - start > MAX_LINE_BYTES) throw lineTooLong(plan.file, row.line + 1)
      if (end < 0 && !isLast) return start
      row.line++
      readLine(bytes.subarray(start, end < 0 ? bytes.length : end))
      if (end < 0) return bytes.length
      start = end + 1
    }
  }
  return { push, rows, names: names.list }
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
