/**
 * A bar's interval as text (`1m`, `4h`, `1d`, `1w`, `1mo`) and the instant at which a bar of it closes.
 * Minutes to weeks have a fixed length; a month closes where the next UTC month opens, wherever in the month its bar is dated.
 */
import { UsageError } from './errors.ts'

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

export interface Interval {
  readonly text: string
  /** Length in milliseconds, or null where it varies (months). */
  readonly fixedMs: number | null
  readonly months: number
}

/** Reads `5m`, `1h`, `1d`, `1w`, `1mo`. Throws `UsageError` BAD_INTERVAL. */
export function parseInterval(text: string): Interval {
  const match = /^([1-9]\d{0,4})(s|m|h|d|w|mo)$/.exec(text)
  const unit = match?.[2]
  if (match === null || unit === undefined) {
    throw new UsageError(
      'BAD_INTERVAL',
      `An interval must read like 1m, 4h, 1d, 1w or 1mo, but it is '${text}'.`,
      {
        interval: text,
      },
    )
  }
  const count = Number(match[1])
  if (unit === 'mo') return { text, fixedMs: null, months: count }
  return { text, fixedMs: count * UNIT_MS[unit as keyof typeof UNIT_MS], months: 0 }
}

/** The instant at which a bar that opened at `openMs` closes (exclusive end of the bar), epoch ms. */
export function closeOf(interval: Interval, openMs: number): number {
  if (interval.fixedMs !== null) return openMs + interval.fixedMs
  const open = new Date(openMs)
  return Date.UTC(open.getUTCFullYear(), open.getUTCMonth() + interval.months, 1)
}
