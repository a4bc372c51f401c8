/** Which column of a header holds what: by the names that exports use, or by the caller's mapping. */
import { DataError, didYouMean, UsageError } from '../../model/index.ts'
import { isInstrumentName } from './names.ts'

export const COLUMN_ROLES = [
  'time',
  'timeOfDay',
  'instrument',
  'open',
  'high',
  'low',
  'close',
  'volume',
] as const
export type ColumnRole = (typeof COLUMN_ROLES)[number]

/** Role to header name; `none` for `volume` (there is none: 0 is recorded) and for `instrument` (one instrument a file). */
export type ColumnMapping = Readonly<Partial<Record<ColumnRole, string>>>

/** Index of each role's column; null where the file has none. */
export interface Columns {
  readonly time: number
  readonly timeOfDay: number | null
  readonly instrument: number | null
  readonly values: BarColumns | CloseColumns
}

/** A long table: a row is a bar. */
export interface BarColumns {
  readonly kind: 'bars'
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number | null
}

/** A wide table: a column an instrument, its cells closes. */
export interface CloseColumns {
  readonly kind: 'closes'
  readonly names: readonly string[]
  readonly indexes: readonly number[]
}

/** Names in `normalName` form, the better ones first. */
const KNOWN: Readonly<Record<ColumnRole, readonly string[]>> = {
  time: ['datetime', 'timestamp', 'tsms', 'ts', 'date', 'opentime', 'time', 'dt', 't', ''],
  timeOfDay: ['time'],
  instrument: ['symbol', 'ticker', 'instrument', 'sym', 'name'],
  open: ['open', 'openprice', 'o'],
  high: ['high', 'highprice', 'h'],
  low: ['low', 'lowprice', 'l'],
  close: ['close', 'closeprice', 'c'],
  volume: ['volume', 'vol', 'v'],
}
const ADJUSTED = ['adjclose', 'adjustedclose', 'closeadj', 'closeadjusted']

/** `<TICKER>`, `Adj Close`, `ts_ms` as ticker, adjclose, tsms. */
export function normalName(header: string): string {
  return header.toLowerCase().replace(/[\s_.<>"']/g, '')
}

export interface MatchedColumns {
  readonly columns: Columns
  /** Names of columns that hold an adjusted close: noted, never used silently. */
  readonly adjusted: readonly string[]
  /** Names of all other columns that are not read. */
  readonly ignored: readonly string[]
}

export interface ColumnOptions {
  readonly mapping: ColumnMapping
  /** Whether every column but the time's holds the closes of the instrument it is named after. */
  readonly isWide: boolean
  readonly file: string
}

/**
 * Finds each role's column. Throws `UsageError` UNKNOWN_COLUMN (a mapping names no column), MISSING_COLUMN, and
 * `DataError` REPEATED_COLUMN (a used name is there twice); each names the columns found.
 */
export function matchColumns(header: readonly string[], options: ColumnOptions): MatchedColumns {
  const { mapping, isWide, file } = options
  for (const role of Object.keys(mapping)) {
    if (!(COLUMN_ROLES as readonly string[]).includes(role)) {
      throw new UsageError(
        'UNKNOWN_COLUMN_ROLE',
        `A column mapping must be for one of ${COLUMN_ROLES.join(', ')}, but it is for '${role}'.${didYouMean(role, COLUMN_ROLES)}`,
        { role },
      )
    }
  }
  const find = (role: ColumnRole): number | null => {
    const wanted = mapping[role]
    return wanted === undefined ? findKnown(header, role, file) : findMapped(header, role, wanted, file)
  }
  const required = (role: ColumnRole): number => {
    const index = find(role)
    if (index === null) throw missingColumn(header, role, file)
    return index
  }
  const time = required('time')
  const timeOfDay = find('timeOfDay')
  const times = { time, timeOfDay: timeOfDay === time ? null : timeOfDay }
  if (isWide) return wideColumns(header, times, file)
  const bars = {
    kind: 'bars',
    open: required('open'),
    high: required('high'),
    low: required('low'),
    close: required('close'),
    volume: mapping.volume === 'none' ? find('volume') : required('volume'),
  } as const
  const columns: Columns = { ...times, instrument: find('instrument'), values: bars }
  const used = new Set<unknown>([time, columns.timeOfDay, columns.instrument, ...Object.values(bars)])
  const unused = header.filter((_, index) => !used.has(index))
  const adjusted = unused.filter((name) => ADJUSTED.includes(normalName(name)))
  return { columns, adjusted, ignored: unused.filter((name) => !adjusted.includes(name)) }
}

function wideColumns(
  header: readonly string[],
  times: Pick<Columns, 'time' | 'timeOfDay'>,
  file: string,
): MatchedColumns {
  const indexes = [...header.keys()].filter((index) => index !== times.time && index !== times.timeOfDay)
  const names = indexes.map((index) => header[index]!)
  const wrong = names.find((name, n) => !isInstrumentName(name) || names.indexOf(name) !== n)
  if (names.length === 0 || wrong !== undefined) {
    throw new DataError(
      'BAD_WIDE_HEADER',
      `Each column of a wide table must be named after another instrument, but ${file} has ${wrong === undefined ? 'only times' : `'${wrong.slice(0, 80)}' (empty, not printable or there twice)`}.`,
      { file, columns: header },
    )
  }
  return {
    columns: { ...times, instrument: null, values: { kind: 'closes', names, indexes } },
    adjusted: [],
    ignored: [],
  }
}

function findKnown(header: readonly string[], role: ColumnRole, file: string): number | null {
  const names = header.map(normalName)
  for (const known of KNOWN[role]) {
    // An empty name is the time's only where it is the first: the index column of a table export.
    const index = names.indexOf(known)
    if (index < 0 || (known === '' && index !== 0)) continue
    refuseRepeated(names, index, { header, file })
    return index
  }
  return null
}

function findMapped(
  header: readonly string[],
  role: ColumnRole,
  wanted: string,
  file: string,
): number | null {
  const exact = header.indexOf(wanted)
  const names = header.map(normalName)
  const index = exact >= 0 ? exact : names.indexOf(normalName(wanted))
  if (index >= 0) {
    if (exact < 0) refuseRepeated(names, index, { header, file })
    return index
  }
  if (wanted === 'none' && (role === 'volume' || role === 'instrument' || role === 'timeOfDay')) return null
  throw new UsageError(
    'UNKNOWN_COLUMN',
    `The column mapped to ${role} must be in ${file}, but there is no '${wanted}'.${didYouMean(wanted, header)} ${found(header)}`,
    { file, role, column: wanted, columns: header },
  )
}

function refuseRepeated(
  names: readonly string[],
  index: number,
  place: { readonly header: readonly string[]; readonly file: string },
): void {
  if (names.lastIndexOf(names[index]!) === index) return
  throw new DataError(
    'REPEATED_COLUMN',
    `Column names must differ, but ${place.file} has '${place.header[index]}' more than once. Rename one of them or map the column explicitly.`,
    { file: place.file, columns: place.header },
  )
}

function missingColumn(header: readonly string[], role: ColumnRole, file: string): UsageError {
  const near = didYouMean(
    role,
    header.filter((name) => name !== ''),
  )
  const remedy =
    role === 'volume'
      ? `Map it (volume=NAME), or say that there is none (volume=none).`
      : `Map it (${role}=NAME)${role === 'open' ? ', or say that the table is wide if each column is an instrument' : ''}.`
  const known = KNOWN[role].filter((name) => name !== '').join(', ')
  return new UsageError(
    'MISSING_COLUMN',
    `${file} must have a column for ${role}, but none is called one of ${known}.${near} ${found(header)} ${remedy}`,
    { file, role, columns: header },
  )
}

function found(header: readonly string[]): string {
  const shown = header.slice(0, 20).map((name) => `'${name.slice(0, 40)}'`)
  return `Columns found: ${shown.join(', ')}${header.length > 20 ? ` and ${header.length - 20} more` : ''}.`
}
