/**
 * Rows of columns, from any backend or from memory: planned from their first rows as text by the same plan as a CSV file,
 * then taken over chunk by chunk. A chunk without a fault is copied whole; else each of its rows is looked at, and one
 * that cannot be read is a finding with its number (the first row being 1) and is left out.
 */
import { DataError } from '../../model/index.ts'
import { type Findings, safeIso } from '../findings.ts'
import {
  isMissing,
  numbersOf,
  type RowPlace,
  report,
  reportName,
  reportNumber,
  reportTime,
  timeText,
} from './column-faults.ts'
import type { ChunkColumn, ColumnChunk, ColumnFile, ColumnInfo, WantedColumn } from './column-file.ts'
import { type ColumnNames, columnNames, NO_NAME } from './column-names.ts'
import { cellText, columnTimes, textual } from './column-times.ts'
import type { BarColumns, CloseColumns } from './columns.ts'
import { createInstants, noteRepeated } from './instants.ts'
import { createRowColumns, type RawColumns, type RowColumns } from './row-columns.ts'
import { planTable, type TableHead, type TableOptions, type TablePlan } from './table-plan.ts'
import { REPEATED } from './time-zone.ts'

const SAMPLE_ROWS = 200
const MOST_EXPECTED_ROWS = 1 << 25
const VALUES = ['open', 'high', 'low', 'close', 'volume'] as const

export interface ColumnsRequest {
  readonly options: TableOptions
  readonly findings: Findings
  /** `share` of the rows, 0 to 1. */
  readonly onProgress: (progress: { readonly share: number; readonly rows: number }) => void
}

export interface ReadColumns {
  readonly plan: TablePlan
  readonly names: readonly string[]
  readonly columns: RawColumns
}

/** Reads all rows. Throws `DataError` NO_ROWS, NOT_NUMBERS and what `planTable` throws. */
export async function readColumns(
  name: string,
  file: ColumnFile,
  { options, findings, onProgress }: ColumnsRequest,
): Promise<ReadColumns> {
  if (file.rowCount === 0) {
    throw new DataError('NO_ROWS', `${name} must hold at least one row, but it has none.`, { file: name })
  }
  const plan = planTable(await headOf(name, file), options)
  const rows = createRowColumns(Math.min(file.rowCount, MOST_EXPECTED_ROWS))
  const reading = startReading({ plan, infos: file.columns, findings, rows })
  let first = 1
  for await (const chunk of file.read(reading.wanted)) {
    reading.take(chunk, first)
    first += chunk.rows
    onProgress({ share: (first - 1) / file.rowCount, rows: rows.count() })
  }
  return { plan, names: reading.names.list, columns: rows.columns() }
}

async function headOf(name: string, file: ColumnFile): Promise<TableHead> {
  const known = [...file.columns.keys()].filter((index) => file.columns[index]!.type.kind !== 'other')
  const wanted = known.map((index) => textual(index, file.columns))
  const rows: string[][] = []
  for await (const chunk of file.read(wanted, SAMPLE_ROWS)) {
    for (let row = 0; row < chunk.rows; row++) {
      const texts = file.columns.map(() => '')
      for (const [n, index] of known.entries()) {
        texts[index] = cellText(chunk.columns[n]!, row, file.columns[index]!)
      }
      rows.push(texts)
    }
  }
  return { file: name, header: file.columns.map((column) => column.name), rows }
}

interface ReadingContext {
  readonly plan: TablePlan
  readonly infos: readonly ColumnInfo[]
  readonly findings: Findings
  readonly rows: RowColumns
}

interface Reading {
  readonly wanted: readonly WantedColumn[]
  readonly names: ColumnNames
  /** Adds a chunk's rows, the first of which has the number `first`. */
  readonly take: (chunk: ColumnChunk, first: number) => void
}

/** A chunk, its columns sorted by what they are for. */
interface Part {
  readonly rows: number
  /** Number of its first row. */
  readonly first: number
  readonly name: ChunkColumn | null
  /** Number of each row's instrument. */
  readonly codes: Uint32Array
  readonly timeColumns: readonly ChunkColumn[]
  /** Instants, or wall times as if they were UTC. */
  readonly timesMs: Float64Array
  /** Open to volume, or the closes of a wide table. */
  readonly numbers: readonly ChunkColumn[]
}

function startReading(context: ReadingContext): Reading {
  const { plan, infos } = context
  const { values, instrument } = plan.columns
  const names = columnNames(plan)
  const times = columnTimes(plan, infos)
  const numbers =
    values.kind === 'closes' ? values.indexes : VALUES.map((role) => values[role]).filter((n) => n !== null)
  for (const index of numbers) refuseOtherThanNumbers(plan, infos[index]!)
  const wanted: WantedColumn[] = [
    ...(instrument === null ? [] : [textual(instrument, infos)]),
    ...times.wanted,
    ...numbers.map((index): WantedColumn => ({ index, as: 'number' })),
  ]
  const takePart = values.kind === 'closes' ? closesTaker(context, values) : barsTaker(context, values, names)
  const take: Reading['take'] = ({ rows, columns }, first) => {
    const name = instrument === null ? null : columns[0]!
    const own = name === null ? columns : columns.slice(1)
    const timeColumns = own.slice(0, times.wanted.length)
    const timesMs = new Float64Array(rows)
    times.fill(timeColumns, timesMs)
    const codes = new Uint32Array(rows)
    if (name !== null) names.fill(name, infos[instrument!]!, codes)
    takePart({ rows, first, name, codes, timeColumns, timesMs, numbers: own.slice(times.wanted.length) })
  }
  return { wanted, names, take }
}

function refuseOtherThanNumbers({ file }: TablePlan, { name, type }: ColumnInfo): void {
  if (type.kind === 'float' || type.kind === 'integer' || type.kind === 'decimal') return
  const found = type.kind === 'other' ? 'of another type' : `of type ${type.kind}`
  throw new DataError(
    'NOT_NUMBERS',
    `Prices and volumes must be columns of numbers, but '${name}' in ${file} is ${found}. Convert it, or map another column.`,
    { file, column: name },
  )
}

/** The instant of a row, or null after it was reported why there is none. */
type InstantOf = (place: RowPlace, localMs: number, instrument: number | null) => number | null

function instantReader({ plan, rows }: ReadingContext): InstantOf {
  const instants = createInstants(plan)
  return (place, localMs, instrument) => {
    if (place.timeColumns.some((column) => isMissing(column, place.row))) {
      reportTime(place, Number.NaN)
      return null
    }
    let timeMs = instants.of(localMs)
    if (timeMs === REPEATED) {
      timeMs = instants.ofRepeated(localMs, () => rows.lastTimeMs(instrument))
      if (timeMs !== REPEATED) noteRepeated(place, { timeMs, text: timeText(place) })
    }
    if (Number.isFinite(timeMs)) return timeMs
    reportTime(place, timeMs)
    return null
  }
}

function barsTaker(
  context: ReadingContext,
  { volume }: BarColumns,
  names: ColumnNames,
): (part: Part) => void {
  const { plan, rows } = context
  const instants = createInstants(plan)
  const instantOf = instantReader(context)
  const values = new Float64Array(5)
  const divisor = plan.priceDivisor
  return (part) => {
    const instantsMs = instants.isPlain ? part.timesMs : part.timesMs.map(instants.of)
    if (isSound(part, instantsMs) && (divisor === 1 || part.numbers.slice(0, 4).every(areWhole))) {
      const columns = part.numbers.map(numbersOf)
      // A volume that the caller says is not there is recorded as 0.
      if (volume === null) columns.push(new Float64Array(part.rows))
      for (let n = 0; n < 4 && divisor !== 1; n++) columns[n] = columns[n]!.map((price) => price / divisor)
      rows.append(part.codes, part.first, instantsMs, columns)
      return
    }
    for (let row = 0; row < part.rows; row++) {
      const code = part.codes[row]!
      const instrument = code === NO_NAME ? null : names.list[code]!
      const place = { ...context, line: part.first + row, row, instrument, timeColumns: part.timeColumns }
      if (code === NO_NAME) {
        reportName(place, part.name!)
        continue
      }
      const timeMs = instantOf(place, part.timesMs[row]!, code)
      if (timeMs === null) continue
      for (const [n, column] of part.numbers.entries()) values[n] = numbersOf(column)[row]!
      if (volume === null) values[4] = 0
      const fault = part.numbers.findIndex(
        (column, n) => isMissing(column, row) || !Number.isFinite(values[n]),
      )
      if (fault >= 0) {
        reportNumber(place, { name: VALUES[fault]!, column: part.numbers[fault]!, timeMs })
        continue
      }
      const notWhole =
        divisor === 1 ? -1 : values.findIndex((value, n) => n < 4 && !Number.isSafeInteger(value))
      if (notWhole >= 0) {
        const text = `${VALUES[notWhole]} is ${values[notWhole]}, no whole number to divide by ${divisor}`
        report(place, 'BAD_NUMBER', { text, time: safeIso(timeMs) })
        continue
      }
      for (let n = 0; n < 4 && divisor !== 1; n++) values[n]! /= divisor
      rows.add(code, place.line, timeMs, values)
    }
  }
}

/** Whether no cell is missing and all numbers and instants are finite. */
function isSound({ name, codes, timeColumns, numbers }: Part, instantsMs: Float64Array): boolean {
  const all = name === null ? [...timeColumns, ...numbers] : [name, ...timeColumns, ...numbers]
  return (
    all.every(({ isNull }) => isNull === null) &&
    [instantsMs, ...numbers.map(numbersOf)].every((column) => areFinite(column, codes.length)) &&
    (name === null || !codes.includes(NO_NAME))
  )
}

function areFinite(values: Float64Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (!Number.isFinite(values[row]!)) return false
  return true
}

function areWhole(column: ChunkColumn): boolean {
  return numbersOf(column).every(Number.isSafeInteger)
}

function closesTaker(context: ReadingContext, { names }: CloseColumns): (part: Part) => void {
  const instantOf = instantReader(context)
  const values = new Float64Array(5)
  return (part) => {
    for (let row = 0; row < part.rows; row++) {
      const place = {
        ...context,
        line: part.first + row,
        row,
        instrument: null,
        timeColumns: part.timeColumns,
      }
      const timeMs = instantOf(place, part.timesMs[row]!, null)
      if (timeMs === null) continue
      for (const [n, column] of part.numbers.entries()) {
        // An empty cell is no bar.
        if (isMissing(column, row)) continue
        const close = numbersOf(column)[row]!
        if (Number.isFinite(close)) {
          values.fill(close, 0, 4)
          context.rows.add(n, place.line, timeMs, values)
        } else reportNumber({ ...place, instrument: names[n]! }, { name: names[n]!, column, timeMs })
      }
    }
  }
}
