/** A span of opening instants from text: dates are UTC days and count as a whole. */
import { parseIsoTime, UsageError } from '../../model/index.ts'

const DAY_MS = 86_400_000

export interface TimeRange {
  /** Inclusive. */
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
}

/**
 * `from` and `to` are ISO dates or instants with their zone, both inclusive: `to` 2020-04-17 takes every bar that opens
 * on that day, `to` 2020-04-17T14:30:00Z the bar that opens at that instant. Throws `UsageError` BAD_DATE, EMPTY_RANGE.
 */
export function timeRange(from: string | undefined, to: string | undefined): TimeRange {
  const fromMs = from === undefined ? Number.NEGATIVE_INFINITY : instant('from', from)
  const toMs =
    to === undefined ? Number.POSITIVE_INFINITY : instant('to', to) + (to.length === 10 ? DAY_MS : 1)
  if (fromMs >= toMs) {
    throw new UsageError('EMPTY_RANGE', `A range must begin before it ends, but it is ${from} to ${to}.`, {
      from: from ?? '',
      to: to ?? '',
    })
  }
  return { fromMs, toMs }
}

function instant(name: string, text: string): number {
  const timeMs = parseIsoTime(text)
  if (timeMs !== undefined) return timeMs
  throw new UsageError(
    'BAD_DATE',
    `'${name}' must be a date like 2020-04-17 or an instant like 2020-04-17T14:30:00Z, but it is '${text}'.`,
    { [name]: text },
  )
}
