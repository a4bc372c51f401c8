/**
 * Agreement with R's PerformanceAnalytics 2.1.0 on five real or published return series, where its convention is ours or a stated
 * factor away (the table in docs/concepts/metrics.md). Runs where the golden folder is beside the checkout.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  computeMetrics,
  type Distribution,
  type DrawdownSummary,
  describeReturns,
  givenMetricContext,
  type Metrics,
  periodReturns,
  returnMoments,
  summariseDrawdowns,
} from '../../src/metrics/index.ts'

const folder = new URL('../../../shared/golden/metrics/', import.meta.url)
const exists = existsSync(folder)

interface Reference {
  readonly scale: number
  readonly [name: string]: unknown
}

interface Ours {
  readonly metrics: Metrics
  readonly drawdowns: DrawdownSummary
  readonly distribution: Distribution
  readonly downside: number
  readonly scale: number
  readonly n: number
  /** Whether the series ends below its peak. */
  readonly isOpen: boolean
}

/**
 * Name there -> our figure in its convention. Ulcer and pain: theirs leave out the first pulse, which is never in drawdown.
 * Lengths: a drawdown that never recovers is one period longer there.
 */
const AGREEMENTS: Record<string, (ours: Ours) => number | null> = {
  mean: ({ distribution }) => distribution.mean,
  sd_sample: ({ distribution }) => distribution.deviation,
  'Return.cumulative_geometric': ({ metrics }) => metrics.totalReturn,
  'Return.annualized_geometric': ({ metrics }) => metrics.annualReturn,
  'StdDev.annualized': ({ metrics }) => metrics.volatility,
  SharpeRatio_annualized_arith_Rf0: ({ metrics }) => metrics.sharpe,
  SharpeRatio_annualized_geometric_Rf0: ({ metrics }) => metrics.annualReturn! / metrics.volatility!,
  SharpeRatio_StdDev_Rf0: ({ metrics, scale }) => metrics.sharpe! / Math.sqrt(scale),
  SortinoRatio_MAR0: ({ metrics, scale }) => metrics.sortino! / Math.sqrt(scale),
  DownsideDeviation_MAR0_full: ({ downside }) => downside,
  maxDrawdown_geometric: ({ metrics }) => -metrics.maxDrawdown,
  AverageDrawdown: ({ drawdowns }) => -drawdowns.averageDepth!,
  AverageLength: ({ drawdowns, isOpen }) => drawdowns.averagePulses! + (isOpen ? 1 / drawdowns.count : 0),
  CalmarRatio: ({ metrics }) => metrics.calmar,
  UlcerIndex: ({ metrics, n }) => metrics.ulcer * Math.sqrt((n + 1) / n),
  PainIndex: ({ drawdowns, n }) => (drawdowns.pain * (n + 1)) / n,
  VaR_historical_95: ({ distribution }) => distribution.valueAtRisk95,
  ES_historical_95: ({ distribution }) => distribution.expectedShortfall95,
  skewness_moment: ({ distribution }) => distribution.skewness,
  kurtosis_excess: ({ distribution }) => distribution.excessKurtosis,
  Omega_L0: ({ distribution }) => distribution.omega,
}

function oursOf({ equity, dates }: Series, scale: number): Ours {
  const days = dates.map((date) => Date.parse(`${date}T00:00:00Z`))
  const timeMs = Float64Array.from([days[0]! - 86_400_000, ...days])
  const path = { equity, openingEquity: equity[0]! }
  return {
    metrics: computeMetrics({
      curve: {
        timeMs,
        equity,
        cash: equity,
        grossExposure: new Float64Array(equity.length),
        openPositions: new Uint32Array(equity.length),
      },
      trades: [],
      tradedNotional: 0,
      fees: 0,
      openingEquity: equity[0]!,
      context: givenMetricContext(scale, 0),
    }),
    drawdowns: summariseDrawdowns({ ...path, timeMs, keep: 5 }),
    distribution: describeReturns(periodReturns(path))!,
    downside: returnMoments(path, 0)!.downside,
    scale,
    n: dates.length,
    isOpen: equity.at(-1)! < Math.max(...equity),
  }
}

/** Equity at the start and after each of the dates. */
interface Series {
  readonly dates: readonly string[]
  readonly equity: Float64Array
}

function cellsOf(url: URL): string[][] {
  const rows = readFileSync(url, 'utf8').trim().split('\n').slice(1)
  return rows.map((row) => row.split(','))
}

function returnsOf(name: string): Series {
  const cells = cellsOf(new URL(`${name}.csv`, folder))
  const equity = new Float64Array(cells.length + 1).fill(1)
  cells.forEach((row, n) => {
    equity[n + 1] = equity[n]! * (1 + Number(row[1]))
  })
  return { dates: cells.map((row) => row[0]!), equity }
}

/** Closes are equity as they are: a close that repeats the peak ends the drawdown, which a product of returns may miss by a bit. */
function closesOf(url: URL, column: number): Series {
  const cells = cellsOf(url)
  return {
    dates: cells.slice(1).map((row) => row[0]!),
    equity: Float64Array.from(cells, (row) => Number(row[column])),
  }
}

const SERIES: Readonly<Record<string, () => Series>> = {
  goog_close_daily: () => returnsOf('goog_close_daily'),
  ko_adj_daily: () => returnsOf('ko_adj_daily'),
  toy_monthly_12: () => returnsOf('toy_monthly_12'),
  btcusd_daily: () => closesOf(new URL('../../data/btcusd_coinbase_daily.csv', folder), 4),
  sp500_daily: () =>
    closesOf(new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url), 4),
}

// The golden folder lies beside the checkout on some machines only.
describe.runIf(exists)('PerformanceAnalytics', () => {
  for (const series of Object.keys(SERIES)) {
    const read = (): { ours: Ours; theirs: Reference } => {
      const text = readFileSync(new URL('performanceanalytics.json', folder), 'utf8')
      const theirs = (JSON.parse(text) as { results: Record<string, Reference> }).results[series]!
      return { ours: oursOf(SERIES[series]!(), theirs.scale), theirs }
    }

    it(`agrees on ${series}`, () => {
      const { ours, theirs } = read()
      const off = Object.entries(AGREEMENTS).filter(([name, figure]) => {
        const expected = theirs[name]
        expect(typeof expected, name).toBe('number')
        // The reference is printed with 15 digits.
        return !(Math.abs(figure(ours)! - (expected as number)) <= 2e-12 * Math.abs(expected as number))
      })
      expect(off.map(([name, figure]) => `${name}: ${figure(ours)} against ${theirs[name]}`)).toEqual([])
    })

    it(`dates the deepest drawdown of ${series} alike`, () => {
      const { ours, theirs } = read()
      const exact = theirs['max_drawdown_exact'] as {
        trough: string
        to: string
        length: number
        peaktotrough: number
      }
      const deepest = ours.drawdowns.deepest!
      expect(new Date(deepest.troughTimeMs).toISOString().slice(0, 10)).toBe(exact.trough)
      expect(deepest.lengthPulses).toBe(deepest.recoveryTimeMs === null ? exact.length - 1 : exact.length)
      expect(deepest.pulsesToTrough).toBe(exact.peaktotrough)
      const five = theirs['table_drawdowns_top5_rounded4'] as { depth: number; to: string | null }[]
      expect(ours.drawdowns.worst.map(({ depth }) => depth.toFixed(4))).toEqual(
        five.map(({ depth }) => depth.toFixed(4)),
      )
      expect(ours.drawdowns.worst.map(({ recoveryTimeMs }) => recoveryTimeMs === null)).toEqual(
        five.map(({ to }) => to === null),
      )
    })
  }
})
