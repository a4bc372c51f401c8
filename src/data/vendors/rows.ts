/** Rows of a vendor's answer on their way into columns: each value a finite number, or the answer is refused. */
import type { SeriesColumns } from '../series.ts'
import type { Days } from './days.ts'
import { vendorError } from './vendor-error.ts'

export const ROW_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const
export type RowField = (typeof ROW_FIELDS)[number]

export interface RowPlace {
  readonly vendor: string
  readonly instrument: string
  /** Of the answer, the first being 0. */
  readonly row: number
}

export interface RowCollector {
  readonly add: (timeMs: number, values: Readonly<Record<RowField, unknown>>) => void
  readonly columns: () => SeriesColumns
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Collects rows. `add` throws `VenueError` VENDOR_BAD_VALUE. */
export function createRows(vendor: string, instrument: string): RowCollector {
  const times: number[] = []
  const values: Record<RowField, number[]> = { open: [], high: [], low: [], close: [], volume: [] }
  return {
    add: (timeMs, given) => {
      const place = { vendor, instrument, row: times.length }
      if (!Number.isInteger(timeMs)) throw badValue(place, 'time', timeMs)
      times.push(timeMs)
      for (const field of ROW_FIELDS) values[field].push(numberOf(given[field], place, field))
    },
    columns: () => ({
      timeMs: Float64Array.from(times),
      open: Float64Array.from(values.open),
      high: Float64Array.from(values.high),
      low: Float64Array.from(values.low),
      close: Float64Array.from(values.close),
      volume: Float64Array.from(values.volume),
    }),
  }
}

function numberOf(value: unknown, place: RowPlace, field: string): number {
  const number = typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : value
  // -0 and 0 are one price and one volume: sealing writes 0.
  if (typeof number === 'number' && Number.isFinite(number)) return number + 0
  throw badValue(place, field, value)
}

export function badValue({ vendor, instrument, row }: RowPlace, field: string, found: unknown) {
  const shown = (JSON.stringify(found) ?? String(found)).slice(0, 80)
  return vendorError({
    vendor,
    code: 'VENDOR_BAD_VALUE',
    text: `Every bar of ${vendor} must have a time and five finite numbers, but ${field} of row ${row + 1} for ${instrument} is ${shown}.`,
    retry: 'never',
    details: { instrument, row: row + 1, field, found: shown },
  })
}

/** The error of an answer that lacks what its protocol promises. */
export function badShape(vendor: string, must: string, found: string) {
  return vendorError({
    vendor,
    code: 'VENDOR_BAD_SHAPE',
    text: `The answer of ${vendor} must have ${must}, but it has ${found}. Is it the right URL, and the vendor's present format?`,
    retry: 'never',
  })
}

/** JSON, or `VenueError` VENDOR_BAD_JSON: an answer that was cut off may come whole the next time. */
export function parseJson(vendor: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badJson(vendor, text.length)
  }
}

function badJson(vendor: string, length: number) {
  const found =
    length === 0 ? 'it is empty' : `its ${length} characters are not: it is cut off or no JSON at all`
  return vendorError({
    vendor,
    code: 'VENDOR_BAD_JSON',
    text: `The answer of ${vendor} must be JSON, but ${found}.`,
    retry: 'safe',
  })
}

/**
 * The date of a bar of a day or longer from the instant that the vendor gives, which must be the beginning of a day in its
 * zone. Throws `VenueError` VENDOR_TIME_ZONE: a date that is guessed may be a day off.
 */
export function dateOf(
  instantMs: number,
  {
    vendor,
    instrument,
    zone,
    days,
  }: { readonly vendor: string; readonly instrument: string; readonly zone: string; readonly days: Days },
): number {
  const day = days.beginningAt(instantMs)
  if (day !== undefined) return day
  const found = Math.abs(instantMs) <= 8.64e15 ? new Date(instantMs).toISOString() : String(instantMs)
  throw vendorError({
    vendor,
    code: 'VENDOR_TIME_ZONE',
    text: `Bars of a day or longer must begin at midnight in ${zone}, but ${vendor} dates one of ${instrument} ${found}. Set day_zone of [vendors.${vendor}] to the zone whose days the vendor keeps.`,
    retry: 'never',
    details: { instrument, zone, found },
  })
}
