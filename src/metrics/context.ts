/**
 * The metric context: how many periods make a year, and what idle money earns. Ratios of two runs compare only under one
 * context, so it is stored beside the run and printed with its figures; hourly bars are never annualised as daily ones.
 *
 * Days a year: 252 where only weekdays trade in sessions, 260 where weekdays trade around the clock, 365 where weekends trade.
 */
import { type CalendarName, DataError, type Interval, marketCalendar, UsageError } from '../model/index.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A weekday counts as traded around the clock from here on: venues that pause for an hour a day do not reach it. */
const ROUND_THE_CLOCK_MS = 23.25 * HOUR_MS

export const CALENDARS = ['equity-252', 'fx-260', 'crypto-365', 'weekly-52', 'monthly-12', 'custom'] as const
export type Calendar = (typeof CALENDARS)[number]

export type MetricContext = {
  readonly periodsPerYear: number
  /** Effective annual rate as a fraction; a period earns (1 + rate)^(1 / periodsPerYear) - 1. */
  readonly riskFreeRate: number
  readonly calendar: Calendar
  /** `calendar`: by the market that the instruments name. */
  readonly source: 'inferred' | 'calendar' | 'given'
}

export interface ContextInput {
  /** Opening instants of the bars of each pulse, ascending, epoch ms. */
  readonly pulseOpenMs: Float64Array
  readonly interval: Interval
  /** The calendar that all instruments name, where they name one; what it says needs not be inferred. */
  readonly market?: CalendarName | undefined
  /** Effective annual rate as a fraction; 0 where the user states none. */
  readonly riskFreeRate?: number
}

/**
 * Of bars of a day or shorter by the market's calendar where it is named: NYSE 252 days, currencies 260, always open 365; times the
 * bars of a day, which of the NYSE is the median over its dates (extended hours may be in them) and else 24 hours of bars.
 * Else it reads the context off the bars: months 12, weeks 52, days 252 (weekdays only) or 365 (Saturdays and Sundays trade), and
 * within a day the median count of pulses on a weekday that has any, times the days a year.
 * Throws `DataError` NO_PULSES, `UsageError` BAD_RISK_FREE_RATE.
 */
export function inferMetricContext(input: ContextInput): MetricContext {
  const { pulseOpenMs, interval, riskFreeRate = 0 } = input
  if (pulseOpenMs.length === 0) {
    throw new DataError('NO_PULSES', 'A metric context needs at least one bar, but there is none.')
  }
  const byMarket = periodsOfMarket(input)
  if (byMarket !== undefined) {
    return { ...byMarket, riskFreeRate: checkRate(riskFreeRate), source: 'calendar' }
  }
  const { periodsPerYear, calendar } = inferPeriods(pulseOpenMs, interval)
  return { periodsPerYear, riskFreeRate: checkRate(riskFreeRate), calendar, source: 'inferred' }
}

/** A context that the user states. Throws `UsageError` BAD_PERIODS_PER_YEAR, BAD_RISK_FREE_RATE. */
export function givenMetricContext(
  periodsPerYear: number,
  riskFreeRate: number,
  calendar: Calendar = 'custom',
): MetricContext {
  if (!Number.isFinite(periodsPerYear) || periodsPerYear <= 0) {
    throw new UsageError(
      'BAD_PERIODS_PER_YEAR',
      `Periods per year must be a number above 0 (252 for daily equity bars), but it is ${periodsPerYear}.`,
      { periodsPerYear: String(periodsPerYear) },
    )
  }
  return { periodsPerYear, riskFreeRate: checkRate(riskFreeRate), calendar, source: 'given' }
}

/** What one period of idle money earns, compounded: (1 + annual)^(1 / periods) - 1. */
export function ratePerPeriod({ riskFreeRate, periodsPerYear }: MetricContext): number {
  return riskFreeRate === 0 ? 0 : (1 + riskFreeRate) ** (1 / periodsPerYear) - 1
}

function checkRate(riskFreeRate: number): number {
  if (Number.isFinite(riskFreeRate) && riskFreeRate > -1 && riskFreeRate < 1) return riskFreeRate
  throw new UsageError(
    'BAD_RISK_FREE_RATE',
    `The annual risk-free rate must be a fraction between -1 and 1 (0.02 is two percent), but it is ${riskFreeRate}.`,
    { riskFreeRate: String(riskFreeRate) },
  )
}

const DAYS_OF_MARKET = {
  nyse: { days: 252, calendar: 'equity-252' },
  fx: { days: 260, calendar: 'fx-260' },
  '24/7': { days: 365, calendar: 'crypto-365' },
} as const

function periodsOfMarket({
  pulseOpenMs,
  interval: { fixedMs },
  market = 'none',
}: ContextInput): Pick<MetricContext, 'periodsPerYear' | 'calendar'> | undefined {
  if (market === 'none' || fixedMs === null || fixedMs % (7 * DAY_MS) === 0) return undefined
  const { days, calendar } = DAYS_OF_MARKET[market]
  const isWithinDay = fixedMs < DAY_MS
  const perDay = market === 'nyse' && isWithinDay ? medianOfDates(pulseOpenMs, market) : DAY_MS / fixedMs
  return { periodsPerYear: perDay * days, calendar }
}

/** The median count of pulses over the market's dates that have any. */
function medianOfDates(openMs: Float64Array, market: CalendarName): number {
  const { dateOf, startOf } = marketCalendar(market)
  const counts: number[] = []
  let n = 0
  while (n < openMs.length) {
    const endMs = startOf(dateOf(openMs[n]!) + DAY_MS)
    const start = n
    while (n < openMs.length && openMs[n]! < endMs) n++
    counts.push(n - start)
  }
  return median(counts)
}

function inferPeriods(
  openMs: Float64Array,
  interval: Interval,
): { readonly periodsPerYear: number; readonly calendar: Calendar } {
  const { fixedMs, months } = interval
  if (fixedMs === null) return { periodsPerYear: 12 / months, calendar: 'monthly-12' }
  if (fixedMs % (7 * DAY_MS) === 0) {
    return { periodsPerYear: 52 / (fixedMs / (7 * DAY_MS)), calendar: 'weekly-52' }
  }
  const activity = weekActivity(openMs)
  if (activity.tradesWeekends) {
    return { periodsPerYear: perDay(activity.pulses, fixedMs) * 365, calendar: 'crypto-365' }
  }
  const pulses = perDay(activity.pulses, fixedMs)
  const isRoundTheClock = fixedMs < DAY_MS && pulses * fixedMs >= ROUND_THE_CLOCK_MS
  return isRoundTheClock
    ? { periodsPerYear: pulses * 260, calendar: 'fx-260' }
    : { periodsPerYear: pulses * 252, calendar: 'equity-252' }
}

/** Bars of a day or longer come once in their length; shorter ones as often as the median weekday has them. */
function perDay(medianPulses: number, fixedMs: number): number {
  return fixedMs >= DAY_MS ? DAY_MS / fixedMs : medianPulses
}

interface WeekActivity {
  /** Median count of pulses over weekdays that have any (over all active days where no weekday has). */
  readonly pulses: number
  /** Saturdays and Sundays trade at least half as often as weekdays, each with at least half of a weekday's pulses. */
  readonly tradesWeekends: boolean
}

function weekActivity(openMs: Float64Array): WeekActivity {
  const countsByWeekday = pulsesByWeekday(openMs)
  const weekend = [countsByWeekday[6]!, countsByWeekday[0]!] as const
  const weekdays = countsByWeekday.slice(1, 6).flat()
  const pulses = median(weekdays.length > 0 ? weekdays : weekend.flat())
  const first = Math.floor(openMs[0]! / DAY_MS)
  const last = Math.floor(openMs[openMs.length - 1]! / DAY_MS)
  const daysOf = (weekday: number): number => daysOfWeekday(first, last, weekday)
  const weekdaysInSpan = [1, 2, 3, 4, 5].reduce((sum, weekday) => sum + daysOf(weekday), 0)
  const weekdayShare = weekdaysInSpan === 0 ? 1 : weekdays.length / weekdaysInSpan
  const isTraded = (counts: readonly number[], weekday: number): boolean => {
    const full = counts.filter((count) => 2 * count >= pulses).length
    return daysOf(weekday) === 0 || full / daysOf(weekday) > weekdayShare / 2
  }
  const holdsWeekend = weekend.flat().length > 0
  return { pulses, tradesWeekends: holdsWeekend && isTraded(weekend[0], 6) && isTraded(weekend[1], 0) }
}

/** For each weekday (0 Sunday to 6 Saturday, UTC) the count of pulses of each of its days that has any. */
function pulsesByWeekday(openMs: Float64Array): number[][] {
  const counts: number[][] = Array.from({ length: 7 }, () => [])
  let n = 0
  while (n < openMs.length) {
    const day = Math.floor(openMs[n]! / DAY_MS)
    const end = (day + 1) * DAY_MS
    const start = n
    while (n < openMs.length && openMs[n]! < end) n++
    counts[weekdayOf(day)]!.push(n - start)
  }
  return counts
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

function daysOfWeekday(firstDay: number, lastDay: number, weekday: number): number {
  const next = firstDay + ((weekday - weekdayOf(firstDay) + 7) % 7)
  return next > lastDay ? 0 : Math.floor((lastDay - next) / 7) + 1
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
