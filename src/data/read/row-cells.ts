/**
 * One row's cells into typed columns. A row that cannot be read is a finding with its line and is left out; the scan goes
 * on, so that one import shows all that is wrong with a file. Text is made only for names and messages.
 */

import { type FindingCode, type Findings, safeIso } from '../findings.ts'
import type { BarColumns, CloseColumns } from './columns.ts'
import { classifyNumber, parseDecimal, textOf } from './decimal.ts'
import { createInstants, noteRepeated } from './instants.ts'
import type { Names } from './names.ts'
import type { RowColumns } from './row-columns.ts'
import type { TablePlan } from './table-plan.ts'
import { timeParser } from './time-formats.ts'
import { REPEATED, SKIPPED } from './time-zone.ts'

const QUOTE = 34
const SHOWN_BYTES = 60

/** Where the fields of the current row lie in the bytes; `fields` may pass the length of the arrays. */
export interface Row {
  readonly starts: Int32Array
  readonly ends: Int32Array
  fields: number
  line: number
}

export interface RowContext {
  readonly plan: TablePlan
  readonly findings: Findings
  readonly row: Row
  readonly rows: RowColumns
  readonly names: Names
}

/** The names that are known before the first row is read. */
export function knownNames({ instrument, columns: { values } }: TablePlan): readonly string[] {
  if (values.kind === 'closes') return values.names
  return instrument === null ? [] : [instrument]
}

/** Reads the fields that `row` marks in the bytes into the next row of the columns. */
export function rowReader(context: RowContext): (bytes: Uint8Array) => void {
  const { values } = context.plan.columns
  return values.kind === 'bars' ? barReader(context, values) : closesReader(context, values)
}

function barReader(context: RowContext, columns: BarColumns): (bytes: Uint8Array) => void {
  const { plan, row, rows, names } = context
  const nameColumn = plan.columns.instrument
  const readTime = timeReader(context)
  const width = plan.header.length
  const numbers = [columns.open, columns.high, columns.low, columns.close, columns.volume ?? -1]
  const values = new Float64Array(5)
  const divisor = plan.priceDivisor

  return (bytes) => {
    if (row.fields !== width) return reportShape(context)
    trimFields(bytes, row)
    const instrument =
      nameColumn === null ? 0 : names.indexOf(bytes, row.starts[nameColumn]!, row.ends[nameColumn]!)
    if (instrument < 0) return reportName(context, bytes)
    const timeMs = readTime(bytes, instrument)
    // NaN, SKIPPED and REPEATED.
    if (!Number.isFinite(timeMs)) return reportTime(context, bytes, timeMs)
    for (let n = 0; n < 5; n++) {
      const column = numbers[n]!
      // A value of 0 stands for a volume that the caller says is not there.
      const value = column < 0 ? 0 : parseDecimal(bytes, row.starts[column]!, row.ends[column]!)
      if (Number.isNaN(value)) {
        return reportNumber(context, bytes, { column, timeMs, instrument: nameText(context, bytes) })
      }
      values[n] = value
    }
    if (divisor !== 1) {
      // A whole number divided once is the nearest double; a decimal would be rounded twice.
      const fault = values.findIndex((value, n) => n < 4 && !Number.isSafeInteger(value))
      if (fault >= 0) return reportNotWhole(context, bytes, { column: numbers[fault]!, timeMs })
      for (let n = 0; n < 4; n++) values[n]! /= divisor
    }
    rows.add(instrument, row.line, timeMs, values)
  }
}

/** A row of a wide table: a close an instrument, or none where the cell is empty. */
function closesReader(context: RowContext, { indexes, names }: CloseColumns): (bytes: Uint8Array) => void {
  const { plan, row, rows } = context
  const readTime = timeReader(context)
  const values = new Float64Array(5)
  return (bytes) => {
    if (row.fields !== plan.header.length) return reportShape(context)
    trimFields(bytes, row)
    const timeMs = readTime(bytes, null)
    if (!Number.isFinite(timeMs)) return reportTime(context, bytes, timeMs)
    for (let n = 0; n < indexes.length; n++) {
      const column = indexes[n]!
      if (row.starts[column] === row.ends[column]) continue
      const close = parseDecimal(bytes, row.starts[column]!, row.ends[column]!)
      if (Number.isNaN(close)) {
        reportNumber(context, bytes, { column, timeMs, instrument: names[n]! })
        continue
      }
      values.fill(close, 0, 4)
      rows.add(n, row.line, timeMs, values)
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

/** The row's time, its instrument being known or null in a wide table: epoch ms, NaN, SKIPPED or REPEATED. */
function timeReader(context: RowContext): (bytes: Uint8Array, instrument: number | null) => number {
  const { plan, row, rows, findings } = context
  const readLocal = localReader(plan, row)
  const instants = createInstants(plan)
  return (bytes, instrument) => {
    const localMs = readLocal(bytes)
    const timeMs = instants.of(localMs)
    if (timeMs !== REPEATED) return timeMs
    const chosen = instants.ofRepeated(localMs, () => rows.lastTimeMs(instrument))
    if (chosen !== REPEATED) {
      const name = instrument === null ? null : nameText(context, bytes)
      const place = { plan, findings, line: row.line, instrument: name }
      noteRepeated(place, { text: timeText(context, bytes), timeMs: chosen })
    }
    return chosen
  }
}

/** The row's time as it is written: ms of an epoch or of a wall time as if it were UTC. */
function localReader(plan: TablePlan, row: Row): (bytes: Uint8Array) => number {
  const { columns, time } = plan
  const parse = timeParser(time)
  if (columns.timeOfDay === null) {
    return (bytes) => parse(bytes, row.starts[columns.time]!, row.ends[columns.time]!)
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
    return parse(joined, 0, date.length + 1 + clock.length)
  }
}

interface Fault {
  readonly code: FindingCode
  readonly text: string
  readonly instrument: string | null
  readonly time: string | null
}

function add({ plan, findings, row }: RowContext, fault: Fault): void {
  findings.add(fault.code, () => ({
    file: plan.file,
    line: row.line,
    instrument: fault.instrument,
    time: fault.time,
    text: fault.text,
  }))
}

function cellText({ row }: RowContext, bytes: Uint8Array, column: number): string {
  return textOf(bytes, row.starts[column]!, Math.min(row.ends[column]!, row.starts[column]! + SHOWN_BYTES))
}

function nameText(context: RowContext, bytes: Uint8Array): string | null {
  const { plan } = context
  return plan.columns.instrument === null
    ? plan.instrument
    : cellText(context, bytes, plan.columns.instrument)
}

function timeText(context: RowContext, bytes: Uint8Array): string {
  const { time, timeOfDay } = context.plan.columns
  const clock = timeOfDay === null ? '' : ` ${cellText(context, bytes, timeOfDay)}`
  return `${cellText(context, bytes, time)}${clock}`.trim()
}

function reportShape(context: RowContext): void {
  const text = `the row has ${context.row.fields} fields, the header ${context.plan.header.length}`
  add(context, { code: 'ROW_SHAPE', text, instrument: context.plan.instrument, time: null })
}

function reportName(context: RowContext, bytes: Uint8Array): void {
  const column = context.plan.columns.instrument!
  const time = timeText(context, bytes)
  if (context.row.starts[column] === context.row.ends[column]) {
    const text = `${context.plan.header[column]} is empty`
    add(context, { code: 'EMPTY_VALUE', text, instrument: null, time })
  } else {
    const text = `${context.plan.header[column]} is not UTF-8, longer than 64 bytes or not printable`
    add(context, { code: 'BAD_TEXT', text, instrument: null, time })
  }
}

function reportTime(context: RowContext, bytes: Uint8Array, verdict: number): void {
  const { plan } = context
  const time = timeText(context, bytes)
  const instrument = nameText(context, bytes)
  const say = (code: FindingCode, text: string): void => add(context, { code, text, instrument, time })
  if (time === '') say('EMPTY_VALUE', `${plan.header[plan.columns.time] || 'the time'} is empty`)
  else if (verdict === SKIPPED) {
    say('LOCAL_TIME_SKIPPED', `${time} does not exist in ${plan.timeZone} (clocks went forward)`)
  } else if (verdict === REPEATED) {
    say('LOCAL_TIME_REPEATED', `${time} happened twice in ${plan.timeZone} (clocks went back)`)
  } else say('BAD_TIME', `'${time}' is not ${describeForm(plan)}`)
}

function describeForm({ time }: TablePlan): string {
  if (time.kind === 'since-midnight') return 'ms since midnight'
  if (time.kind === 'epoch') return `an epoch time in ${time.unit} at a whole millisecond`
  const date = { ymd: 'YYYY-MM-DD', mdy: 'MM/DD/YYYY', dmy: 'DD/MM/YYYY' }[time.order]
  return `a ${date}${time.hasTime ? ' HH:MM[:SS]' : ''}${time.hasZone ? ' with its zone' : ''} like the rows before it`
}

function reportNotWhole(
  context: RowContext,
  bytes: Uint8Array,
  { column, timeMs }: { readonly column: number; readonly timeMs: number },
): void {
  const { header, priceDivisor } = context.plan
  const text = `${header[column]} is '${cellText(context, bytes, column)}', no whole number to divide by ${priceDivisor}`
  add(context, { code: 'BAD_NUMBER', text, instrument: nameText(context, bytes), time: safeIso(timeMs) })
}

function reportNumber(
  context: RowContext,
  bytes: Uint8Array,
  {
    column,
    timeMs,
    instrument,
  }: { readonly column: number; readonly timeMs: number; readonly instrument: string | null },
): void {
  const text = cellText(context, bytes, column)
  const name = context.plan.header[column]
  const place = { instrument, time: safeIso(timeMs) }
  switch (classifyNumber(text)) {
    case 'empty':
      return add(context, { code: 'EMPTY_VALUE', text: `${name} is empty`, ...place })
    case 'not-finite':
      return add(context, { code: 'NOT_FINITE', text: `${name} is ${text}`, ...place })
    case 'not-a-number': {
      const hint = /^[-+]?[\d.]*\d,\d+$/.test(text) ? ' (a comma is no decimal point here)' : ''
      return add(context, { code: 'BAD_NUMBER', text: `${name} is '${text}'${hint}`, ...place })
    }
  }
}
