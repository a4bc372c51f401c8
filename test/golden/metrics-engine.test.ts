/** The table "Metrics" of the golden figures from bars to figures: engine, ledger, curve, metrics. 252 periods a year. */
import { describe, expect, it } from 'vitest'
import { computeMetrics, givenMetricContext, type Metrics } from '../../src/metrics/index.ts'
import { defineStrategy } from '../../src/strategy/index.ts'
import { backtest, smallTable } from '../../src/testing/index.ts'

interface Case {
  /** Closes by instrument; open = close. */
  readonly closes: Readonly<Record<string, readonly number[]>>
  /** Units wanted by instrument at the first pulse; they are bought at bar 1. */
  readonly units: Readonly<Record<string, number>>
  /** At which pulse the exit is decided; never where absent. */
  readonly exitAt?: number
  readonly riskFreeRate?: number
}

function metricsOf({ closes, units, exitAt = Number.POSITIVE_INFINITY, riskFreeRate = 0 }: Case): Metrics {
  const strategy = defineStrategy({
    name: 'golden',
    state: { n: 0 },
    decide(pulse) {
      const n = pulse.state.n++
      if (n > exitAt) return
      for (const bar of pulse.bars) bar.target(n === exitAt ? 0 : (units[bar.symbol] ?? 0))
    },
  })
  const table = smallTable(Object.fromEntries(Object.entries(closes).map(([id, close]) => [id, { close }])))
  const { curve, folded } = backtest({ table, strategy, config: { openingCash: 1_000 } })
  return computeMetrics({
    curve,
    trades: folded.trades,
    tradedNotional: folded.tradedNotional,
    fees: folded.fees,
    openingEquity: 1_000,
    context: givenMetricContext(252, riskFreeRate),
  })
}

const hold = metricsOf({ closes: { AAA: [100, 101, 105, 110, 108] }, units: { AAA: 2 } })
const win = metricsOf({ closes: { AAA: [100, 101, 105, 106, 106] }, units: { AAA: 1 }, exitAt: 1 })
const lose = metricsOf({ closes: { AAA: [100, 105, 101, 101, 101] }, units: { AAA: 1 }, exitAt: 1 })
const two = metricsOf({
  closes: { AAA: [100, 101, 103, 103, 103], BBB: [50, 52, 49, 49, 49] },
  units: { AAA: 1, BBB: 2 },
  exitAt: 1,
  riskFreeRate: 0.02,
})

describe('the golden metrics', () => {
  it.each([
    ['held, annual return', hold.annualReturn, 1.4009944978923374],
    ['held, volatility', hold.volatility, 0.10406327472381226],
    ['held, Sharpe', hold.sharpe, 8.47038302433992],
    ['held, deepest drawdown', hold.maxDrawdown, -0.003929273084479323],
    ['held, exposure', hold.exposure, 0.8],
    ['won, annual return', win.annualReturn, 0.28594947940912396],
    ['won, volatility', win.volatility, 0.03174901573277512],
    ['won, Sharpe', win.sharpe, 7.937253933193772],
    ['won, exposure', win.exposure, 0.2],
    ['lost, annual return', lose.annualReturn, -0.22314794181151965],
    ['lost, Sharpe', lose.sharpe, -7.937253933193772],
    ['lost, deepest drawdown', lose.maxDrawdown, -0.004],
    ['two, final equity', two.finalEquity, 996],
    ['two, win rate', two.winRate, 0.5],
    ['two, average trade', two.averageTrade, -2],
    ['two, Sharpe', two.sharpe, -8.561002573051237],
  ])('%s: %d is %d', (_, found, published) => {
    expect(found).toBeCloseTo(published, 10)
  })

  it('count closed trades alone', () => {
    expect([hold.trades, win.trades, lose.trades, two.trades]).toEqual([0, 1, 1, 2])
    expect([win.bestTrade, lose.worstTrade, two.bestTrade, two.worstTrade]).toEqual([4, -4, 2, -6])
  })
})
