/**
 * The trading days of the New York Stock Exchange (and Nasdaq) since 1990: by rule for the holidays of NYSE Rule 7.2, by list
 * for special closures. Days are given as UTC midnights of New York's dates. Beyond the present the rules are those of today.
 *
 * Sources: NYSE, "Special Closings" (the exchange's own list to 2011: www.nyse.com/pdfs/closings.pdf, with every late opening
 * and early close); NYSE Group's yearly announcements of holidays and early closings since; for mourning and storms after
 * 2011 the exchange's notices. Checked against the days of the S&P 500 and SPY (nyse.test.ts). Early closes were at 14:00
 * until 1992 and are at 13:00 since 1993.
 */

import { DAY_MS, FRIDAY, MONDAY, nthWeekday, SATURDAY, SUNDAY, THURSDAY, weekdayOf } from './days.ts'

export const NYSE_SINCE_MS = Date.UTC(1990, 0, 1)

const SPECIAL_CLOSURES: readonly (readonly [string, string])[] = [
  ['1994-04-27', 'funeral of President Nixon'],
  ['2001-09-11', 'attacks of September 11'],
  ['2001-09-12', 'attacks of September 11'],
  ['2001-09-13', 'attacks of September 11'],
  ['2001-09-14', 'attacks of September 11'],
  ['2004-06-11', 'funeral of President Reagan'],
  ['2007-01-02', 'funeral of President Ford'],
  ['2012-10-29', 'Hurricane Sandy'],
  ['2012-10-30', 'Hurricane Sandy'],
  ['2018-12-05', 'funeral of President G. H. W. Bush'],
  ['2025-01-09', 'funeral of President Carter'],
]
/** Hours and minutes of New York. Holiday eves beyond the rules; storms, a circuit breaker, systems that failed. */
const SPECIAL_EARLY_CLOSES = byDay([
  ['1994-02-11', minutes(14, 30)],
  ['1996-01-08', minutes(14, 0)],
  ['1997-10-27', minutes(15, 30)],
  ['1997-12-26', minutes(13, 0)],
  ['1999-12-31', minutes(13, 0)],
  ['2003-12-26', minutes(13, 0)],
  ['2005-06-01', minutes(15, 56)],
])
/** Power, computers, snow, silence for the dead and for troops, the first anniversary of September 11. */
const LATE_OPENINGS = byDay([
  ['1990-12-27', minutes(11, 0)],
  ['1991-01-17', minutes(9, 31)],
  ['1991-02-25', minutes(9, 31)],
  ['1995-12-18', minutes(10, 30)],
  ['1996-01-08', minutes(11, 0)],
  ['2001-09-17', minutes(9, 33)],
  ['2001-10-08', minutes(9, 31)],
  ['2002-09-11', minutes(12, 0)],
  ['2003-03-20', minutes(9, 32)],
  ['2004-06-07', minutes(9, 32)],
  ['2006-12-27', minutes(9, 32)],
])

/** Minutes after New York's midnight. */
const ONE_PM = 13 * 60
const TWO_PM = 14 * 60

const closuresByYear = new Map<number, ReadonlyMap<number, string>>()

/** Why there is no trading on the day, or null where there is. */
export function nyseClosure(dayMs: number): string | null {
  const date = new Date(dayMs)
  const weekday = date.getUTCDay()
  if (weekday === SATURDAY || weekday === SUNDAY) return 'weekend'
  return closuresOf(date.getUTCFullYear()).get(dayMs) ?? null
}

/** When trading ends before 16:00 on the day, as minutes after New York's midnight, else null. Null on closed days too. */
export function nyseEarlyClose(dayMs: number): number | null {
  if (nyseClosure(dayMs) !== null) return null
  const date = new Date(dayMs)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth()
  const day = date.getUTCDate()
  const special = SPECIAL_EARLY_CLOSES.get(dayMs)
  if (special !== undefined) return special
  if (month === 11 && day === 24) return year < 1993 ? TWO_PM : ONE_PM
  if (dayMs === nthWeekday({ year, month: 10, weekday: THURSDAY }, 4) + DAY_MS) {
    return year < 1992 ? null : year < 1993 ? TWO_PM : ONE_PM
  }
  return month === 6 && year >= 1995 && isAroundJuly4(date) ? ONE_PM : null
}

/** When trading begins after 09:30 on the day, as minutes after New York's midnight, else null. */
export function nyseLateOpen(dayMs: number): number | null {
  return LATE_OPENINGS.get(dayMs) ?? null
}

function byDay(dates: readonly (readonly [string, number])[]): ReadonlyMap<number, number> {
  return new Map(dates.map(([date, minute]) => [Date.parse(date), minute]))
}

function minutes(hour: number, minute: number): number {
  return 60 * hour + minute
}

/** July 3 before a holiday on the 4th; where that is a Thursday, until 2012 the Friday after it instead. */
function isAroundJuly4(date: Date): boolean {
  const day = date.getUTCDate()
  const weekday = date.getUTCDay()
  if (day === 5) return weekday === FRIDAY && date.getUTCFullYear() < 2013
  if (day !== 3 || weekday === FRIDAY) return false
  return weekday !== THURSDAY - 1 || date.getUTCFullYear() >= 2013
}

function closuresOf(year: number): ReadonlyMap<number, string> {
  let closures = closuresByYear.get(year)
  if (closures === undefined) {
    closures = new Map([...holidaysOf(year), ...specialClosuresOf(year)])
    closuresByYear.set(year, closures)
  }
  return closures
}

function specialClosuresOf(year: number): [number, string][] {
  return SPECIAL_CLOSURES.filter(([date]) => date.startsWith(String(year))).map(([date, reason]) => [
    Date.parse(date),
    reason,
  ])
}

function holidaysOf(year: number): [number, string][] {
  const newYear = Date.UTC(year, 0, 1)
  const holidays: [number, string][] = [
    // On a Saturday it is not kept: the Friday before ends the old year.
    [weekdayOf(newYear) === SUNDAY ? newYear + DAY_MS : newYear, "New Year's Day"],
    [nthWeekday({ year, month: 1, weekday: MONDAY }, 3), "Washington's Birthday"],
    [easterSunday(year) - 2 * DAY_MS, 'Good Friday'],
    [lastMonday(year, 4), 'Memorial Day'],
    [observed(Date.UTC(year, 6, 4)), 'Independence Day'],
    [nthWeekday({ year, month: 8, weekday: MONDAY }, 1), 'Labor Day'],
    [nthWeekday({ year, month: 10, weekday: THURSDAY }, 4), 'Thanksgiving'],
    [observed(Date.UTC(year, 11, 25)), 'Christmas'],
  ]
  if (year >= 1998)
    holidays.push([nthWeekday({ year, month: 0, weekday: MONDAY }, 3), 'Martin Luther King Day'])
  if (year >= 2022) holidays.push([observed(Date.UTC(year, 5, 19)), 'Juneteenth'])
  return holidays
}

/** Saturday's holidays are kept on Friday, Sunday's on Monday. */
function observed(dayMs: number): number {
  const weekday = weekdayOf(dayMs)
  return weekday === SATURDAY ? dayMs - DAY_MS : weekday === SUNDAY ? dayMs + DAY_MS : dayMs
}

function lastMonday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0)
  return last - ((weekdayOf(last) - MONDAY + 7) % 7) * DAY_MS
}

/** Gregorian Easter (the anonymous algorithm of 1876; Meeus, "Astronomical Algorithms", chapter 8). */
function easterSunday(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1)
}
