/** What is asked of a made-up market, and whether it can be made. */
import {
  CALENDAR_NAMES,
  type CalendarName,
  didYouMean,
  type Interval,
  parseInterval,
  parseIsoTime,
  UsageError,
} from '../model/index.ts'

const DAY_MS = 86_400_000

/** Rates are fractions a year: 0.2 is 20 %. */
export type MarketModel =
  /** Geometric Brownian motion, with jumps where they are given (Merton 1976). */
  | {
      readonly kind: 'gbm'
      /** Growth of the expected price, a year, jumps included. */
      readonly drift: number
      /** Standard deviation of the logarithm over a year, jumps not included; > 0. */
      readonly volatility: number
      readonly jumps?: Jumps
    }
  /** Drift and volatility that a hidden Markov chain switches, one chain for the whole market (Hamilton 1989). */
  | { readonly kind: 'regimes'; readonly regimes: readonly Regime[] }
  /** Nothing to be found: prices without drift, moves independent of the past and of each other. */
  | { readonly kind: 'noise'; readonly volatility: number }

export interface Jumps {
  /** How many to expect a year, > 0. */
  readonly perYear: number
  /** Mean of a jump's logarithm. */
  readonly mean: number
  /** Standard deviation of a jump's logarithm, >= 0. */
  readonly sigma: number
}

export interface Regime {
  readonly drift: number
  readonly volatility: number
  /** How long it lasts on average, years, > 0; the next one is any of the others, each as likely. */
  readonly years: number
}

export interface GenerateMarketRequest {
  /** The same seed gives the same bytes, on every machine. */
  readonly seed: number
  readonly model: MarketModel
  /** How many instruments, named GEN_001 and on. */
  readonly instruments: number
  /** ISO date of the first possible bar. */
  readonly from: string
  /** ISO date of the last possible bar, inclusive. */
  readonly to: string
  /** A day, or a part of one; `1d` where it is left out. */
  readonly interval?: string
  /** Days and, within them, regular sessions in which there are bars; `nyse` where it is left out. */
  readonly calendar?: Exclude<CalendarName, 'none'>
  /**
   * Correlation of moves: one number in [0, 1) for every pair (one market factor), or a matrix (symmetric, ones on its
   * diagonal, positive definite), whose Cholesky factor mixes independent moves. 0 where it is left out.
   */
  readonly correlation?: number | readonly (readonly number[])[]
  /** Share of instruments that begin late (within the first half of the span) and that end early (within its last half). */
  readonly ragged?: { readonly lateShare: number; readonly earlyShare: number }
  /** First price of each; drawn from 20 to 200 where it is left out. */
  readonly startPrice?: number
  /** Step of all prices, which are at least one; 0.01 where it is left out. Not an attribute of the instruments. */
  readonly tickSize?: number
}

export const GENERATOR_CALENDARS = CALENDAR_NAMES.filter(
  (name): name is Exclude<CalendarName, 'none'> => name !== 'none',
)

/** A request with its defaults, checked. */
export interface MarketPlan {
  readonly seed: number
  readonly model: MarketModel
  readonly instruments: number
  readonly fromMs: number
  /** The date of the last possible bar. */
  readonly toMs: number
  readonly interval: Interval & { readonly fixedMs: number }
  readonly calendar: Exclude<CalendarName, 'none'>
  readonly correlation: number | readonly (readonly number[])[]
  readonly ragged: { readonly lateShare: number; readonly earlyShare: number }
  readonly startPrice: number | null
  readonly tickSize: number
}

/** Throws `UsageError` BAD_GENERATOR, BAD_INTERVAL. */
export function planMarket(request: GenerateMarketRequest): MarketPlan {
  const { seed, model, instruments, calendar = 'nyse', correlation = 0, tickSize = 0.01 } = request
  const { lateShare, earlyShare } = request.ragged ?? { lateShare: 0, earlyShare: 0 }
  const interval = parseInterval(request.interval ?? '1d')
  const { fixedMs } = interval
  const fromMs = dateOf('from', request.from)
  const toMs = dateOf('to', request.to)
  need(
    Number.isSafeInteger(seed) && seed >= 0,
    `a seed that is a whole number of at least 0, but it is ${seed}`,
  )
  need(isCount(instruments), `1 to 100000 instruments, but it is ${instruments}`)
  need(toMs >= fromMs, `a span that ends on or after its start, but it is ${request.from} to ${request.to}`)
  need(
    (GENERATOR_CALENDARS as readonly string[]).includes(calendar),
    `a calendar of ${GENERATOR_CALENDARS.join(', ')}, but it is '${calendar}'.${didYouMean(calendar, GENERATOR_CALENDARS)}`,
  )
  need(
    fixedMs !== null && fixedMs <= DAY_MS && DAY_MS % fixedMs === 0,
    `an interval of a day or a whole part of one (longer bars are made by resampling), but it is ${interval.text}`,
  )
  need(
    isShare(lateShare) && isShare(earlyShare),
    `shares of 0 to 1 of late and early instruments, but they are ${lateShare} and ${earlyShare}`,
  )
  need(tickSize > 0 && Number.isFinite(tickSize), `a tick size above 0, but it is ${tickSize}`)
  const startPrice = request.startPrice ?? null
  need(
    startPrice === null || (startPrice >= tickSize && Number.isFinite(startPrice)),
    `a start price of at least a tick, but it is ${startPrice}`,
  )
  requireModel(model)
  requireCorrelation(correlation, instruments)
  return {
    seed,
    model,
    instruments,
    fromMs,
    toMs,
    interval: { ...interval, fixedMs: fixedMs! },
    calendar,
    correlation,
    ragged: { lateShare, earlyShare },
    startPrice,
    tickSize,
  }
}

function requireModel(model: MarketModel): void {
  const isVolatility = (value: number): boolean => Number.isFinite(value) && value > 0 && value <= 10
  const isDrift = (value: number): boolean => Number.isFinite(value) && Math.abs(value) <= 10
  switch (model.kind) {
    case 'gbm': {
      need(isDrift(model.drift), `a drift of -10 to 10 a year, but it is ${model.drift}`)
      need(
        isVolatility(model.volatility),
        `a volatility above 0 and up to 10 a year, but it is ${model.volatility}`,
      )
      if (model.jumps === undefined) return
      const { perYear, mean, sigma } = model.jumps
      need(perYear > 0 && perYear <= 1_000, `above 0 and up to 1000 jumps a year, but it is ${perYear}`)
      need(
        Math.abs(mean) <= 2 && sigma >= 0 && sigma <= 2,
        `jumps with a mean of -2 to 2 and a sigma of 0 to 2, but they are ${mean} and ${sigma}`,
      )
      return
    }
    case 'regimes':
      need(model.regimes.length >= 2, `two regimes or more, but there are ${model.regimes.length}`)
      for (const { drift, volatility, years } of model.regimes) {
        need(
          isDrift(drift) && isVolatility(volatility),
          `a drift of -10 to 10 and a volatility above 0 and up to 10 in every regime, but they are ${drift} and ${volatility}`,
        )
        need(
          years > 0 && Number.isFinite(years),
          `regimes that last more than 0 years, but one lasts ${years}`,
        )
      }
      return
    case 'noise':
      need(
        isVolatility(model.volatility),
        `a volatility above 0 and up to 10 a year, but it is ${model.volatility}`,
      )
      return
    default:
      model satisfies never
  }
}

function requireCorrelation(correlation: MarketPlan['correlation'], instruments: number): void {
  if (typeof correlation === 'number') {
    need(correlation >= 0 && correlation < 1, `a correlation from 0 to below 1, but it is ${correlation}`)
    return
  }
  need(
    correlation.length === instruments && correlation.every((row) => row.length === instruments),
    `a correlation matrix with a row and a column an instrument, but it has ${correlation.length} rows for ${instruments}`,
  )
  correlation.forEach((row, i) => {
    row.forEach((value, j) => {
      need(
        Number.isFinite(value) && value === correlation[j]![i] && (i !== j || value === 1),
        `a symmetric correlation matrix with ones on its diagonal, but at row ${i + 1}, column ${j + 1} it has ${value}`,
      )
    })
  })
}

const isCount = (value: number): boolean => Number.isInteger(value) && value > 0 && value <= 100_000
const isShare = (value: number): boolean => value >= 0 && value <= 1

function dateOf(name: string, text: string): number {
  const timeMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseIsoTime(text) : undefined
  need(timeMs !== undefined, `a date like 2018-01-31 for '${name}', but it is '${text}'`)
  return timeMs!
}

function need(holds: boolean, what: string): void {
  if (!holds) throw badGenerator(what)
}

export function badGenerator(what: string): UsageError {
  return new UsageError('BAD_GENERATOR', `Generated bars need ${what}.`)
}
