/**
 * The periods that bars are merged into, by target interval, calendar and session.
 *
 *   target            begins                                                     opens at (`timeMs` of the bar)
 *   below a day       nyse: every n minutes from 09:30 New York, both ways;      its beginning
 *                     fx: from 17:00 New York; else from UTC's midnight
 *   1d                the market's date                                          nyse: UTC's midnight of the date, with
 *                                                                                extended hours 04:00 New York; fx: 17:00
 *                                                                                New York the day before; else midnight
 *   n days            n dates counted from 1970-01-01                            UTC's midnight
 *   n weeks           the dates of Monday to Sunday, from 1970-01-05             UTC's midnight; fx: Sunday 21:00 UTC
 *   n months          the dates of n months, from January                        UTC's midnight of the first
 *
 * A bar is visible at the close of its interval, counted from `timeMs`. So a period must hold its parts: what would be visible
 * before a part of it has closed is refused by who merges (`resample`), never made.
 */
import { DAY_MS, FIRST_MONDAY_MS, HOUR_MS, mondayOf, utcDayOf, WEEK_MS } from './days.ts'
import { UsageError } from './errors.ts'
import type { Interval } from './interval.ts'
import { type CalendarName, marketCalendar } from './market-calendar.ts'
import { newYorkInstantMs } from './new-york-time.ts'

/** Which bars take part: those of regular sessions, or all. */
export type SessionFilter = 'regular' | 'all'

export interface Period {
  /** What tells it from other periods, ascending with time. */
  readonly key: number
  /** `timeMs` of its bar. */
  readonly openMs: number
}

export interface PeriodRequest {
  readonly from: Interval
  readonly to: Interval
  readonly calendar: CalendarName
  readonly session: SessionFilter
}

const OPEN_MS = 9.5 * HOUR_MS
const PRE_MS = 4 * HOUR_MS
/** 21:00 UTC of Sunday: 17:00 New York in summer, and an hour before it in winter. */
const FX_WEEK_LEAD_MS = 3 * HOUR_MS

/**
 * The period of a bar that opens at an instant. Throws `UsageError` INTERVAL_TOO_FINE, INTERVAL_NOT_MULTIPLE where whole bars
 * do not fill the target, and DAYS_NOT_ALIGNED.
 */
export function periodsOf(request: PeriodRequest): (timeMs: number) => Period {
  const { from, to, calendar, session } = request
  requireMultiple(from, to)
  const market = marketCalendar(calendar)
  // Bars of a day and longer are labels: under nyse their date is UTC's, as imported daily bars are dated.
  const isDated = from.fixedMs === null || from.fixedMs >= DAY_MS
  const dateOf = isDated && calendar === 'nyse' ? utcDayOf : market.dateOf
  if (to.fixedMs === null) return (timeMs) => monthPeriod(dateOf(timeMs), to.months)
  if (to.text.endsWith('w')) {
    const lead = calendar === 'fx' ? FX_WEEK_LEAD_MS : 0
    return (timeMs) => weekPeriod(dateOf(timeMs), to.fixedMs!, lead)
  }
  if (to.fixedMs < DAY_MS) return intradayPeriods(to.fixedMs, calendar)
  const opensAt = dayOpening(request)
  if (to.fixedMs === DAY_MS) {
    return (timeMs) => {
      const date = dateOf(timeMs)
      return { key: date, openMs: opensAt(date) }
    }
  }
  const lengthMs = to.fixedMs
  if (lengthMs % DAY_MS !== 0 || opensAt(0) !== 0) {
    throw new UsageError(
      'DAYS_NOT_ALIGNED',
      `Days of ${calendar === 'none' ? 'no calendar' : calendar}${session === 'all' ? ' with all sessions' : ''} can be merged into 1d, weeks or months, but not into ${to.text}.`,
      { interval: to.text, calendar, session },
    )
  }
  return (timeMs) => {
    const openMs = Math.floor(dateOf(timeMs) / lengthMs) * lengthMs
    return { key: openMs, openMs }
  }
}

function dayOpening({ calendar, session, from }: PeriodRequest): (dateMs: number) => number {
  if (calendar === 'fx') return marketCalendar('fx').startOf
  const isIntraday = from.fixedMs !== null && from.fixedMs < DAY_MS
  if (calendar === 'nyse' && session === 'all' && isIntraday) {
    return (dateMs) => newYorkInstantMs(dateMs + PRE_MS)
  }
  return (dateMs) => dateMs
}

function monthPeriod(dateMs: number, months: number): Period {
  const date = new Date(dateMs)
  const count = date.getUTCFullYear() * 12 + date.getUTCMonth()
  const first = Math.floor(count / months) * months
  const openMs = Date.UTC(Math.floor(first / 12), first % 12, 1)
  return { key: openMs, openMs }
}

function weekPeriod(dateMs: number, lengthMs: number, leadMs: number): Period {
  const weeks = lengthMs / WEEK_MS
  const week = (mondayOf(dateMs) - FIRST_MONDAY_MS) / WEEK_MS
  const openMs = FIRST_MONDAY_MS + Math.floor(week / weeks) * lengthMs - leadMs
  return { key: openMs, openMs }
}

function intradayPeriods(lengthMs: number, calendar: CalendarName): (timeMs: number) => Period {
  const market = marketCalendar(calendar)
  const anchorOf = (timeMs: number): number => {
    if (calendar !== 'nyse' && calendar !== 'fx') return 0
    const date = market.dateOf(timeMs)
    if (calendar === 'nyse') return newYorkInstantMs(date + OPEN_MS)
    // What does not part a day evenly is counted from the week's opening.
    return market.startOf(DAY_MS % lengthMs === 0 ? date : mondayOf(date))
  }
  let fromMs = Number.NaN
  let toMs = Number.NaN
  let anchorMs = 0
  return (timeMs) => {
    if (!(timeMs >= fromMs && timeMs < toMs)) {
      const date = market.dateOf(timeMs)
      fromMs = market.startOf(date)
      toMs = market.startOf(date + DAY_MS)
      anchorMs = anchorOf(timeMs)
    }
    const openMs = anchorMs + Math.floor((timeMs - anchorMs) / lengthMs) * lengthMs
    return { key: openMs, openMs }
  }
}

function requireMultiple(from: Interval, to: Interval): void {
  const isWhole =
    from.fixedMs === null
      ? to.fixedMs === null && to.months % from.months === 0
      : (to.fixedMs ?? DAY_MS) % from.fixedMs === 0
  if (isWhole) return
  const isFiner = lengthOf(to) < lengthOf(from)
  throw new UsageError(
    isFiner ? 'INTERVAL_TOO_FINE' : 'INTERVAL_NOT_MULTIPLE',
    `Bars can be merged into longer ones of whole bars only, but the bars are ${from.text} and ${to.text} was asked for: ${
      isFiner ? `choose at least ${from.text}` : `choose a multiple of ${from.text}`
    }, or import finer bars.`,
    { from: from.text, to: to.text },
  )
}

function lengthOf({ fixedMs, months }: Interval): number {
  return fixedMs ?? months * 28 * DAY_MS
}
