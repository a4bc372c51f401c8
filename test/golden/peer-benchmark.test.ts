/** The peer benchmark of the golden figures: 500 instruments x 1,260 bars, every count exact, money to 1e-6 relative. */
import { beforeAll, describe, expect, it } from 'vitest'
import { PEER_SHAPE, peerDays, peerSeries } from '../../bench/peer-bars.ts'
import { sma } from '../../src/indicators/index.ts'
import { computeMetrics, inferMetricContext } from '../../src/metrics/index.ts'
import { type BarTable, defaultInstrument, parseInterval, tableOf } from '../../src/model/index.ts'
import { defineStrategy } from '../../src/strategy/index.ts'
import { type BacktestEvidence, backtest } from '../../src/testing/index.ts'

/** Above from one bar to the next: crossing up wants 1, crossing down 0; the first warm bar counts as a crossing. */
const crossing = defineStrategy({
  name: 'peer-cross',
  features: () => ({ fast: sma(5), slow: sma(10) }),
  state: { above: {} as Record<string, boolean> },
  decide(pulse) {
    for (const bar of pulse.bars) {
      const above = bar.fast > bar.slow
      const before = pulse.state.above[bar.symbol] ?? false
      if (above !== before) bar.target(above ? 1 : 0)
      pulse.state.above[bar.symbol] = above
    }
  },
})

/** The same fills, said as a level. */
const level = defineStrategy({
  name: 'peer-level',
  features: () => ({ fast: sma(5), slow: sma(10) }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? 1 : 0)
  },
})

const config = { openingCash: 10_000_000, credit: 'unlimited' } as const

describe('the peer benchmark', () => {
  let table: BarTable
  let result: BacktestEvidence
  beforeAll(() => {
    const timeMs = peerDays(PEER_SHAPE.days)
    const bars = Array.from(peerSeries(PEER_SHAPE), ({ symbol, ...columns }) => ({
      instrument: defaultInstrument(symbol),
      timeMs,
      ...columns,
    }))
    table = tableOf(bars.toReversed(), parseInterval('1d'))
    result = backtest({ table, strategy: crossing, config })
  })

  it('has 630,000 bars, 68,201 fills and 33,948 closed trades', () => {
    expect(table.instrumentOf).toHaveLength(630_000)
    expect(result.folded.fills).toHaveLength(68_201)
    expect(result.folded.trades).toHaveLength(33_948)
  })

  it('ends with the published money', () => {
    expect(result.finalEquity / 10_734_075.2121304).toBeCloseTo(1, 12)
    expect(result.finalCash / 9_490_993.93943206).toBeCloseTo(1, 12)
  })

  it('has the published statistics', () => {
    const { pulseOpenMs, interval } = table
    const metrics = computeMetrics({
      curve: result.curve,
      trades: result.folded.trades,
      tradedNotional: result.folded.tradedNotional,
      fees: result.folded.fees,
      openingEquity: config.openingCash,
      context: inferMetricContext({ pulseOpenMs, interval }),
    })
    expect(metrics.totalReturn).toBeCloseTo(0.073407521213042, 12)
    expect(metrics.annualReturn).toBeCloseTo(0.014279887864208, 12)
    expect(metrics.volatility).toBeCloseTo(0.003931248926399, 12)
    expect(metrics.sharpe).toBeCloseTo(3.608779501157384, 9)
    expect(metrics.maxDrawdown).toBeCloseTo(-0.003187454387938, 12)
    expect(metrics.winRate).toBeCloseTo(0.406680805938494, 12)
    expect(metrics.averageTrade).toBeCloseTo(20.0436234837531, 9)
  })

  it('gives the same fills where the crossing is said as a level', () => {
    const said = backtest({ table, strategy: level, config })
    const told = ({ folded }: BacktestEvidence) =>
      folded.fills.map(({ instrument, timeMs, quantity, price }) => [instrument, timeMs, quantity, price])
    expect(told(said)).toEqual(told(result))
  })
})
