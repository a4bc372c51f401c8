/** Dates as UTC midnights (epoch ms): weekdays, and the n-th weekday of a month. */

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
export const WEEK_MS = 604_800_000

export const SUNDAY = 0
export const MONDAY = 1
export const THURSDAY = 4
export const FRIDAY = 5
export const SATURDAY = 6

/** 1970-01-05. Weeks of several are counted from here. */
export const FIRST_MONDAY_MS = 4 * DAY_MS

/** The UTC midnight at or before an instant. */
export function utcDayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS
}

/** 0 Sunday to 6 Saturday, of a UTC midnight. */
export function weekdayOf(dayMs: number): number {
  // 1970-01-01 was a Thursday.
  return (((dayMs / DAY_MS + THURSDAY) % 7) + 7) % 7
}

/** The Monday at or before a UTC midnight. */
export function mondayOf(dayMs: number): number {
  return FIRST_MONDAY_MS + Math.floor((dayMs - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS
}

export interface WeekdayOfMonth {
  readonly year: number
  /** 0 is January. */
  readonly month: number
  /** 0 is Sunday. */
  readonly weekday: number
}

export function nthWeekday({ year, month, weekday }: WeekdayOfMonth, nth: number): number {
  const first = Date.UTC(year, month, 1)
  return first + (((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1)) * DAY_MS
}
