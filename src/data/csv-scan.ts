/**
 * Rows of a planned CSV file into typed columns, byte by byte: no text is made but for names and messages.
 * A row that cannot be read is a finding with its line and is left out; the scan goes on, so that one import shows all
 * that is wrong. Hot path: about 0.4 us a row of seven fields.
 */
import { DataError } from '../model/index.ts'
import type { CsvPlan } from './csv-plan.ts'
import { classifyNumber, parseDecimal, textOf } from './decimal.ts'
import { type FindingCode, type Findings, safeIso } from './findings.ts'
import { createNames } from './names.ts'
import { createRowColumns, type RowColumns } from './row-columns.ts'
import { timeParser } from './time-formats.ts'
import { localTimeIn, REPEATED, SKIPPED } from './time-zone.ts'

const LF = 10
const CR = 13
const QUOTE = 34
/** No bar needs a longer line; a file without line ends is refused before it fills the memory. */
const MAX_LINE_BYTES = 1 << 16

export interface CsvScan {
  /** Reads whole lines from the front of `bytes`; returns how many bytes were used. `isLast` also reads a line without end. */
  readonly push: (bytes: Uint8Array, isLast: boolean) => number
  readonly rows: RowColumns
  /** Instrument names in the order they appear; `rows.instrument` indexes them. */
  readonly names: readonly string[]
}

interface Row {
  readonly starts: Int32Array
  readonly ends: Int32Array
  fields: number
  line: number
}

/** Starts the scan of one file; `expectedRows` sizes the columns. */
export function scanCsv(plan: CsvPlan, findings: Findings, expectedRows: number): CsvScan {
  const rows = createRowColumns(expectedRows)
  const width = plan.header.length
  const row: Row = {
    starts: new Int32Array(width + 1),
    ends: new Int32Array(width + 1),
    fields: 0,
    line: plan.firstLine - 1,
  }
  const names = createNames(plan.instrument)
  const readRow = rowReader({ plan, findings, row, rows, names })
  const delimiter = plan.delimiter.charCodeAt(0)
  let nextLine = plan.firstLine

  const push = (bytes: Uint8Array, isLast: boolean): number => {
    const length = bytes.length
    let used = 0
    while (used < length) {
      // One line: the ends of its fields. Fields beyond the header's are counted, their places are not kept.
      let at = used
      let fields = 0
      let start = at
      let newlines = 0
      let isOpen = true
      while (at < length) {
        const byte = bytes[at]!
        if (byte === delimiter) {
          if (fields < width) {
            row.starts[fields] = start
            row.ends[fields] = at
          }
          fields++
          start = at + 1
        } else if (byte === LF) {
          isOpen = false
          break
        } else if (byte === QUOTE && at === start) {
          at++
          while (at < length && (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE)) {
            if (bytes[at] === QUOTE) at++
            else if (bytes[at] === LF) newlines++
            at++
          }
        }
        at++
      }
      if (at - used > MAX_LINE_BYTES) throw lineTooLong(plan.file, nextLine)
      if (isOpen && !isLast) return used
      const end = Math.min(at, length)
      const fieldEnd = end > start && bytes[end - 1] === CR ? end - 1 : end
      if (fields < width) {
        row.starts[fields] = start
        row.ends[fields] = fieldEnd
      }
      fields++
      row.fields = fields
      row.line = nextLine
      nextLine += 1 + newlines
      if (fields > 1 || !isBlank(bytes, start, fieldEnd)) readRow(bytes)
      used = isOpen ? length : at + 1
    }
    return used
  }
  return { push, rows, names: names.list }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 32 && bytes[at] !== 9) return false
  return true
}

interface RowReader {
  readonly plan: CsvPlan
  readonly findings: Findings
  readonly row: Row
  readonly rows: RowColumns
  readonly names: ReturnType<typeof createNames>
}

/** Reads the fields that `row` marks in the bytes into the next row of the columns. */
function rowReader({ plan, findings, row, rows, names }: RowReader): (bytes: Uint8Array) => void {
  const { columns, header } = plan
  const readTime = timeReader(plan, row)
  const width = header.length
  const numbers = [columns.open, columns.high, columns.low, columns.close, columns.volume ?? -1]
  const values = new Float64Array(5)

  return (bytes) => {
    if (row.fields !== width) {
      report(bytes, 'ROW_SHAPE', `the row has ${row.fields} fields, the header ${width}`)
      return
    }
    trimFields(bytes, row)
    const instrument =
      columns.instrument === null
        ? 0
        : names.indexOf(bytes, row.starts[columns.instrument]!, row.ends[columns.instrument]!)
    if (instrument < 0) {
      const isEmpty = row.starts[columns.instrument!] === row.ends[columns.instrument!]
      const text = isEmpty
        ? `${header[columns.instrument!]} is empty`
        : 'the name is not UTF-8, too long or not printable'
      report(bytes, isEmpty ? 'EMPTY_VALUE' : 'BAD_TEXT', text)
      return
    }
    const timeMs = readTime(bytes)
    // NaN, SKIPPED and REPEATED.
    if (!Number.isFinite(timeMs)) {
      reportTime(bytes, timeMs)
      return
    }
    for (let n = 0; n < 5; n++) {
      const column = numbers[n]!
      if (column < 0) {
        values[n] = 0
        continue
      }
      const value = parseDecimal(bytes, row.starts[column]!, row.ends[column]!)
      if (value !== value) {
        reportNumber(bytes, column, timeMs)
        return
      }
      values[n] = value
    }
    rows.add(instrument, row.line, timeMs, values)
  }

  function cell(bytes: Uint8Array, column: number): string {
    return textOf(bytes, row.starts[column]!, Math.min(row.ends[column]!, row.starts[column]! + 60))
  }

  function instrumentText(bytes: Uint8Array): string | null {
    if (row.fields !== width) return plan.instrument
    return columns.instrument === null ? plan.instrument : cell(bytes, columns.instrument)
  }

  function report(bytes: Uint8Array, code: FindingCode, text: string, time?: string): void {
    findings.add(code, () => ({
      file: plan.file,
      line: row.line,
      instrument: instrumentText(bytes),
      time: time ?? (row.fields === width ? cell(bytes, columns.time) : null),
      text,
    }))
  }

  function reportTime(bytes: Uint8Array, verdict: number): void {
    const clock = columns.timeOfDay === null ? '' : ` ${cell(bytes, columns.timeOfDay)}`
    const text = `${cell(bytes, columns.time)}${clock}`
    if (text.trim() === '') report(bytes, 'EMPTY_VALUE', `${header[columns.time] || 'the time'} is empty`)
    else if (verdict === SKIPPED) {
      report(bytes, 'LOCAL_TIME_SKIPPED', `${text} does not exist in ${plan.timeZone} (clocks went forward)`)
    } else if (verdict === REPEATED) {
      report(bytes, 'LOCAL_TIME_REPEATED', `${text} happened twice in ${plan.timeZone} (clocks went back)`)
    } else report(bytes, 'BAD_TIME', `'${text}' is not ${describeForm(plan)}`)
  }

  function reportNumber(bytes: Uint8Array, column: number, timeMs: number): void {
    const text = cell(bytes, column)
    const name = header[column]
    switch (classifyNumber(text)) {
      case 'empty':
        return report(bytes, 'EMPTY_VALUE', `${name} is empty`, safeIso(timeMs))
      case 'not-finite':
        return report(bytes, 'NOT_FINITE', `${name} is ${text}`, safeIso(timeMs))
      case 'not-a-number': {
        const hint = /^\s*[-+]?[\d.]*\d,\d+\s*$/.test(text) ? ' (a comma is no decimal point here)' : ''
        return report(bytes, 'BAD_NUMBER', `${name} is '${text}'${hint}`, safeIso(timeMs))
      }
    }
  }
}

/** Blanks around a field and its quotes do not belong to it. */
function trimFields(bytes: Uint8Array, row: Row): void {
  for (let n = 0; n < row.fields; n++) {
    let start = row.starts[n]!
    let end = row.ends[n]!
    while (start < end && bytes[start] === 32) start++
    while (end > start && bytes[end - 1] === 32) end--
    if (end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE) {
      start++
      end--
      while (start < end && bytes[start] === 32) start++
      while (end > start && bytes[end - 1] === 32) end--
    }
    row.starts[n] = start
    row.ends[n] = end
  }
}

/** The row's time: epoch ms, NaN, SKIPPED or REPEATED. */
function timeReader(plan: CsvPlan, row: Row): (bytes: Uint8Array) => number {
  const { columns, time } = plan
  const parse = timeParser(time)
  const toInstant = localTimeIn(plan.timeZone)
  if (columns.timeOfDay === null) {
    return (bytes) => toInstant(parse(bytes, row.starts[columns.time]!, row.ends[columns.time]!))
  }
  const joined = new Uint8Array(64)
  const { timeOfDay } = columns
  return (bytes) => {
    const date = bytes.subarray(row.starts[columns.time]!, row.ends[columns.time]!)
    const clock = bytes.subarray(row.starts[timeOfDay]!, row.ends[timeOfDay]!)
    if (date.length + clock.length > 60) return Number.NaN
    joined.set(date)
    joined[date.length] = 32
    joined.set(clock, date.length + 1)
    return toInstant(parse(joined, 0, date.length + 1 + clock.length))
  }
}

function describeForm({ time }: CsvPlan): string {
  if (time.kind === 'epoch') return `an epoch time in ${time.unit} (at a whole millisecond)`
  const date = { ymd: 'YYYY-MM-DD', mdy: 'MM/DD/YYYY', dmy: 'DD/MM/YYYY' }[time.order]
  return `a ${date}${time.hasTime ? ' HH:MM[:SS]' : ''}${time.hasZone ? ' with its zone' : ''} like the rows before it`
}

function lineTooLong(file: string, line: number): DataError {
  return new DataError(
    'LINE_TOO_LONG',
    `A line must be shorter than ${MAX_LINE_BYTES} bytes, but line ${line} of ${file} is longer (a quote that never closes, or no line ends?). Nothing was sealed.`,
    { file, line },
  )
}
