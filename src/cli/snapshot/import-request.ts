/** What the flags of `snapshot import` ask for; a value that is not known is answered with the nearest that is. */
import {
  ACCEPTABLE,
  COLUMN_ROLES,
  type ColumnMapping,
  type DateOrder,
  type ImportRequest,
  INSTRUMENT_SOURCES,
  type InstrumentAttributes,
  parseBackend,
  REPEATED_TIMES,
  type ReaderBackend,
  readInstruments,
} from '../../data/index.ts'
import {
  ASSET_CLASSES,
  CALENDAR_NAMES,
  didYouMean,
  type Instrument,
  parseInterval,
  UsageError,
} from '../../model/index.ts'
import { readAssignment } from '../run/run-settings.ts'
import type { CommonFlags } from '../shell/output.ts'
import { badSetting, projectSettings } from '../shell/settings.ts'

export interface ImportFlags extends CommonFlags {
  readonly id: string
  readonly symbol?: string
  readonly instrumentFrom?: string
  readonly column?: readonly string[]
  readonly columns?: string
  /** False where `--no-header` is given. */
  readonly header: boolean
  readonly wide?: boolean
  readonly tz?: string
  readonly dstRepeat?: string
  readonly dateOrder?: string
  readonly priceDivisor?: string
  readonly interval?: string
  readonly calendar?: string
  readonly accept?: readonly string[]
  readonly actions?: readonly string[]
  readonly instrumentsTable?: string
  readonly assetClass?: string
  readonly currency?: string
  readonly tickSize?: string
  readonly lotSize?: string
  readonly multiplier?: string
  readonly backend?: string
}

const DATE_ORDERS = ['mdy', 'dmy'] as const satisfies readonly DateOrder[]

/** The request, without files, folder and clock. Throws `UsageError` and what a table of instruments throws. */
export async function requestOf(
  flags: ImportFlags,
): Promise<Omit<ImportRequest, 'files' | 'folder' | 'nowMs'>> {
  const { accept, symbol, tz, interval, actions, priceDivisor } = flags
  for (const code of accept ?? []) oneOf('--accept', code, ACCEPTABLE)
  if (interval !== undefined) parseInterval(interval)
  const mapping = mappingOf(flags.column ?? [])
  const header = headerOf(flags)
  const request = {
    backend: await backendOf(flags),
    attributes: await attributesOf(flags),
    columns: Object.keys(mapping).length === 0 ? undefined : mapping,
    header,
    wide: flags.wide,
    timeZone: tz,
    repeatedTimes: optional('--dst-repeat', flags.dstRepeat, REPEATED_TIMES),
    dateOrder: optional('--date-order', flags.dateOrder, DATE_ORDERS),
    priceDivisor: priceDivisor === undefined ? undefined : positive('--price-divisor', priceDivisor),
    instrument: symbol,
    instrumentFrom: optional('--instrument-from', flags.instrumentFrom, INSTRUMENT_SOURCES),
    interval,
    calendar: optional('--calendar', flags.calendar, CALENDAR_NAMES),
    accept,
    actions,
  }
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined))
}

/** The flag, or `[data] backend` of throughline.toml, or the default. */
async function backendOf({ backend }: ImportFlags): Promise<ReaderBackend | undefined> {
  if (backend !== undefined) return parseBackend(backend)
  const { file, values } = (await projectSettings()).data
  const set = values['backend']
  if (set === undefined) return undefined
  if (typeof set === 'string') return parseBackend(set)
  throw badSetting({ file, key: 'data.backend' }, 'the name of a backend', set)
}

function headerOf({ columns, header }: ImportFlags): readonly string[] | 'none' | undefined {
  if (columns !== undefined) return columns.split(',').map((name) => name.trim())
  return header ? undefined : 'none'
}

function mappingOf(texts: readonly string[]): ColumnMapping {
  const entries = texts.map((text) => readAssignment(text, '--column'))
  const unknown = entries.find(([role]) => !(COLUMN_ROLES as readonly string[]).includes(role))
  if (unknown === undefined) return Object.fromEntries(entries)
  throw new UsageError(
    'UNKNOWN_COLUMN_ROLE',
    `--column must be for one of ${COLUMN_ROLES.join(', ')}, but it is for '${unknown[0]}'.${didYouMean(unknown[0], COLUMN_ROLES)}`,
    { role: unknown[0] },
  )
}

export type AttributeFlags = Pick<
  ImportFlags,
  'assetClass' | 'currency' | 'tickSize' | 'lotSize' | 'multiplier' | 'instrumentsTable'
>

/** What the flags say of all instruments, and the table that they name. */
export async function attributesOf(flags: AttributeFlags): Promise<InstrumentAttributes> {
  const { assetClass, currency, tickSize, lotSize, multiplier, instrumentsTable } = flags
  const known = optional('--asset-class', assetClass, ASSET_CLASSES)
  const all: Partial<Omit<Instrument, 'id' | 'symbol'>> = {
    ...(known === undefined ? {} : { assetClass: known }),
    ...(currency === undefined ? {} : { currency }),
    ...(tickSize === undefined ? {} : { tickSize: positive('--tick-size', tickSize) }),
    ...(lotSize === undefined ? {} : { lotSize: positive('--lot-size', lotSize) }),
    ...(multiplier === undefined ? {} : { multiplier: positive('--multiplier', multiplier) }),
  }
  return instrumentsTable === undefined ? { all } : { all, table: await readInstruments(instrumentsTable) }
}

export function optional<T extends string>(
  flag: string,
  value: string | undefined,
  known: readonly T[],
): T | undefined {
  return value === undefined ? undefined : oneOf(flag, value, known)
}

function oneOf<T extends string>(flag: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value)
  if (found !== undefined) return found
  throw new UsageError(
    CODES.get(flag) ?? 'BAD_FLAG_VALUE',
    `${flag} must be one of ${known.join(', ')}, but it is '${value}'.${didYouMean(value, known)}`,
    { flag, value },
  )
}

/** Codes that scripts know. */
const CODES = new Map([
  ['--date-order', 'BAD_DATE_ORDER'],
  ['--asset-class', 'BAD_ASSET_CLASS'],
  ['--accept', 'NOT_ACCEPTABLE'],
])

function positive(flag: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new UsageError('BAD_NUMBER', `${flag} must be a number above 0, but it is '${text}'.`, { flag, text })
}
