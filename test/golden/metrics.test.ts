/**
 * The metrics table of the golden results: 252 periods, sample standard deviation, geometric annualisation. Closes equal opens;
 * a position is taken at the open of bar 1, one bar after its decision. Agreement to 1e-12 relative.
 */
import { describe, expect, it } from 'vitest'
import type { EquityCurve, Trade } from '../../src/ledger/index.ts'
import { computeMetrics, givenMetricContext, type Metrics } from '../../src/metrics/index.ts'

const DAY_MS = 86_400_000

interface Holding {
  readonly closes: readonly number[]
  readonly quantity: number
  /** Bar whose open it was bought at, and sold at (never where undefined). */
  readonly buy: number
  readonly sell?: number
}

function evidenceOf(holdings: readonly Holding[], openingCash: number, riskFreeRate = 0): Metrics {
  const pulses = holdings[0]!.closes.length
  const curve: EquityCurve = {
    timeMs: Float64Array.from({ length: pulses }, (_, n) => (n + 1) * DAY_MS),
    equity: new Float64Array(pulses),
    cash: new Float64Array(pulses).fill(openingCash),
    grossExposure: new Float64Array(pulses),
    openPositions: new Uint32Array(pulses),
  }
  const trades: Trade[] = []
  let tradedNotional = 0
  for (const [index, { closes, quantity, buy, sell = Number.POSITIVE_INFINITY }] of holdings.entries()) {
    tradedNotional += quantity * closes[buy]!
    for (let n = buy; n < pulses; n++) {
      curve.cash[n]! -= quantity * closes[buy]!
      if (n >= sell) curve.cash[n]! += quantity * closes[sell]!
      else {
        curve.grossExposure[n]! += quantity * closes[n]!
        curve.openPositions[n]!++
      }
    }
    if (sell < pulses) {
      tradedNotional += quantity * closes[sell]!
      trades.push(roundTrip(`I${index}`, closes, { quantity, buy, sell }))
    }
  }
  for (let n = 0; n < pulses; n++) curve.equity[n] = curve.cash[n]! + curve.grossExposure[n]!
  return computeMetrics({
    curve,
    trades,
    tradedNotional,
    fees: 0,
    openingEquity: openingCash,
    context: givenMetricContext(252, riskFreeRate, 'equity-252'),
  })
}

function roundTrip(
  instrument: string,
  closes: readonly number[],
  { quantity, buy, sell }: { quantity: number; buy: number; sell: number },
): Trade {
  const gross = quantity * (closes[sell]! - closes[buy]!)
  return {
    instrument,
    side: 'long',
    quantity,
    entryTimeMs: buy * DAY_MS,
    exitTimeMs: sell * DAY_MS,
    entryPrice: closes[buy]!,
    exitPrice: closes[sell]!,
    gross,
    fees: 0,
    dividends: 0,
    net: gross,
    entrySeq: 1,
    exitSeq: 2,
  }
}

/** Metrics of a bare equity column of daily pulses. */
function metricsOfEquity(equity: readonly number[], periodsPerYear = 252): Metrics {
  const pulses = equity.length
  return computeMetrics({
    curve: {
      timeMs: Float64Array.from({ length: pulses }, (_, n) => (n + 1) * DAY_MS),
      equity: Float64Array.from(equity),
      cash: Float64Array.from(equity),
      grossExposure: new Float64Array(pulses),
      openPositions: new Uint32Array(pulses),
    },
    trades: [],
    tradedNotional: 0,
    fees: 0,
    openingEquity: equity[0]!,
    context: givenMetricContext(periodsPerYear, 0),
  })
}

function expectClose(actual: number | null, expected: number): void {
  expect(actual).not.toBeNull()
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected))
}

describe('golden metrics', () => {
  it('agrees on two units held from bar 1 to the end', () => {
    const metrics = evidenceOf([{ closes: [100, 101, 105, 110, 108], quantity: 2, buy: 1 }], 1_000)
    expect(metrics.finalEquity).toBe(1_014)
    expectClose(metrics.annualReturn, 1.4009944978923374)
    expectClose(metrics.volatility, 0.10406327472381226)
    expectClose(metrics.sharpe, 8.47038302433992)
    expectClose(metrics.maxDrawdown, -0.003929273084479323)
    expect(metrics.exposure).toBe(0.8)
    expect(metrics.trades).toBe(0)
    expect(metrics.winRate).toBeNull()
  })

  it('agrees on one round trip that wins 4', () => {
    const metrics = evidenceOf([{ closes: [100, 101, 105, 106, 106], quantity: 1, buy: 1, sell: 2 }], 1_000)
    expectClose(metrics.annualReturn, 0.28594947940912396)
    expectClose(metrics.volatility, 0.03174901573277512)
    expectClose(metrics.sharpe, 7.937253933193772)
    expect(metrics.exposure).toBe(0.2)
    expect(metrics.maxDrawdown).toBe(0)
    expect(metrics.calmar).toBeNull()
    expect(metrics.sortino).toBeNull()
    expect([metrics.trades, metrics.winRate, metrics.expectancy]).toEqual([1, 1, 4])
    expect(metrics.profitFactor).toBeNull()
  })

  it('agrees on one round trip that loses 4', () => {
    const metrics = evidenceOf([{ closes: [100, 105, 101, 101, 101], quantity: 1, buy: 1, sell: 2 }], 1_000)
    expectClose(metrics.annualReturn, -0.22314794181151965)
    expectClose(metrics.sharpe, -7.937253933193772)
    expectClose(metrics.maxDrawdown, -0.004)
    expect(metrics.profitFactor).toBe(0)
  })

  it('compounds a risk-free rate of two percent per period', () => {
    const metrics = evidenceOf(
      [
        { closes: [100, 101, 103, 103, 103], quantity: 1, buy: 1, sell: 2 },
        { closes: [50, 52, 49, 49, 49], quantity: 2, buy: 1, sell: 2 },
      ],
      1_000,
      0.02,
    )
    expect(metrics.finalEquity).toBe(996)
    expect([metrics.trades, metrics.winRate, metrics.averageTrade]).toEqual([2, 0.5, -2])
    expect([metrics.bestTrade, metrics.worstTrade]).toEqual([2, -6])
    expectClose(metrics.sharpe, -8.561002573051237)
  })

  it('agrees on bare equity columns', () => {
    const swing = metricsOfEquity([100, 98, 102, 99, 105])
    expectClose(swing.sharpe, 4.64349111701228)
    expectClose(swing.ulcer, 0.01590630002932289)
    expectClose(metricsOfEquity([100, 100, 90, 100]).ulcer, 0.05)
    const decline = metricsOfEquity([100_000, 105_000, 103_000, 108_000, 102_000, 110_000])
    expectClose(decline.maxDrawdown, 102_000 / 108_000 - 1)
    expect((100 * decline.maxDrawdown).toFixed(4)).toBe('-5.5556')
  })
})
