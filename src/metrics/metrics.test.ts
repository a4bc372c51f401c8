import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EquityCurve, Trade } from '../ledger/index.ts'
import { compareMetrics, computeMetrics, givenMetricContext, METRIC_DEFINITIONS } from './index.ts'

const context = givenMetricContext(252, 0)

function curveOf(equity: ArrayLike<number>, grossExposure?: readonly number[]): EquityCurve {
  return {
    timeMs: Float64Array.from(equity, (_, n) => 86_400_000 * (n + 1)),
    equity: Float64Array.from(equity),
    cash: Float64Array.from(equity),
    grossExposure: Float64Array.from(equity, (_, n) => grossExposure?.[n] ?? 0),
    openPositions: Uint32Array.from(equity, (_, n) => ((grossExposure?.[n] ?? 0) > 0 ? 1 : 0)),
  }
}

function metricsOf(equity: ArrayLike<number>, more: Partial<Parameters<typeof computeMetrics>[0]> = {}) {
  return computeMetrics({
    curve: curveOf(equity),
    trades: [],
    tradedNotional: 0,
    fees: 0,
    openingEquity: equity[0]!,
    context,
    ...more,
  })
}

function tradeOf(net: number, fees = 0): Trade {
  return {
    instrument: 'A',
    side: 'long',
    quantity: 1,
    entryTimeMs: 0,
    exitTimeMs: 3_600_000,
    entryPrice: 1,
    exitPrice: 1,
    gross: net + fees,
    fees,
    dividends: 0,
    net,
    entrySeq: 0,
    exitSeq: 1,
  }
}

describe('computeMetrics', () => {
  it('leaves undefined what is undefined', () => {
    expect(metricsOf([100])).toMatchObject({
      totalReturn: 0,
      annualReturn: null,
      volatility: null,
      sharpe: null,
      turnover: null,
    })
    expect(metricsOf([100, 101])).toMatchObject({ volatility: null, sharpe: null })
    expect(metricsOf([100, 100, 100])).toMatchObject({
      annualReturn: 0,
      volatility: 0,
      sharpe: null,
      sortino: null,
      calmar: null,
      maxDrawdown: 0,
      drawdown: null,
      turnover: 0,
      winRate: null,
      expectancy: null,
      payoff: null,
    })
  })

  it('takes steady growth as without variance, whatever rounding leaves', () => {
    const steady = Float64Array.from({ length: 500 }, (_, n) => 1e6 * 1.001 ** n)
    expect(metricsOf(steady)).toMatchObject({ volatility: 0, sharpe: null, sortino: null })
  })

  it('puts the cost of the first pulse into the first return and the drawdown', () => {
    const metrics = metricsOf([99, 99, 110], { openingEquity: 100 })
    expect(metrics.totalReturn).toBeCloseTo(0.1, 15)
    expect(metrics.worstPeriod).toBeCloseTo(-0.01, 15)
    expect(metrics.maxDrawdown).toBeCloseTo(-0.01, 15)
  })

  it('stops at ruin: ratios of returns are null, its pulse is named', () => {
    const metrics = metricsOf([100, 50, -10, 20])
    expect(metrics).toMatchObject({
      volatility: null,
      sharpe: null,
      sortino: null,
      bestPeriod: null,
      peakLeverage: null,
    })
    expect(metrics.ruinTimeMs).toBe(3 * 86_400_000)
    expect(metrics.maxDrawdown).toBeCloseTo(-1.1, 15)
    expect(metricsOf([100, 50, -10]).annualReturn).toBeNull()
  })

  it('counts fees in wins and losses, and trades of nothing as neither', () => {
    const trades = [tradeOf(6), tradeOf(-2, 3), tradeOf(0), tradeOf(-1), tradeOf(2)]
    const metrics = metricsOf([100, 101, 105], { trades, fees: 3 })
    expect(metrics).toMatchObject({
      trades: 5,
      winRate: 0.4,
      profitFactor: 8 / 3,
      expectancy: 1,
      averageTrade: 8 / 5,
      averageWin: 4,
      averageLoss: -1.5,
      payoff: 4 / 1.5,
      bestTrade: 6,
      worstTrade: -2,
      averageHoldingMs: 3_600_000,
    })
  })

  it('annualises half of the traded value over mean equity', () => {
    const metrics = metricsOf([100, 100, 100], {
      curve: curveOf([100, 100, 100], [0, 50, 200]),
      tradedNotional: 400,
    })
    expect(metrics).toMatchObject({ turnover: (2 * 252) / 2, exposure: 2 / 3, peakLeverage: 2 })
    expect(metrics.averageLeverage).toBeCloseTo(250 / 300, 15)
  })

  it('does not change when all money is counted in another unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 2, noNaN: true }), { minLength: 3, maxLength: 50 }),
        fc.integer({ min: -8, max: 20 }),
        (equity, power) => {
          const unit = 2 ** power
          const here = metricsOf(equity)
          const there = metricsOf(equity.map((value) => value * unit))
          for (const { key, unit: kind } of METRIC_DEFINITIONS) {
            if (kind !== 'money') expect(there[key]).toBe(here[key])
          }
        },
      ),
    )
  })

  it('is plain JSON for any path, without NaN', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (equity) => {
          const metrics = metricsOf(equity, { openingEquity: 5 })
          expect(JSON.parse(JSON.stringify(metrics))).toEqual({ ...metrics, ...withoutMinusZero(metrics) })
        },
      ),
    )
  })

  it('refuses an equity that is not a number and columns of unlike length', () => {
    expect(() => metricsOf([1, Number.NaN, 1])).toThrow(
      expect.objectContaining({ code: 'EQUITY_NOT_FINITE' }),
    )
    const curve = { ...curveOf([1, 2]), cash: new Float64Array(1) }
    expect(() => metricsOf([1, 2], { curve })).toThrow(expect.objectContaining({ code: 'BAD_CURVE' }))
  })

  it('works through five million pulses', () => {
    const equity = new Float64Array(5_000_000)
    for (let n = 0; n < equity.length; n++) equity[n] = 1e6 + 1e3 * Math.sin(n / 1e4) + (n % 7)
    const curve = {
      timeMs: equity,
      equity,
      cash: equity,
      grossExposure: equity,
      openPositions: new Uint32Array(5_000_000),
    }
    const metrics = computeMetrics({
      curve,
      trades: [],
      tradedNotional: 0,
      fees: 0,
      openingEquity: 1e6,
      context,
    })
    expect(metrics.periods).toBe(4_999_999)
    expect(metrics.finalEquity).toBe(equity.at(-1))
  })
})

function withoutMinusZero(record: object): object {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value === 0)
      .map(([key]) => [key, 0]),
  )
}

describe('compareMetrics', () => {
  const run = (name: string, equity: readonly number[]) => ({ name, metrics: metricsOf(equity), context })

  it('names the best run of each figure and the difference from the first', () => {
    const { rows, names, hasOneContext } = compareMetrics([
      run('a', [100, 90, 110]),
      run('b', [100, 99, 120]),
    ])
    expect([names, hasOneContext]).toEqual([['a', 'b'], true])
    expect(rows.find(({ key }) => key === 'profit')).toMatchObject({
      values: [10, 20],
      differences: [0, 10],
      best: 1,
    })
    expect(rows.find(({ key }) => key === 'maxDrawdown')?.best).toBe(1)
    expect(rows.find(({ key }) => key === 'winRate')).toMatchObject({ values: [null, null], best: null })
    expect(rows.find(({ key }) => key === 'trades')?.best).toBeNull()
  })

  it('says where contexts differ', () => {
    const hourly = { ...run('b', [1, 2]), context: givenMetricContext(6_240, 0) }
    expect(compareMetrics([run('a', [1, 2]), hourly]).hasOneContext).toBe(false)
  })
})
