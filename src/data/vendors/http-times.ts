/** Times of a described vendor: from its answers to instants or dates, and from a range to what its URL takes. */
import { localTimeIn, REPEATED, SKIPPED } from '../read/time-zone.ts'
import { DAY_MS, type Days, namesDay } from './days.ts'
import type { HttpSourceOptions, TimeFormat } from './http-settings.ts'
import { badValue, dateOf } from './rows.ts'
import { vendorError } from './vendor-error.ts'

const PER_MS: Readonly<Partial<Record<TimeFormat, number>>> = {
  'epoch-s': 1 / 1_000,
  'epoch-ms': 1,
  'epoch-us': 1_000,
  'epoch-ns': 1_000_000,
}
const DATE = /^\d{4}-\d{2}-\d{2}$/
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(:\d{2}(\.\d+)?)?)$/
const ZONED = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(:\d{2}(\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})$/
/** 1900 to 2100: an epoch in another unit lies far outside. */
const EARLIEST_MS = Date.UTC(1900, 0, 1)
const LATEST_MS = Date.UTC(2101, 0, 1)

/** A row's time as the port has it: a date for dated bars, else an instant. */
export type ReadTime = (value: unknown, row: number) => number

export interface TimeReading {
  readonly instrument: string
  /** Bars of a day or longer. */
  readonly isDated: boolean
  readonly days: Days
}

export function timeReader(options: HttpSourceOptions, { instrument, isDated, days }: TimeReading): ReadTime {
  const vendor = options.name
  const toInstant = options.timeZone === undefined ? undefined : localTimeIn(options.timeZone)
  const instantOf = (value: unknown, row: number): number => {
    const perMs = PER_MS[options.timeFormat]
    const timeMs = perMs === undefined ? isoInstant(value, toInstant) : epochInstant(value, perMs)
    if (timeMs === SKIPPED || timeMs === REPEATED || timeMs === undefined) {
      throw badTime({ vendor, instrument, row, value, timeMs, zone: options.timeZone })
    }
    return timeMs
  }
  return (value, row) => {
    if (typeof value === 'string' && DATE.test(value)) {
      const dayMs = Date.parse(`${value}T00:00:00Z`)
      if (!isDated || !namesDay(value) || !isInReach(dayMs)) {
        throw badValue({ vendor, instrument, row }, 'time', value)
      }
      return dayMs
    }
    if (options.timeFormat === 'date') throw badValue({ vendor, instrument, row }, 'time', value)
    const timeMs = instantOf(value, row)
    if (!isInReach(timeMs)) throw badValue({ vendor, instrument, row }, 'time', value)
    return isDated ? dateOf(timeMs, { vendor, instrument, zone: options.dayZone, days }) : timeMs
  }
}

function isInReach(timeMs: number): boolean {
  return timeMs >= EARLIEST_MS && timeMs < LATEST_MS
}

function epochInstant(value: unknown, perMs: number): number | undefined {
  const isText = typeof value === 'string' && /^-?\d+$/.test(value)
  // Nanoseconds do not fit a double: their last six digits are cut off as text.
  if (isText && perMs === 1_000_000) return Number(value.slice(0, -6))
  const number = isText ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  return perMs === 1_000_000 ? Math.round(number / perMs) : number / perMs
}

function isoInstant(
  value: unknown,
  toInstant: ((localMs: number) => number) | undefined,
): number | undefined {
  if (typeof value !== 'string' || !namesDay(value)) return undefined
  const zoned = ZONED.exec(value)
  if (zoned !== null) {
    const timeMs = Date.parse(value.replace(' ', 'T'))
    return Number.isFinite(timeMs) ? timeMs : undefined
  }
  const local = LOCAL.exec(value)
  if (local === null || toInstant === undefined) return undefined
  const wallMs = Date.parse(`${local[1]}T${local[2]}Z`)
  return Number.isFinite(wallMs) ? toInstant(wallMs) : undefined
}

interface BadTime {
  readonly vendor: string
  readonly instrument: string
  readonly row: number
  readonly value: unknown
  readonly timeMs: number | undefined
  readonly zone: string | undefined
}

function badTime({ vendor, instrument, row, value, timeMs, zone }: BadTime) {
  const isNaive = typeof value === 'string' && LOCAL.test(value) && zone === undefined
  if (!isNaive && timeMs === undefined) return badValue({ vendor, instrument, row }, 'time', value)
  const why = isNaive
    ? `it carries no zone. Set time_zone of [vendors.${vendor}] to the zone of its times.`
    : `in ${zone} it ${timeMs === SKIPPED ? 'never happened' : 'happened twice'}, because clocks changed. Ask the vendor for times in UTC.`
  return vendorError({
    vendor,
    code: 'VENDOR_TIME_ZONE',
    text: `A bar's time must name one instant, but '${String(value)}' in row ${row + 1} for ${instrument} does not: ${why}`,
    retry: 'never',
    details: { instrument, row: row + 1, found: String(value) },
  })
}

/** The instants of a range in the forms that a URL may take; `to` is the last instant that is wanted. */
export function rangeWords(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  { isDated, days }: Pick<TimeReading, 'isDated' | 'days'>,
): Readonly<Record<string, string>> {
  const words = (name: string, instantMs: number, dateMs: number): [string, string][] => [
    [`${name}_ms`, String(instantMs)],
    [`${name}_s`, String(Math.floor(instantMs / 1_000))],
    [`${name}_iso`, new Date(instantMs).toISOString()],
    [`${name}_date`, new Date(dateMs).toISOString().slice(0, 10)],
  ]
  if (!isDated)
    return Object.fromEntries([...words('from', fromMs, fromMs), ...words('to', toMs - 1, toMs - 1)])
  // A dated range begins and ends with days; toMs need not be a midnight.
  const firstDay = Math.ceil(fromMs / DAY_MS) * DAY_MS
  const endDay = Math.ceil(toMs / DAY_MS) * DAY_MS
  return Object.fromEntries([
    ...words('from', days.beginOf(firstDay), firstDay),
    ...words('to', days.beginOf(endDay) - 1, endDay - DAY_MS),
  ])
}
