/**
 * Figures as people read them. No locale of the machine is asked, so a report has the same bytes everywhere. What is undefined
 * reads n/a; a value that is not zero never reads as zero percent.
 */
import type { MetricUnit } from '../metrics/index.ts'
import { isoTime } from '../model/index.ts'

export const UNDEFINED_TEXT = 'n/a'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365.25 * DAY_MS

/** `1234567.891` with two decimals is `1,234,567.89`. */
export function groupedNumber(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals)
  // From 1e21 on, toFixed writes an exponent: there is nothing to group.
  if (text.includes('e')) return value.toExponential(3)
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const isZero = !/[1-9]/.test(text)
  const sign = value < 0 && !isZero ? '-' : ''
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** Money in account currency, two decimals. */
export function formatMoney(value: number | null): string {
  return value === null ? UNDEFINED_TEXT : groupedNumber(value, 2)
}

/** A fraction as percent: `0.1534` is `15.34%`; two significant digits below a tenth of a percent. */
export function formatFraction(value: number | null): string {
  if (value === null) return UNDEFINED_TEXT
  const percent = 100 * value
  const size = Math.abs(percent)
  if (size === 0 || size >= 0.095) return `${groupedNumber(percent, 2)}%`
  return size < 1e-6 ? `${percent.toExponential(1)}%` : `${Number(percent.toPrecision(2))}%`
}

export function formatRatio(value: number | null): string {
  return value === null ? UNDEFINED_TEXT : groupedNumber(value, 2)
}

export function formatCount(value: number | null): string {
  return value === null ? UNDEFINED_TEXT : groupedNumber(value, 0)
}

/** A length of time in its natural unit: `42 s`, `35 min`, `7.5 h`, `204 days`, `3.4 years`. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return UNDEFINED_TEXT
  if (ms < MINUTE_MS) return `${groupedNumber(ms / 1_000, ms < 10_000 ? 1 : 0)} s`
  if (ms < HOUR_MS) return `${trimmed(ms / MINUTE_MS)} min`
  if (ms < 2 * DAY_MS) return `${trimmed(ms / HOUR_MS)} h`
  if (ms < 2 * YEAR_MS) return `${trimmed(ms / DAY_MS)} days`
  return `${(ms / YEAR_MS).toFixed(1)} years`
}

/** An instant: a date where it is a UTC midnight, else to the minute (or finer where it needs to be). */
export function formatTime(timeMs: number | null): string {
  if (timeMs === null) return UNDEFINED_TEXT
  const text = isoTime(timeMs)
  return timeMs % MINUTE_MS === 0 && text.length > 10 ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text
}

/** A quantity: as many decimals as it needs, at most eight. */
export function formatPlain(value: number): string {
  const text = Number(value.toFixed(8)).toString()
  if (text.includes('e')) return text
  const decimals = text.split('.')[1]?.length ?? 0
  return groupedNumber(value, decimals)
}

export function formatFigure(value: number | null, unit: MetricUnit): string {
  switch (unit) {
    case 'money':
      return formatMoney(value)
    case 'fraction':
      return formatFraction(value)
    case 'ratio':
      return formatRatio(value)
    case 'count':
      return formatCount(value)
    case 'duration':
      return formatDuration(value)
    case 'time':
      return formatTime(value)
    default:
      return unit satisfies never
  }
}

/** A price: at least two decimals, as many as it needs, at most eight. */
export function formatPrice(value: number): string {
  const text = formatPlain(value)
  const decimals = text.split('.')[1]?.length ?? 0
  return decimals < 2 && !text.includes('e') ? groupedNumber(value, 2) : text
}

function trimmed(value: number): string {
  return groupedNumber(value, value < 10 && !Number.isInteger(value) ? 1 : 0)
}
