/**
 * Market calendars: which days trade, and when within them, as pure rules.
 *
 *   nyse   New York Stock Exchange and Nasdaq: regular 09:30 to 16:00 New York (early closes and late openings in nyse.ts),
 *          extended 04:00 to 09:30 and from the close to 20:00, four hours where the close is early (NYSE Rule 7.34)
 *   fx     the currency week, Sunday 17:00 to Friday 17:00 New York; a trading day runs from 17:00 to 17:00 and bears the
 *          date on which it ends. No bars are expected on December 25 and January 1
 *   24/7   always; days are UTC days
 *   none   nothing is known; days are UTC days
 *
 * A trading day is named by its date as a UTC midnight.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SATURDAY, SUNDAY, utcDayOf, weekdayOf } from './days.ts'
import { newYorkInstantMs, newYorkLocalMs } from './new-york-time.ts'
import { nyseClosure, nyseEarlyClose, nyseLateOpen } from './nyse.ts'

export const CALENDAR_NAMES = ['nyse', '24/7', 'fx', 'none'] as const
export type CalendarName = (typeof CALENDAR_NAMES)[number]

/** The sessions of one trading day: instants, epoch ms, each end exclusive. */
export interface TradingDay {
  /** Where extended trading begins; `openMs` where there is none. */
  readonly preMs: number
  readonly openMs: number
  readonly closeMs: number
  /** Where extended trading ends; `closeMs` where there is none. */
  readonly postMs: number
}

export interface MarketCalendar {
  readonly name: CalendarName
  /** The date to which an instant belongs, whether or not that date trades. */
  readonly dateOf: (timeMs: number) => number
  /** The instant at which a date begins; it ends where the next one begins. */
  readonly startOf: (dateMs: number) => number
  /** The sessions of a date, or null where it does not trade. */
  readonly sessionsOf: (dateMs: number) => TradingDay | null
  /** Whether bars of the date are to be expected. */
  readonly isExpected: (dateMs: number) => boolean
}

const OPEN_MS = 9.5 * HOUR_MS
const CLOSE_MS = 16 * HOUR_MS
const PRE_MS = 4 * HOUR_MS
const POST_MS = 20 * HOUR_MS
const POST_AFTER_EARLY_MS = 4 * HOUR_MS
/** From 17:00 to midnight. */
const FX_EVENING_MS = 7 * HOUR_MS

const NYSE: MarketCalendar = {
  name: 'nyse',
  dateOf: (timeMs) => utcDayOf(newYorkLocalMs(timeMs)),
  startOf: newYorkInstantMs,
  sessionsOf(dateMs) {
    if (nyseClosure(dateMs) !== null) return null
    const late = nyseLateOpen(dateMs)
    const early = nyseEarlyClose(dateMs)
    const close = early === null ? CLOSE_MS : early * MINUTE_MS
    return {
      preMs: newYorkInstantMs(dateMs + PRE_MS),
      openMs: newYorkInstantMs(dateMs + (late === null ? OPEN_MS : late * MINUTE_MS)),
      closeMs: newYorkInstantMs(dateMs + close),
      postMs: newYorkInstantMs(dateMs + (early === null ? POST_MS : close + POST_AFTER_EARLY_MS)),
    }
  },
  isExpected: (dateMs) => nyseClosure(dateMs) === null,
}

const FX: MarketCalendar = {
  name: 'fx',
  dateOf: (timeMs) => utcDayOf(newYorkLocalMs(timeMs) + FX_EVENING_MS),
  startOf: fxStart,
  sessionsOf(dateMs) {
    if (isWeekend(dateMs)) return null
    const openMs = fxStart(dateMs)
    const closeMs = fxStart(dateMs + DAY_MS)
    return { preMs: openMs, openMs, closeMs, postMs: closeMs }
  },
  isExpected: (dateMs) => !isWeekend(dateMs) && !isFxHoliday(dateMs),
}

function fxStart(dateMs: number): number {
  return newYorkInstantMs(dateMs - FX_EVENING_MS)
}

function isWeekend(dateMs: number): boolean {
  const weekday = weekdayOf(dateMs)
  return weekday === SATURDAY || weekday === SUNDAY
}

function isFxHoliday(dateMs: number): boolean {
  const date = new Date(dateMs)
  const month = date.getUTCMonth()
  const day = date.getUTCDate()
  return (month === 11 && day === 25) || (month === 0 && day === 1)
}

function everyDay(name: CalendarName): MarketCalendar {
  return {
    name,
    dateOf: utcDayOf,
    startOf: (dateMs) => dateMs,
    sessionsOf: (dateMs) => ({
      preMs: dateMs,
      openMs: dateMs,
      closeMs: dateMs + DAY_MS,
      postMs: dateMs + DAY_MS,
    }),
    isExpected: () => true,
  }
}

const CALENDARS: Readonly<Record<CalendarName, MarketCalendar>> = {
  nyse: NYSE,
  '24/7': everyDay('24/7'),
  fx: FX,
  none: everyDay('none'),
}

export function marketCalendar(name: CalendarName): MarketCalendar {
  return CALENDARS[name]
}
