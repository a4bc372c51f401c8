/**
 * Which bars are to be expected. A market that never sleeps fills every slot. One that keeps the days of the New York Stock
 * Exchange is recognised by them: its bars skip those holidays and little else. Of any other the weekly pattern decides:
 * on daily bars the weekdays it trades on; within a day those slots of the week in which at least three quarters of the
 * weeks have a bar, so that sparse hours and shifts by daylight saving do not count as holes.
 */
import { type Interval, NYSE_SINCE_MS, nyseClosure, nyseEarlyClose } from '../../model/index.ts'
import { localTimeIn } from '../read/time-zone.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const WEEK_MS = 7 * DAY_MS
/** 1970-01-05 was a Monday. */
const MONDAY_MS = 4 * DAY_MS
/** Above this share of slots filled, every slot is expected. */
const CONTINUOUS = 0.9
const DAILY_SHARE = 0.5
const INTRADAY_SHARE = 0.75
const WEEKS_FOR_PATTERN = 4
/** So many holidays must have been skipped, and so few not, for the exchange's days to be recognised. */
const HOLIDAYS_FOR_NYSE = 5
const NYSE_EXCEPTIONS = 0.05
/** Bars on closed days that a sparse instrument may have and still be held to the exchange's days. */
const CLOSED_DAY_SHARE = 0.001
/** Holes longer than this say nothing of holidays. */
const HOLIDAY_HOLE_DAYS = 5

export const BAR_CALENDARS = ['always', 'nyse', 'weekly-pattern'] as const
/** What decides which bars are expected. */
export type BarCalendar = (typeof BAR_CALENDARS)[number]

/** How many bars are expected strictly between two opening instants. */
export type Between = (fromMs: number, toMs: number) => number

export interface Expectation {
  readonly calendar: BarCalendar
  readonly between: Between
}

export interface ExpectOptions {
  readonly interval: Interval
  /** Taken as it is, where it is given. */
  readonly calendar?: BarCalendar | undefined
}

/** What is expected between bars of these ascending opening instants; two of them at least. */
export function expectBars(timeMs: Float64Array, { interval, calendar }: ExpectOptions): Expectation {
  const { fixedMs } = interval
  if (fixedMs === null) return { calendar: 'always', between: monthsBetween(interval.months) }
  const chosen = calendar ?? recogniseCalendar(timeMs, fixedMs)
  if (chosen === 'always' || fixedMs > DAY_MS || DAY_MS % fixedMs !== 0) {
    const between: Between = (fromMs, toMs) => Math.max(0, Math.round((toMs - fromMs) / fixedMs) - 1)
    return { calendar: 'always', between }
  }
  if (chosen === 'nyse' && fixedMs === DAY_MS) return { calendar: chosen, between: nyseSessionsBetween }
  const pattern = weeklyPattern(timeMs, fixedMs)
  return { calendar: chosen, between: chosen === 'nyse' ? withoutNyseClosures(pattern) : pattern }
}

/**
 * What is expected of each instrument of a snapshot. Where most of those that sometimes rest keep the exchange's days, one
 * that has no bars on its closed days is held to them as well: it is only sparse.
 */
export function expectAll(times: readonly Float64Array[], options: ExpectOptions): Expectation[] {
  const own = times.map((timeMs) => expectBars(timeMs, options))
  const resting = own.filter(({ calendar }) => calendar !== 'always')
  const keeping = resting.filter(({ calendar }) => calendar === 'nyse').length
  if (options.calendar !== undefined || keeping * 2 <= resting.length) return own
  return own.map((expectation, index) => {
    const timeMs = times[index]!
    const isSparse =
      expectation.calendar === 'weekly-pattern' &&
      barsOnNyseClosures(timeMs).length <= timeMs.length * CLOSED_DAY_SHARE
    return isSparse ? expectBars(timeMs, { ...options, calendar: 'nyse' }) : expectation
  })
}

function recogniseCalendar(timeMs: Float64Array, fixedMs: number): BarCalendar {
  const spanMs = timeMs.at(-1)! - timeMs[0]!
  if (timeMs.length / (spanMs / fixedMs + 1) > CONTINUOUS) return 'always'
  return keepsNyseDays(timeMs) ? 'nyse' : 'weekly-pattern'
}

function dayOf(timeMs: number): number {
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
function isHoliday(dayMs: number): boolean {
  let known = holidayOf.get(dayMs)
  if (known === undefined) {
    known = !isWeekend(dayMs) && nyseClosure(dayMs) !== null
    holidayOf.set(dayMs, known)
  }
  return known
}

const nyseSessionsBetween: Between = (fromMs, toMs) => {
  let sessions = 0
  for (let day = dayOf(fromMs) + DAY_MS; day < dayOf(toMs); day += DAY_MS) {
    if (!isWeekend(day) && !isHoliday(day)) sessions++
  }
  return sessions
}

/** The pattern less what it expects on holidays and after early closes. */
function withoutNyseClosures(pattern: Between): Between {
  const newYork = localTimeIn('America/New_York')
  return (fromMs, toMs) => {
    let expected = pattern(fromMs, toMs)
    for (let day = dayOf(fromMs); day < toMs && expected > 0; day += DAY_MS) {
      const early = nyseEarlyClose(day)
      const closedFromMs = isHoliday(day)
        ? day
        : early === null
          ? Number.NaN
          : newYork(day + early * MINUTE_MS)
      if (Number.isNaN(closedFromMs)) continue
      // Strictly between: the ends of the gap are bars, whatever the calendar says.
      const afterMs = Math.max(fromMs, closedFromMs - 1)
      const untilMs = Math.min(toMs, day + DAY_MS)
      if (untilMs > afterMs) expected -= pattern(afterMs, untilMs)
    }
    return Math.max(0, expected)
  }
}

/** Bars that lie on days on which the exchange is closed. */
export function barsOnNyseClosures(timeMs: Float64Array): number[] {
  const rows: number[] = []
  for (let row = 0; row < timeMs.length; row++) {
    const day = dayOf(timeMs[row]!)
    if (day >= NYSE_SINCE_MS && (isWeekend(day) || isHoliday(day))) rows.push(row)
  }
  return rows
}

function monthsBetween(months: number): Between {
  const monthOf = (timeMs: number): number => {
    const date = new Date(timeMs)
    return date.getUTCFullYear() * 12 + date.getUTCMonth()
  }
  return (fromMs, toMs) => Math.max(0, Math.round((monthOf(toMs) - monthOf(fromMs)) / months) - 1)
}

/** Counts by prefix sums over the slots of a week, so that the cost of a gap does not grow with its length. */
function weeklyPattern(timeMs: Float64Array, fixedMs: number): Between {
  const expected = expectedSlots(timeMs, fixedMs)
  const slots = expected.length
  const before = new Uint32Array(slots + 1)
  for (let slot = 0; slot < slots; slot++) before[slot + 1] = before[slot]! + expected[slot]!
  const perWeek = before[slots]!
  // Expected slots from the first Monday up to but not including the slot numbered `slot`.
  const upTo = (slot: number): number => {
    const week = Math.floor(slot / slots)
    return week * perWeek + before[slot - week * slots]!
  }
  const slotOf = (time: number): number => Math.floor((time - MONDAY_MS) / fixedMs)
  return (fromMs, toMs) => Math.max(0, upTo(slotOf(toMs)) - upTo(slotOf(fromMs) + 1))
}

function expectedSlots(timeMs: Float64Array, fixedMs: number): Uint8Array {
  const perDay = DAY_MS / fixedMs
  const counts = new Uint32Array(7 * perDay)
  const activeDays = new Uint32Array(7)
  let lastDay = Number.NaN
  for (const time of timeMs) {
    const day = Math.floor((time - MONDAY_MS) / DAY_MS)
    const weekday = ((day % 7) + 7) % 7
    if (day !== lastDay) activeDays[weekday]!++
    lastDay = day
    counts[weekday * perDay + Math.floor((time - MONDAY_MS - day * DAY_MS) / fixedMs)]!++
  }
  const weeks = (timeMs.at(-1)! - timeMs[0]!) / WEEK_MS
  if (perDay === 1) {
    const most = Math.max(...counts)
    return Uint8Array.from(counts, (count) => (count >= most * DAILY_SHARE ? 1 : 0))
  }
  return weeks >= WEEKS_FOR_PATTERN
    ? bySlotOfWeek(counts, activeDays, weeks)
    : bySlotOfDay(counts, activeDays, perDay)
}

function bySlotOfWeek(counts: Uint32Array, activeDays: Uint32Array, weeks: number): Uint8Array {
  const perDay = counts.length / 7
  return Uint8Array.from(counts, (count, slot) => {
    const active = activeDays[Math.floor(slot / perDay)]!
    return active >= weeks * DAILY_SHARE && count >= active * INTRADAY_SHARE ? 1 : 0
  })
}

/** Too short for a pattern by weekday: all active weekdays are taken as alike. */
function bySlotOfDay(counts: Uint32Array, activeDays: Uint32Array, perDay: number): Uint8Array {
  const active = activeDays.reduce((sum, days) => sum + days, 0)
  const pooled = new Uint32Array(perDay)
  for (let slot = 0; slot < counts.length; slot++) pooled[slot % perDay]! += counts[slot]!
  return Uint8Array.from(counts, (_, slot) =>
    activeDays[Math.floor(slot / perDay)]! > 0 && pooled[slot % perDay]! >= active * INTRADAY_SHARE ? 1 : 0,
  )
}
