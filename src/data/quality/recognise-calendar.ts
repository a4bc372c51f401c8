/**
 * Which market's calendar bars show by themselves. One that never sleeps fills every slot; one that keeps the days of the New
 * York Stock Exchange skips its holidays and little else; that of currencies fills the week from Sunday to Friday.
 */
import {
  type CalendarName,
  countBetween,
  type Interval,
  marketCalendar,
  NYSE_SINCE_MS,
  nyseClosure,
  parseInterval,
  SESSIONS,
  sessionsOfBars,
  slotsBetween,
} from '../../model/index.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** Above this share of slots filled, every slot is expected. */
const CONTINUOUS = 0.9
/** So many holidays must have been skipped, and so few not, for the exchange's days to be recognised. */
const HOLIDAYS_FOR_NYSE = 5
const NYSE_EXCEPTIONS = 0.05
/** So many weekends are no coincidence. */
const WEEKENDS_FOR_FX = 2
/** The share of bars that may lie outside of the currency week. */
const FX_STRAYS = 0.01
/** Holes longer than this say nothing of holidays. */
const HOLIDAY_HOLE_DAYS = 5

/** The calendar that bars of at most a day show by themselves; `none` where they show none. */
export function recogniseCalendar(timeMs: Float64Array, fixedMs: number): CalendarName {
  const spanMs = timeMs.at(-1)! - timeMs[0]!
  const isFull = timeMs.length / (spanMs / fixedMs + 1) > CONTINUOUS
  // Within a week without a weekend, or within one session, every market fills its slots.
  if (isFull) return spanMs >= WEEK_MS || holdsWeekend(timeMs) ? '24/7' : 'none'
  if (keepsNyseDays(timeMs)) return 'nyse'
  return fixedMs < DAY_MS && keepsFxWeek(timeMs, fixedMs) ? 'fx' : 'none'
}

function holdsWeekend(timeMs: Float64Array): boolean {
  return timeMs.some((time) => new Date(time).getUTCDay() === 6)
}

/** Bars in nearly every slot of the currency week, over weekends that begin and end where its do, and in hardly any other. */
function keepsFxWeek(timeMs: Float64Array, fixedMs: number): boolean {
  const { dateOf, startOf } = marketCalendar('fx')
  const slots = slotsBetween('fx', parseInterval(`${fixedMs / 1_000}s`))
  const least = CONTINUOUS * (2 + countBetween(slots, timeMs[0]!, timeMs.at(-1)!))
  if (timeMs.length < least) return false
  const codes = sessionsOfBars('fx', timeMs, fixedMs)
  const inside = codes.reduce((sum, code) => sum + (SESSIONS[code] === 'regular' ? 1 : 0), 0)
  if (inside < least || inside < (1 - FX_STRAYS) * timeMs.length) return false
  let weekends = 0
  let kept = 0
  for (let n = 1; n < timeMs.length; n++) {
    const openMs = timeMs[n]!
    if (openMs - timeMs[n - 1]! < DAY_MS) continue
    weekends++
    if (openMs === startOf(dateOf(openMs))) kept++
  }
  return weekends >= WEEKENDS_FOR_FX && kept >= CONTINUOUS * weekends
}

export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS
}

function keepsNyseDays(timeMs: Float64Array): boolean {
  if (timeMs[0]! < NYSE_SINCE_MS) return false
  let skipped = 0
  let missed = 0
  let kept = 0
  let before = Number.NaN
  for (const time of timeMs) {
    const day = dayOf(time)
    if (day === before) continue
    if (isHoliday(day)) kept++
    if (day - before > DAY_MS && day - before <= HOLIDAY_HOLE_DAYS * DAY_MS) {
      for (let hole = before + DAY_MS; hole < day; hole += DAY_MS) {
        if (isHoliday(hole)) skipped++
        else if (!isWeekend(hole)) missed++
      }
    }
    before = day
  }
  return skipped >= HOLIDAYS_FOR_NYSE && kept <= skipped * NYSE_EXCEPTIONS && missed <= skipped
}

function isWeekend(dayMs: number): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (((dayMs / DAY_MS + 4) % 7) + 7) % 7
  return weekday === 0 || weekday === 6
}

const holidayOf = new Map<number, boolean>()

/** A weekday on which the exchange is closed. */
export function isHoliday(dayMs: number): boolean {
  let known = holidayOf.get(dayMs)
  if (known === undefined) {
    known = !isWeekend(dayMs) && nyseClosure(dayMs) !== null
    holidayOf.set(dayMs, known)
  }
  return known
}

/** Rows of bars that lie on dates on which the exchange is closed: UTC's dates of bars of a day, else New York's. */
export function barsOnNyseClosures(timeMs: Float64Array, interval: Interval): number[] {
  const isDated = interval.fixedMs === null || interval.fixedMs >= DAY_MS
  const { dateOf } = marketCalendar('nyse')
  const rows: number[] = []
  for (let row = 0; row < timeMs.length; row++) {
    const day = isDated ? dayOf(timeMs[row]!) : dateOf(timeMs[row]!)
    if (day >= NYSE_SINCE_MS && (isWeekend(day) || isHoliday(day))) rows.push(row)
  }
  return rows
}
