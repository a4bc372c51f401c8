/**
 * Missing bars, without a calendar: the bars' own weekly pattern says when one is to be expected. A market that never
 * sleeps expects every slot; a daily one the weekdays it trades on; within a day those slots of the week in which at
 * least three quarters of the weeks have a bar, so that sparse hours and shifts by daylight saving do not count as holes.
 */
import { type Interval, isoTime } from '../model/index.ts'
import { type Place, report } from './check.ts'
import type { Series } from './collect.ts'
import { EXAMPLES, type Findings } from './findings.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** 1970-01-05 was a Monday. */
const MONDAY_MS = 4 * DAY_MS
/** Above this share of slots filled, every slot is expected. */
const CONTINUOUS = 0.9
const DAILY_SHARE = 0.5
const INTRADAY_SHARE = 0.75
const WEEKS_FOR_PATTERN = 4

/** How many bars are expected strictly between two bars. */
export interface Expectation {
  readonly isContinuous: boolean
  readonly between: (fromMs: number, toMs: number) => number
}

interface Gap {
  readonly series: Series
  readonly row: number
  readonly missing: number
}

/** Adds GAPS (the longest first) and, on daily bars with days off, SINGLE_BAR_GAPS. */
export function checkGaps(all: readonly Series[], interval: Interval, findings: Findings): void {
  const longest: Gap[] = []
  let count = 0
  for (const series of all) {
    const { timeMs } = series
    if (timeMs.length < 2) continue
    const { between, isContinuous } = expectBars(timeMs, interval)
    const holidaysLikely = !isContinuous && interval.fixedMs === DAY_MS
    for (let row = 1; row < timeMs.length; row++) {
      const missing = between(timeMs[row - 1]!, timeMs[row]!)
      if (missing === 0) continue
      const place: Place = { series, row, findings }
      if (missing === 1 && holidaysLikely) {
        report(place, 'SINGLE_BAR_GAPS', `no bar between ${isoTime(timeMs[row - 1]!)} and this one`)
        continue
      }
      count++
      keepLongest(longest, { series, row, missing })
    }
  }
  longest.forEach(({ series, row, missing }, index) => {
    const before = isoTime(series.timeMs[row - 1]!)
    const text = `${missing} ${missing === 1 ? 'bar' : 'bars'} missing after ${before}${index === 0 ? ' (the longest gap)' : ''}`
    report({ series, row, findings, times: index === 0 ? count - longest.length + 1 : 1 }, 'GAPS', text)
  })
}

function keepLongest(longest: Gap[], gap: Gap): void {
  if (longest.length === EXAMPLES && longest.at(-1)!.missing >= gap.missing) return
  const at = longest.findIndex(({ missing }) => missing < gap.missing)
  longest.splice(at < 0 ? longest.length : at, 0, gap)
  longest.length = Math.min(longest.length, EXAMPLES)
}

/** What the pattern of ascending opening instants lets expect. */
export function expectBars(timeMs: Float64Array, interval: Interval): Expectation {
  const { fixedMs } = interval
  if (fixedMs === null) return { isContinuous: true, between: monthsBetween(interval.months) }
  const spanMs = timeMs.at(-1)! - timeMs[0]!
  const filled = timeMs.length / (spanMs / fixedMs + 1)
  if (filled > CONTINUOUS || fixedMs > DAY_MS || DAY_MS % fixedMs !== 0) {
    return {
      isContinuous: true,
      between: (fromMs, toMs) => Math.max(0, Math.round((toMs - fromMs) / fixedMs) - 1),
    }
  }
  return { isContinuous: false, between: weeklyPattern(timeMs, fixedMs) }
}

function monthsBetween(months: number): (fromMs: number, toMs: number) => number {
  const monthOf = (timeMs: number): number => {
    const date = new Date(timeMs)
    return date.getUTCFullYear() * 12 + date.getUTCMonth()
  }
  return (fromMs, toMs) => Math.max(0, Math.round((monthOf(toMs) - monthOf(fromMs)) / months) - 1)
}

/** Counts by prefix sums over the slots of a week, so that the cost of a gap does not grow with its length. */
function weeklyPattern(timeMs: Float64Array, fixedMs: number): (fromMs: number, toMs: number) => number {
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
