/**
 * Times that were read in the wrong zone, or whose zone changed under way. A market keeps its hours in its own local time; so,
 * seen in the right zone, trading begins at one time of day for months and years, and seen in a wrong one it moves by an hour
 * wherever one of the two changes its clocks. Warnings all.
 *
 *   SESSION_SHIFT      in no zone of a known market are the hours steady: they move by an hour and stay
 *   TIME_ZONE_SUSPECT  days are New York's, but hours are steady in another zone only, or lie hours away from its session;
 *                      or a market that never closes has no bars in the very hour that clocks skip in spring
 */
import { type Interval, isoTime, newYorkLocalMs } from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import { zoneOffsets } from '../read/time-zone.ts'
import type { Series } from '../series.ts'
import { report } from './check.ts'
import type { ExpectedSeries } from './gaps.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** Trading begins anew after so long a rest. */
const REST_MS = 4 * HOUR_MS
/** So many days in a row must begin at one time before, and at another after, to be a move that stays. */
const STEADY_DAYS = 3
const STEADY_MS = 2 * MINUTE_MS
/** Zones in which markets keep their hours; the first ones are the likeliest. Those without daylight saving are as UTC. */
const MARKET_ZONES = [
  'UTC',
  'America/New_York',
  'Europe/London',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Mexico_City',
  'Asia/Jerusalem',
  'Europe/Moscow',
  'Europe/Istanbul',
  'Asia/Tehran',
  'Africa/Cairo',
  'Pacific/Auckland',
] as const
type Zone = (typeof MARKET_ZONES)[number]

/** For bars of at most a day. Cost: one pass over the times, and some microseconds a trading day and zone. */
export function checkClocks(
  { series, expectation }: ExpectedSeries,
  interval: Interval,
  findings: Findings,
): void {
  const { fixedMs } = interval
  if (fixedMs === null || fixedMs > DAY_MS) return
  if (expectation.calendar === '24/7') {
    if (fixedMs <= HOUR_MS) reportSkippedHours(series, fixedMs, findings)
    return
  }
  const starts = startsOf(series.timeMs)
  const isNewYork = expectation.calendar === 'nyse' && fixedMs < DAY_MS
  const steady = MARKET_ZONES.find((zone) => shiftsIn(zone, series.timeMs, starts).length === 0)
  if (steady === undefined) reportShifts(series, starts, findings)
  else if (isNewYork && steady !== 'America/New_York') reportOtherZone({ series, starts, findings }, steady)
  if (isNewYork) reportFarFromSession({ series, starts, findings }, fixedMs)
}

/** Rows at which trading begins after a rest. The first row of all may lie within a session. */
function startsOf(timeMs: Float64Array): number[] {
  const rows: number[] = []
  for (let row = 1; row < timeMs.length; row++) {
    if (timeMs[row]! - timeMs[row - 1]! >= REST_MS) rows.push(row)
  }
  return rows
}

const offsetsByHour = new Map<Zone, Map<number, number>>()

/** Local time of day, ms after midnight. Clocks change at whole hours, so an hour's offset is looked up once. */
function timeOfDay(zone: Zone, timeMs: number): number {
  if (zone === 'UTC') return modulo(timeMs, DAY_MS)
  if (zone === 'America/New_York') return modulo(newYorkLocalMs(timeMs), DAY_MS)
  let known = offsetsByHour.get(zone)
  if (known === undefined) {
    known = new Map()
    offsetsByHour.set(zone, known)
  }
  const hour = Math.floor(timeMs / HOUR_MS)
  let offset = known.get(hour)
  if (offset === undefined) {
    offset = zoneOffsets(zone)(hour * HOUR_MS)
    known.set(hour, offset)
  }
  return modulo(timeMs + offset, DAY_MS)
}

interface Shift {
  readonly row: number
  readonly fromMs: number
  readonly toMs: number
}

/** Where the time of day at which trading begins moves by an hour, from some steady days to some steady days. */
function shiftsIn(zone: Zone, timeMs: Float64Array, starts: readonly number[]): Shift[] {
  const times = starts.map((row) => timeOfDay(zone, timeMs[row]!))
  const shifts: Shift[] = []
  for (let n = STEADY_DAYS; n + STEADY_DAYS <= times.length; n++) {
    const move = Math.abs(apart(times[n]!, times[n - 1]!))
    if (Math.abs(move - HOUR_MS) > STEADY_MS) continue
    if (!isSteady(times, n - STEADY_DAYS) || !isSteady(times, n)) continue
    shifts.push({ row: starts[n]!, fromMs: times[n - 1]!, toMs: times[n]! })
  }
  return shifts
}

function isSteady(times: readonly number[], from: number): boolean {
  for (let n = from + 1; n < from + STEADY_DAYS; n++) {
    if (Math.abs(apart(times[n]!, times[from]!)) > STEADY_MS) return false
  }
  return true
}

/** The way from one time of day to another, at most half a day. */
function apart(a: number, b: number): number {
  return modulo(a - b + DAY_MS / 2, DAY_MS) - DAY_MS / 2
}

function reportShifts(series: Series, starts: readonly number[], findings: Findings): void {
  const all = MARKET_ZONES.map((zone) => ({ zone, shifts: shiftsIn(zone, series.timeMs, starts) }))
  const { zone, shifts } = all.reduce((best, one) => (one.shifts.length < best.shifts.length ? one : best))
  for (const { row, fromMs, toMs } of shifts) {
    const text = `trading begins at ${clock(toMs)} (${zone}) from here on, ${clock(fromMs)} before`
    report({ series, row, findings }, 'SESSION_SHIFT', text)
  }
}

interface Market {
  readonly series: Series
  readonly starts: readonly number[]
  readonly findings: Findings
}

function reportOtherZone({ series, starts, findings }: Market, steady: Zone): void {
  const [first, ...rest] = shiftsIn('America/New_York', series.timeMs, starts)
  if (first === undefined) return
  const at = clock(timeOfDay(steady, series.timeMs[first.row]!))
  const text = `days are New York's, but trading begins at ${at} ${steady === 'UTC' ? 'UTC in summer and winter' : `of ${steady}`}: read in the wrong zone?`
  report({ series, row: first.row, findings, times: 1 + rest.length }, 'TIME_ZONE_SUSPECT', text)
}

/** Most days have bars before New York's opening, and none in the last hour before its close. */
function reportFarFromSession({ series, starts, findings }: Market, fixedMs: number): void {
  const { timeMs } = series
  let away = 0
  let firstAway = -1
  starts.forEach((row, index) => {
    const end = (starts[index + 1] ?? timeMs.length) - 1
    const opens = timeOfDay('America/New_York', timeMs[row]!)
    const closes = timeOfDay('America/New_York', timeMs[end]!) + fixedMs
    if (opens >= 9 * HOUR_MS || closes > 15 * HOUR_MS) return
    away++
    if (firstAway < 0) firstAway = row
  })
  if (starts.length < STEADY_DAYS || away * 2 <= starts.length) return
  const text = `days are New York's, but ${away} of ${starts.length} begin before 09:00 there and end before 15:00: read in the wrong zone?`
  report({ series, row: firstAway, findings, times: away }, 'TIME_ZONE_SUSPECT', text)
}

/** Hours of local time that clocks skip in spring, as ms after the UTC midnight of that Sunday. */
const SPRINGS = [
  { zone: 'New York', hourMs: 2 * HOUR_MS, sunday: (year: number): number => sundayFrom(year, 2, 8) },
  { zone: 'Berlin', hourMs: 2 * HOUR_MS, sunday: (year: number): number => sundayFrom(year, 2, 25) },
  { zone: 'London', hourMs: HOUR_MS, sunday: (year: number): number => sundayFrom(year, 2, 25) },
] as const

/** The first Sunday on or after a day of a month (0 is January). */
function sundayFrom(year: number, month: number, day: number): number {
  const from = Date.UTC(year, month, day)
  return from + ((7 - new Date(from).getUTCDay()) % 7) * DAY_MS
}

function reportSkippedHours(series: Series, fixedMs: number, findings: Findings): void {
  const { timeMs } = series
  const firstYear = new Date(timeMs[0]!).getUTCFullYear()
  const lastYear = new Date(timeMs.at(-1)!).getUTCFullYear()
  for (const { zone, hourMs, sunday } of SPRINGS) {
    const skipped: number[] = []
    let springs = 0
    // In this form since 2007 in New York, and since 1996 in Europe.
    for (let year = Math.max(firstYear, 2007); year <= lastYear; year++) {
      const fromMs = sunday(year) + hourMs
      if (fromMs - fixedMs < timeMs[0]! || fromMs + HOUR_MS > timeMs.at(-1)!) continue
      springs++
      const row = firstAtOrAfter(timeMs, fromMs)
      if (timeMs[row] === fromMs + HOUR_MS && timeMs[row - 1] === fromMs - fixedMs) skipped.push(row)
    }
    if (springs === 0 || skipped.length < springs) continue
    for (const row of skipped) {
      const text = `no bar in the hour before ${isoTime(timeMs[row]!)}, which clocks skip in ${zone} that day: local times read as UTC?`
      report({ series, row, findings }, 'TIME_ZONE_SUSPECT', text)
    }
    return
  }
}

function firstAtOrAfter(timeMs: Float64Array, instantMs: number): number {
  let low = 0
  let high = timeMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeMs[middle]! < instantMs) low = middle + 1
    else high = middle
  }
  return low
}

/** `09:30`. */
function clock(dayMs: number): string {
  return new Date(dayMs).toISOString().slice(11, 16)
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by
