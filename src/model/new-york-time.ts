/**
 * New York's wall clock by rule, so that pure code needs no time-zone database. Standard time is UTC-5. Clocks go forward at
 * 02:00 standard time and back at 02:00 daylight time, on Sundays:
 *
 *   from 2007   second of March to first of November   (Energy Policy Act of 2005, section 110)
 *   1987-2006   first of April to last of October      (Public Law 99-359)
 *   1967-1986   last of April to last of October       (Uniform Time Act of 1966; 1974 from January 6, 1975 from February 23)
 *
 * Years before 1967 are taken as those after it. Agrees with the IANA database from 1967 on (new-york-time.test.ts).
 */
import { DAY_MS, HOUR_MS, nthWeekday, SUNDAY, weekdayOf } from './days.ts'

const STANDARD_MS = -5 * HOUR_MS
const DAYLIGHT_MS = -4 * HOUR_MS
/** 02:00 standard time, and 02:00 daylight time, after UTC's midnight of the date. */
const FORWARD_MS = 2 * HOUR_MS - STANDARD_MS
const BACK_MS = 2 * HOUR_MS - DAYLIGHT_MS

const MARCH = 2
const APRIL = 3
const OCTOBER = 9
const NOVEMBER = 10

interface DaylightTime {
  /** The instants at which daylight time begins (inclusive) and ends (exclusive), epoch ms. */
  readonly fromMs: number
  readonly toMs: number
}

const daylightByYear = new Map<number, DaylightTime>()

/** Local minus UTC at an instant: -5 or -4 hours, in ms. */
export function newYorkOffsetMs(timeMs: number): number {
  const { fromMs, toMs } = daylightTime(new Date(timeMs).getUTCFullYear())
  return timeMs >= fromMs && timeMs < toMs ? DAYLIGHT_MS : STANDARD_MS
}

/** The wall clock at an instant, as ms that read as UTC give the local date and time. */
export function newYorkLocalMs(timeMs: number): number {
  return timeMs + newYorkOffsetMs(timeMs)
}

/**
 * The instant of a wall time (ms as `newYorkLocalMs` gives them), epoch ms. An hour that happens twice in autumn means its
 * first run, and one that clocks skip in spring the hour after: no session begins or ends in either.
 */
export function newYorkInstantMs(localMs: number): number {
  const daylight = localMs - DAYLIGHT_MS
  return newYorkOffsetMs(daylight) === DAYLIGHT_MS ? daylight : localMs - STANDARD_MS
}

function daylightTime(year: number): DaylightTime {
  let known = daylightByYear.get(year)
  if (known === undefined) {
    known = { fromMs: firstDay(year) + FORWARD_MS, toMs: lastDay(year) + BACK_MS }
    daylightByYear.set(year, known)
  }
  return known
}

function firstDay(year: number): number {
  if (year === 1974) return Date.UTC(1974, 0, 6)
  if (year === 1975) return Date.UTC(1975, 1, 23)
  if (year >= 2007) return nthWeekday({ year, month: MARCH, weekday: SUNDAY }, 2)
  if (year >= 1987) return nthWeekday({ year, month: APRIL, weekday: SUNDAY }, 1)
  return lastSunday(year, APRIL)
}

function lastDay(year: number): number {
  return year >= 2007 ? nthWeekday({ year, month: NOVEMBER, weekday: SUNDAY }, 1) : lastSunday(year, OCTOBER)
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0)
  return last - weekdayOf(last) * DAY_MS
}
