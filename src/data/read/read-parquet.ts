/**
 * Rows of a Parquet file through DuckDB, chunk by chunk into typed columns. Columns are found and times understood by the
 * same plan as those of a CSV file, from the first rows as text. Where a message says a line, it is the row's number.
 */
import type { DuckDBConnection, DuckDBDataChunk, Json } from '@duckdb/node-api'
import { DataError, InvariantError } from '../../model/index.ts'
import { type FindingCode, type Findings, safeIso } from '../findings.ts'
import { sqlName, sqlText, vectorValues, withDuckDb } from './duckdb.ts'
import type { ReadRequest, ReadTable } from './read-text.ts'
import { createRowColumns, type RowColumns } from './row-columns.ts'
import { readSource, type SourceFile } from './source-file.ts'
import { planTable, type TablePlan } from './table-plan.ts'
import { type TimeForm, timeParser } from './time-formats.ts'
import { type LocalTime, localTimeIn, REPEATED, SKIPPED } from './time-zone.ts'

const SAMPLE_ROWS = 200
const MOST_EXPECTED_ROWS = 1 << 25

/** Reads a Parquet file. Throws `DataError` BAD_PARQUET, NO_ROWS and what `planTable` throws. */
export async function readParquet(file: SourceFile, request: ReadRequest): Promise<ReadTable> {
  const source = readSource(file)
  for await (const _ of source.pieces);
  const sha256 = source.sha256()
  try {
    return await withDuckDb(async (connection) => {
      const from = `read_parquet(${sqlText(file.path)})`
      const { plan, types, rowCount } = await planParquet(connection, { file, from, request })
      const names = await instrumentNames(connection, plan, from)
      const rows = createRowColumns(Math.min(rowCount, MOST_EXPECTED_ROWS))
      const result = await connection.stream(`SELECT ${projection(plan, types)} FROM ${from}`)
      const takeChunk = chunkReader({ plan, names, findings: request.findings, rows })
      for (let first = 1; ; ) {
        const chunk = await result.fetchChunk()
        if (chunk === null || chunk.rowCount === 0) break
        takeChunk(chunk, first)
        first += chunk.rowCount
        request.onProgress({ bytesRead: (file.bytes * (first - 1)) / rowCount, rows: rows.count() })
      }
      return { format: 'parquet', plan, names, columns: rows.columns(), sha256 }
    })
  } catch (error) {
    // DuckDB's own are plain errors; all others are ours.
    if (!(error instanceof Error) || error.constructor !== Error) throw error
    throw new DataError(
      'BAD_PARQUET',
      `${file.name} must be a whole Parquet file with numbers for prices, but it cannot be read: ${error.message.split('\n')[0]}`,
      { file: file.name },
      error,
    )
  }
}

interface Planning {
  readonly file: SourceFile
  readonly from: string
  readonly request: ReadRequest
}

async function planParquet(
  connection: DuckDBConnection,
  { file, from, request }: Planning,
): Promise<{ plan: TablePlan; types: readonly string[]; rowCount: number }> {
  const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)).getRowsJson()
  const header = described.map(([name]) => cellText(name))
  const types = described.map(([, type]) => cellText(type))
  const count = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${from}`)
  const rowCount = Number(count.getRowsJson()[0]?.[0])
  if (rowCount === 0) {
    throw new DataError('NO_ROWS', `${file.name} must hold at least one row, but it has none.`, {
      file: file.name,
    })
  }
  const texts = header.map((name) => `${sqlName(name)}::VARCHAR`)
  const sample = await connection.runAndReadAll(
    `SELECT ${texts.join(', ')} FROM ${from} LIMIT ${SAMPLE_ROWS}`,
  )
  const rows = sample.getRowsJson().map((row) => row.map(cellText))
  return { plan: planTable({ file: file.name, header, rows }, request.options), types, rowCount }
}

/** A cell that DuckDB gives as text or, where there is no value, as null. */
function cellText(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** The file's instruments, numbered by an SQL enum `instrument_name` of the same order. */
async function instrumentNames(
  connection: DuckDBConnection,
  { columns, header, instrument }: TablePlan,
  from: string,
): Promise<string[]> {
  if (columns.instrument === null) return [instrument!]
  const name = `trim(${sqlName(header[columns.instrument]!)}::VARCHAR)`
  const distinct = await connection.runAndReadAll(
    `SELECT DISTINCT ${name} AS name FROM ${from} WHERE name IS NOT NULL ORDER BY name`,
  )
  const names = distinct.getRowsJson().map(([name]) => cellText(name))
  if (names.length > 0) {
    await connection.run(`CREATE TYPE instrument_name AS ENUM (${names.map(sqlText).join(', ')})`)
  }
  return names
}

const VALUES = ['open', 'high', 'low', 'close', 'volume'] as const
const ROLES = ['time', 'instrument', ...VALUES] as const

function columnOf({ file, columns }: TablePlan, role: (typeof ROLES)[number]): number | null {
  if (role === 'time' || role === 'instrument') return columns[role]
  if (columns.values.kind === 'bars') return columns.values[role]
  throw new InvariantError('WIDE_PARQUET', `${file} is planned as a wide table, which Parquet is never.`)
}

/** Instrument's code, bits of what is null, open to volume, and last the time as a number or as text. */
function projection(plan: TablePlan, types: readonly string[]): string {
  const { columns, header, time } = plan
  const column = (index: number): string => sqlName(header[index]!)
  const nulls = ROLES.flatMap((role, bit) => {
    const index = columnOf(plan, role)
    return index === null ? [] : [`(CASE WHEN ${column(index)} IS NULL THEN ${2 ** bit} ELSE 0 END)`]
  })
  const number = (index: number | null): string =>
    index === null ? '0::DOUBLE' : `coalesce(${column(index)}::DOUBLE, 0)`
  return [
    columns.instrument === null
      ? '0::UTINYINT'
      : `trim(${column(columns.instrument)}::VARCHAR)::instrument_name`,
    `(${nulls.join(' + ')})::UTINYINT`,
    ...VALUES.map((role) => number(columnOf(plan, role))),
    timeExpression(column(columns.time), types[columns.time]!, time) ??
      [columns.time, columns.timeOfDay]
        .filter((index) => index !== null)
        .map((index) => `trim(${column(index)}::VARCHAR)`)
        .join(" || ' ' || "),
  ].join(', ')
}

/** Ms as a double, where the column's type says what its values are; else undefined: they are read as text. */
function timeExpression(name: string, type: string, time: TimeForm): string | undefined {
  const value = `${name}`
  if (type === 'DATE' && time.kind === 'calendar' && !time.hasTime) {
    return `coalesce(epoch_ms(${value}::TIMESTAMP)::DOUBLE, 0)`
  }
  if (type === 'TIMESTAMP_NS') return wholeAndRest(`epoch_ns(${value})`, 1_000_000)
  if (type.startsWith('TIMESTAMP')) return wholeAndRest(`epoch_us(${value})`, 1_000)
  if (time.kind !== 'epoch' || !/INT|DOUBLE/.test(type)) return undefined
  if (time.unit === 's') return `coalesce(${value}::DOUBLE * 1000, 0)`
  if (time.unit === 'ms') return `coalesce(${value}::DOUBLE, 0)`
  return wholeAndRest(`${value}::HUGEINT`, time.unit === 'us' ? 1_000 : 1_000_000)
}

/** An integer divided without rounding: whole milliseconds stay whole. */
function wholeAndRest(integer: string, perMs: number): string {
  return `coalesce((${integer} // ${perMs})::DOUBLE + (${integer} % ${perMs})::DOUBLE / ${perMs}, 0)`
}

interface ChunkContext {
  readonly plan: TablePlan
  readonly names: readonly string[]
  readonly findings: Findings
  readonly rows: RowColumns
}

/** Adds a chunk's rows, the first of which has the number `first`. */
function chunkReader(context: ChunkContext): (chunk: DuckDBDataChunk, first: number) => void {
  const { plan, rows } = context
  const values = new Float64Array(5)
  const toInstant = localTimeIn(plan.timeZone)
  return (chunk, first) => {
    const column = (index: number): ReturnType<typeof vectorValues> =>
      vectorValues(chunk.getColumnVector(index))
    const instrument = column(0)
    const nulls = column(1)
    const prices = [2, 3, 4, 5, 6].map(column)
    const times = chunkTimes(chunk, plan, toInstant)
    for (let row = 0; row < chunk.rowCount; row++) {
      const place = { context, row: first + row, instrument: instrument[row]! }
      if (nulls[row] !== 0) {
        reportNull(place, nulls[row]!)
        continue
      }
      const timeMs = times[row]!
      if (!Number.isFinite(timeMs)) {
        reportTime(place, timeMs)
        continue
      }
      for (let n = 0; n < 5; n++) values[n] = prices[n]![row]!
      const bad = values.findIndex((value) => !Number.isFinite(value))
      if (bad >= 0) report(place, 'NOT_FINITE', `${ROLES[bad + 2]} is ${values[bad]}`, safeIso(timeMs))
      else rows.add(instrument[row]!, first + row, timeMs, values)
    }
  }
}

const TIME_COLUMN = 7

/** Epoch ms of a chunk's rows, NaN, SKIPPED or REPEATED. */
function chunkTimes(chunk: DuckDBDataChunk, plan: TablePlan, toInstant: LocalTime): Float64Array {
  const vector = chunk.getColumnVector(TIME_COLUMN)
  const times = new Float64Array(chunk.rowCount)
  const { items } = vector as unknown as { readonly items?: unknown }
  if (items instanceof Float64Array) {
    for (let row = 0; row < times.length; row++) times[row] = toInstant(items[row]!)
    return times
  }
  const parse = timeParser(plan.time)
  const encoder = new TextEncoder()
  for (let row = 0; row < times.length; row++) {
    const text = vector.getItem(row)
    // A null is reported before its time is looked at.
    const bytes = encoder.encode(typeof text === 'string' ? text : '')
    times[row] = toInstant(parse(bytes, 0, bytes.length))
  }
  return times
}

interface RowPlace {
  readonly context: ChunkContext
  readonly row: number
  readonly instrument: number
}

function report(
  { context, row, instrument }: RowPlace,
  code: FindingCode,
  text: string,
  time: string | null,
): void {
  context.findings.add(code, () => ({
    file: context.plan.file,
    line: row,
    instrument: context.names[instrument] ?? null,
    time,
    text,
  }))
}

function reportNull(place: RowPlace, bits: number): void {
  const role = ROLES.find((_, bit) => Math.floor(bits / 2 ** bit) % 2 === 1)
  if (role === undefined) throw new InvariantError('NULL_BITS', `No column answers to null bits ${bits}.`)
  const index = columnOf(place.context.plan, role)
  report(place, 'EMPTY_VALUE', `${index === null ? role : place.context.plan.header[index]} is empty`, null)
}

function reportTime(place: RowPlace, verdict: number): void {
  const { header, columns, timeZone } = place.context.plan
  const name = header[columns.time]
  if (verdict === SKIPPED) {
    report(place, 'LOCAL_TIME_SKIPPED', `${name} does not exist in ${timeZone} (clocks went forward)`, null)
  } else if (verdict === REPEATED) {
    report(place, 'LOCAL_TIME_REPEATED', `${name} happened twice in ${timeZone} (clocks went back)`, null)
  } else report(place, 'BAD_TIME', `${name} cannot be read in the form of the rows before it`, null)
}
