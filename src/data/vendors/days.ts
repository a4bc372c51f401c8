/**
 * The days of a zone, and what of a vendor's bars has closed. A day is named by its date, as the UTC midnight of it; the
 * instant at which it begins follows the zone's rules.
 */
import type { Interval } from '../../model/index.ts'
import { localTimeIn, REPEATED, SKIPPED } from '../read/time-zone.ts'

export const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Whether a text that begins like `2024-02-29` names a day that there is; Date.parse rolls others over. */
export function namesDay(text: string): boolean {
  const date = text.slice(0, 10)
  const timeMs = Date.parse(`${date}T00:00:00Z`)
  return Number.isFinite(timeMs) && new Date(timeMs).toISOString().startsWith(date)
}

export interface Days {
  /** The instant at which the day begins in the zone. */
  readonly beginOf: (dayMs: number) => number
  /** The day that begins at the instant, or undefined where none does. */
  readonly beginningAt: (instantMs: number) => number | undefined
  /** The day in which the instant lies. */
  readonly containing: (instantMs: number) => number
}

/** Throws `UsageError` BAD_TIME_ZONE. */
export function daysIn(zone: string): Days {
  const toInstant = localTimeIn(zone)
  const beginOf = (dayMs: number): number => {
    const instant = toInstant(dayMs)
    // Where clocks change at midnight, the day begins with its first instant.
    if (instant === SKIPPED) return toInstant(dayMs + HOUR_MS)
    return instant === REPEATED ? toInstant(dayMs - HOUR_MS) + HOUR_MS : instant
  }
  const containing = (instantMs: number): number => {
    let day = Math.floor(instantMs / DAY_MS) * DAY_MS + DAY_MS
    while (beginOf(day) > instantMs) day -= DAY_MS
    return day
  }
  return {
    beginOf,
    containing,
    beginningAt: (instantMs) => {
      const day = containing(instantMs)
      return beginOf(day) === instantMs ? day : undefined
    },
  }
}

/** Whether bars of the interval are dated by day: they are named by dates, not by instants. */
export function isDated(interval: Interval): boolean {
  return interval.fixedMs === null || interval.fixedMs >= DAY_MS
}

/** Until when bars are what they will stay; exclusive opening instants. */
export interface Horizon {
  /** Bars that open before it have closed. */
  readonly closedMs: number
  /** Bars that open before it closed before the current day of the zone began: they no longer change. */
  readonly finalMs: number
}

export function horizonOf(interval: Interval, zone: string, nowMs: number): Horizon {
  const days = daysIn(zone)
  const today = days.containing(nowMs)
  if (interval.fixedMs === null) {
    const date = new Date(today)
    const closedMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - interval.months + 1, 1)
    return { closedMs, finalMs: closedMs }
  }
  if (isDated(interval)) {
    const closedMs = today - interval.fixedMs + 1
    return { closedMs, finalMs: closedMs }
  }
  return {
    closedMs: nowMs - interval.fixedMs + 1,
    finalMs: days.beginOf(today) - interval.fixedMs + 1,
  }
}
