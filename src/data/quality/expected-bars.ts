/**
 * Which bars are to be expected. A calendar that is named decides; else one is recognised. A market that never sleeps fills
 * every slot. One that keeps the days of the New York Stock Exchange is told by them: its bars skip those holidays and little
 * else. Bars of all hours of the currency week and of no other are of that. Of any other the weekly pattern decides (calendar
 * `none`): on daily bars the weekdays it trades on; within a day those slots of the week in which at least three quarters of
 * the weeks have a bar, so that sparse hours and shifts by daylight saving do not count as holes.
 */
import {
  type CalendarName,
  countBetween,
  type Interval,
  nyseEarlyClose,
  SESSIONS,
  sessionsOfBars,
  slotsBetween,
} from '../../model/index.ts'
import { localTimeIn } from '../read/time-zone.ts'
import { barsOnNyseClosures, dayOf, isHoliday, recogniseCalendar } from './recognise-calendar.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const WEEK_MS = 7 * DAY_MS
/** 1970-01-05 was a Monday. */
const MONDAY_MS = 4 * DAY_MS
const DAILY_SHARE = 0.5
const INTRADAY_SHARE = 0.75
const WEEKS_FOR_PATTERN = 4
/** Bars on closed days that a sparse instrument may have and still be held to the exchange's days. */
const CLOSED_DAY_SHARE = 0.001
/** Of a recognised market's bars within the day, so many must lie in its sessions for those to decide. */
const SESSION_SHARE = 0.95
/** And of the slots of its sessions so many must have a bar. */
const SESSION_FILLED = 0.9

/** How many bars are expected strictly between two opening instants. */
export type Between = (fromMs: number, toMs: number) => number

export interface Expectation {
  readonly calendar: CalendarName
  readonly between: Between
}

export interface ExpectOptions {
  readonly interval: Interval
  /** Taken as it is, where it is given. */
  readonly calendar?: CalendarName | undefined
}

export interface ExpectAllOptions {
  readonly interval: Interval
  /** Of each instrument the calendar that is taken as it is, or undefined. */
  readonly calendars?: readonly (CalendarName | undefined)[]
}

/** What is expected between bars of these ascending opening instants; two of them at least. */
export function expectBars(timeMs: Float64Array, { interval, calendar }: ExpectOptions): Expectation {
  const { fixedMs } = interval
  const byCalendar = (name: CalendarName): Expectation => {
    const slots = slotsBetween(name, interval)
    const nextMs = fixedMs ?? 0
    // Neighbours, which most bars are, need no look at the calendar.
    const between: Between = (fromMs, toMs) =>
      toMs - fromMs <= nextMs ? 0 : countBetween(slots, fromMs, toMs)
    return { calendar: name, between }
  }
  // Bars of weeks and months come at their distance, whatever their market does within it.
  if (fixedMs === null || fixedMs > DAY_MS) return byCalendar(calendar ?? 'none')
  const chosen = calendar ?? recogniseCalendar(timeMs, fixedMs)
  if (DAY_MS % fixedMs !== 0 || chosen === '24/7') return byCalendar(chosen)
  const isGiven = calendar !== undefined
  if (chosen !== 'none' && (isGiven || fixedMs === DAY_MS || fillsSessions(chosen, timeMs, interval))) {
    return byCalendar(chosen)
  }
  const pattern = weeklyPattern(timeMs, fixedMs)
  return { calendar: chosen, between: chosen === 'nyse' ? withoutNyseClosures(pattern) : pattern }
}

/** Whether bars within the day lie in a market's sessions and fill them: local times that were read as UTC do not. */
function fillsSessions(calendar: CalendarName, timeMs: Float64Array, interval: Interval): boolean {
  const codes = sessionsOfBars(calendar, timeMs, interval.fixedMs!)
  let open = 0
  let regular = 0
  for (const code of codes) {
    if (SESSIONS[code] !== 'closed') open++
    if (SESSIONS[code] === 'regular') regular++
  }
  if (open < SESSION_SHARE * codes.length) return false
  const expected = countBetween(slotsBetween(calendar, interval), timeMs[0]! - 1, timeMs.at(-1)! + 1)
  return regular >= SESSION_FILLED * expected
}

/**
 * What is expected of each instrument of a snapshot. Where most of those that sometimes rest keep the exchange's days, one
 * that has no bars on its closed days is held to them as well: it is only sparse.
 */
export function expectAll(
  times: readonly Float64Array[],
  { interval, calendars }: ExpectAllOptions,
): Expectation[] {
  const own = times.map((timeMs, index) => expectBars(timeMs, { interval, calendar: calendars?.[index] }))
  const recognised = own.filter((_, index) => calendars?.[index] === undefined)
  const resting = recognised.filter(({ calendar }) => calendar !== '24/7')
  const keeping = resting.filter(({ calendar }) => calendar === 'nyse').length
  if (keeping * 2 <= resting.length) return own
  return own.map((expectation, index) => {
    const timeMs = times[index]!
    const isSparse =
      calendars?.[index] === undefined &&
      expectation.calendar === 'none' &&
      barsOnNyseClosures(timeMs, interval).length <= timeMs.length * CLOSED_DAY_SHARE
    return isSparse ? expectBars(timeMs, { interval, calendar: 'nyse' }) : expectation
  })
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
