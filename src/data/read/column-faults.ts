/** What is said of a row of columns that cannot be read. */
import { type FindingCode, type Findings, safeIso } from '../findings.ts'
import type { ChunkColumn, ColumnInfo } from './column-file.ts'
import { cellText } from './column-times.ts'
import type { TablePlan } from './table-plan.ts'
import { REPEATED, SKIPPED } from './time-zone.ts'

/** A row that is being read. */
export interface RowPlace {
  readonly plan: TablePlan
  readonly infos: readonly ColumnInfo[]
  readonly findings: Findings
  /** Number of the row in the file. */
  readonly line: number
  /** Row of the chunk. */
  readonly row: number
  /** Name of its instrument, where it has one. */
  readonly instrument: string | null
  readonly timeColumns: readonly ChunkColumn[]
}

export function isMissing({ isNull }: ChunkColumn, row: number): boolean {
  return isNull !== null && isNull[row] === 1
}

export function report(
  { findings, plan, line, instrument }: RowPlace,
  code: FindingCode,
  { text, time }: { readonly text: string; readonly time: string | null },
): void {
  findings.add(code, () => ({ file: plan.file, line, instrument, time, text }))
}

/** The row's time as the file says it. */
export function timeText({ plan, infos, timeColumns, row }: RowPlace): string {
  const indexes = [plan.columns.time, plan.columns.timeOfDay].filter((index) => index !== null)
  return indexes
    .map((index, n) => cellText(timeColumns[n]!, row, infos[index]!))
    .join(' ')
    .trim()
}

export function reportTime(place: RowPlace, verdict: number): void {
  const { header, columns, timeZone } = place.plan
  const time = timeText(place)
  const say = (code: FindingCode, text: string): void => report(place, code, { text, time: time || null })
  if (place.timeColumns.some((column) => isMissing(column, place.row)) || time === '') {
    say('EMPTY_VALUE', `${header[columns.time] || 'the time'} is empty`)
  } else if (verdict === SKIPPED) {
    say('LOCAL_TIME_SKIPPED', `${time} does not exist in ${timeZone} (clocks went forward)`)
  } else if (verdict === REPEATED) {
    say('LOCAL_TIME_REPEATED', `${time} happened twice in ${timeZone} (clocks went back)`)
  } else say('BAD_TIME', `'${time}' is no time in the form of the rows before it`)
}

export function reportName(place: RowPlace, column: ChunkColumn): void {
  const index = place.plan.columns.instrument!
  const name = place.plan.header[index]
  const text = cellText(column, place.row, place.infos[index]!)
  if (text === '') report(place, 'EMPTY_VALUE', { text: `${name} is empty`, time: timeText(place) })
  else
    report(place, 'BAD_TEXT', {
      text: `${name} is longer than 64 bytes or not printable`,
      time: timeText(place),
    })
}

/** A number that is missing or not finite. */
export function reportNumber(
  place: RowPlace,
  { name, column, timeMs }: { readonly name: string; readonly column: ChunkColumn; readonly timeMs: number },
): void {
  const time = safeIso(timeMs)
  if (isMissing(column, place.row)) report(place, 'EMPTY_VALUE', { text: `${name} is empty`, time })
  else report(place, 'NOT_FINITE', { text: `${name} is ${numbersOf(column)[place.row]}`, time })
}

/** The values of a column that was read as numbers. */
export function numbersOf(column: ChunkColumn): Float64Array {
  return (column as ChunkColumn & { kind: 'numbers' }).values
}
