/**
 * The figures of one run, from its evidence alone. What is not defined (a ratio without variance, a mean without trades) is
 * null: never NaN, which JSON cannot carry, and never 0, which reads as a measurement.
 *
 *   n   returns (pulses - 1)          r_t  return per period, see returns.ts
 *   A   periods per year              f    risk-free return per period, (1 + annual)^(1/A) - 1
 */
import type { EquityCurve, Trade } from '../ledger/index.ts'
import { InvariantError } from '../model/index.ts'
import { type MetricContext, ratePerPeriod } from './context.ts'
import { type Drawdown, summariseDrawdowns } from './drawdown.ts'
import { returnMoments } from './returns.ts'
import { finiteOrNull, ratioOf, sumOf } from './summation.ts'
import { type TradeStatistics, tradeStatistics } from './trades.ts'

export type Metrics = {
  readonly openingEquity: number
  readonly finalEquity: number
  readonly finalCash: number
  /** finalEquity - openingEquity. */
  readonly profit: number
  /** finalEquity / openingEquity - 1. */
  readonly totalReturn: number | null
  /** (1 + totalReturn)^(A / n) - 1. */
  readonly annualReturn: number | null
  /** Sample standard deviation of r x sqrt(A). */
  readonly volatility: number | null
  /** mean(r - f) / sample standard deviation of r x sqrt(A) (Sharpe 1994). */
  readonly sharpe: number | null
  /** mean(r - f) / sqrt(sum min(r - f, 0)^2 / n) x sqrt(A) (Sortino and Price 1994, target f). */
  readonly sortino: number | null
  /** annualReturn / |maxDrawdown|. */
  readonly calmar: number | null
  /** The deepest fall below a former peak, a negative fraction; 0 where equity never fell. */
  readonly maxDrawdown: number
  readonly ulcer: number
  readonly drawdown: Drawdown | null
  readonly longestDrawdown: Drawdown | null
  /** n. */
  readonly periods: number
  readonly bestPeriod: number | null
  readonly worstPeriod: number | null
  /** Fraction of returns above zero. */
  readonly positivePeriods: number | null
  /** Fraction of pulses with any open position. */
  readonly exposure: number
  /** Mean gross exposure / mean equity, and the highest ratio of the two at one pulse. */
  readonly averageLeverage: number | null
  readonly peakLeverage: number | null
  /** (tradedNotional / 2) / mean equity x A / n: how often a year the account's value is replaced. */
  readonly turnover: number | null
  readonly tradedNotional: number
  readonly fees: number
  /** Cash received in dividends, less what was paid on short positions. */
  readonly dividends: number
  readonly trades: number
  readonly winRate: number | null
  readonly profitFactor: number | null
  readonly expectancy: number | null
  readonly averageTrade: number | null
  readonly averageWin: number | null
  readonly averageLoss: number | null
  readonly payoff: number | null
  readonly bestTrade: number | null
  readonly worstTrade: number | null
  readonly averageHoldingMs: number | null
  /** The first pulse at which equity was not above zero: ratios of returns are undefined from there on. */
  readonly ruinTimeMs: number | null
}

export interface MetricInput {
  readonly curve: EquityCurve
  /** Closed round trips in the order of their exits, or what was summed up of them as they passed. */
  readonly trades: Iterable<Trade> | TradeStatistics
  /** Sum over fills of |quantity x price x multiplier|, buys and sells alike. */
  readonly tradedNotional: number
  /** All fees paid, those of lots still open included. */
  readonly fees: number
  /** Cash received in dividends less what was paid, lots still open included; 0 where it is left out. */
  readonly dividends?: number
  /** Equity before the first pulse. */
  readonly openingEquity: number
  readonly context: MetricContext
}

/** The figures of a run; fractions are fractions. Throws `InvariantError` BAD_CURVE, EQUITY_NOT_FINITE. */
export function computeMetrics(input: MetricInput): Metrics {
  checkCurve(input.curve)
  return {
    ...returnFigures(input),
    ...exposureFigures(input),
    ...tradeFigures(input),
    tradedNotional: input.tradedNotional,
    fees: input.fees,
    dividends: input.dividends ?? 0,
  }
}

function returnFigures({ curve, openingEquity, context }: MetricInput) {
  const { equity, cash, timeMs } = curve
  const { periodsPerYear } = context
  const path = { equity, openingEquity }
  const rate = ratePerPeriod(context)
  const moments = returnMoments(path, rate)
  const drawdowns = summariseDrawdowns({ ...path, timeMs })
  const finalEquity = equity[equity.length - 1]!
  const growth = openingEquity > 0 ? finalEquity / openingEquity : null
  const periods = equity.length - 1
  const annualReturn =
    growth === null || growth < 0 || periods === 0
      ? null
      : finiteOrNull(growth ** (periodsPerYear / periods) - 1)
  const scale = Math.sqrt(periodsPerYear)
  const scaled = (denominator: number | null | undefined): number | null => {
    const ratio = moments === null ? null : ratioOf(moments.mean - rate, denominator ?? null)
    return ratio === null ? null : finiteOrNull(ratio * scale)
  }
  const deviation = moments?.deviation ?? null
  const ruin = equity.findIndex((value) => value <= 0)
  return {
    openingEquity,
    finalEquity,
    finalCash: cash[cash.length - 1]!,
    profit: finalEquity - openingEquity,
    totalReturn: growth === null ? null : growth - 1,
    annualReturn,
    volatility: deviation === null ? null : finiteOrNull(deviation * scale),
    sharpe: scaled(deviation),
    sortino: deviation === 0 ? null : scaled(moments?.downside),
    calmar: ratioOf(annualReturn, -drawdowns.max),
    maxDrawdown: drawdowns.max,
    ulcer: drawdowns.ulcer,
    drawdown: drawdowns.deepest,
    longestDrawdown: drawdowns.longest,
    periods,
    bestPeriod: moments?.best ?? null,
    worstPeriod: moments?.worst ?? null,
    positivePeriods: moments === null ? null : moments.positive / moments.count,
    ruinTimeMs: ruin === -1 ? null : timeMs[ruin]!,
  }
}

function exposureFigures({ curve, tradedNotional, context }: MetricInput) {
  const { equity, grossExposure, openPositions } = curve
  const pulses = equity.length
  let invested = 0
  let peak = 0
  let isPositive = true
  for (let n = 0; n < pulses; n++) {
    if (openPositions[n]! > 0) invested++
    const leverage = grossExposure[n]! / equity[n]!
    if (leverage > peak) peak = leverage
    if (equity[n]! <= 0) isPositive = false
  }
  const meanEquity = sumOf(equity) / pulses
  const returns = pulses - 1
  const yearly = ratioOf(context.periodsPerYear, returns)
  const perEquity = (value: number): number | null => (meanEquity > 0 ? value / meanEquity : null)
  const replaced = perEquity(tradedNotional / 2)
  return {
    exposure: invested / pulses,
    averageLeverage: perEquity(sumOf(grossExposure) / pulses),
    peakLeverage: isPositive ? finiteOrNull(peak) : null,
    turnover: replaced === null || yearly === null ? null : replaced * yearly,
  }
}

function tradeFigures({ trades }: MetricInput) {
  const statistics = Symbol.iterator in trades ? tradeStatistics(trades) : trades
  return {
    trades: statistics.count,
    winRate: statistics.winRate,
    profitFactor: statistics.profitFactor,
    expectancy: statistics.expectancy,
    averageTrade: statistics.averageTrade,
    averageWin: statistics.averageWin,
    averageLoss: statistics.averageLoss,
    payoff: statistics.payoff,
    bestTrade: statistics.best,
    worstTrade: statistics.worst,
    averageHoldingMs: statistics.averageHoldingMs,
  }
}

function checkCurve({ timeMs, equity, cash, grossExposure, openPositions }: EquityCurve): void {
  const pulses = timeMs.length
  const isSquare = [equity, cash, grossExposure, openPositions].every((column) => column.length === pulses)
  if (pulses > 0 && isSquare) {
    if (Number.isFinite(sumOf(equity))) return
    const pulse = equity.findIndex((value) => !Number.isFinite(value))
    throw new InvariantError(
      'EQUITY_NOT_FINITE',
      `Equity must be a finite number at every pulse, but at pulse ${pulse} it is ${equity[pulse]}.`,
      { pulse },
    )
  }
  throw new InvariantError(
    'BAD_CURVE',
    'An equity curve must have at least one pulse and columns of one length, but the lengths are ' +
      `time ${pulses}, equity ${equity.length}, cash ${cash.length}, gross ${grossExposure.length}, positions ${openPositions.length}.`,
    { pulses },
  )
}
