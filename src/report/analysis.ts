/** All that the three report formats show, derived once from the evidence. */
import type { Trade } from '../ledger/index.ts'
import {
  type Distribution,
  type Drawdown,
  describeReturns,
  type HistogramBin,
  histogram,
  periodReturns,
  summariseDrawdowns,
  type TradeStatistics,
  tradeStatistics,
  type YearReturns,
  yearlyReturns,
} from '../metrics/index.ts'
import type { ReportEvidence } from './evidence.ts'
import { type Warning, warningsOf } from './warnings.ts'

/** How many trades a report lists; the rest is had by `throughline runs export`. */
export const TRADE_LIMIT = 1_000
const DRAWDOWNS_SHOWN = 5
const PICKS = 5
const INSTRUMENTS_SHOWN = 10
const HISTOGRAM_BINS = 41
/** Below this count of returns neither a distribution nor a moving window says anything. */
const LEAST_RETURNS = 20

/** A drawdown with its dates as people know them: the opening instants of the bars at which it turned. */
export type DatedDrawdown = Omit<Drawdown, 'peakTimeMs' | 'troughTimeMs' | 'recoveryTimeMs'> & {
  readonly peakMs: number
  readonly troughMs: number
  readonly recoveryMs: number | null
}

export interface TradeGroup {
  readonly name: string
  readonly statistics: TradeStatistics
}

export interface TradePicks {
  readonly first: readonly Trade[]
  readonly last: readonly Trade[]
  readonly best: readonly Trade[]
  readonly worst: readonly Trade[]
}

export interface Analysis {
  readonly warnings: readonly Warning[]
  /** Opening instants of the run's first and last bar, epoch ms. */
  readonly fromMs: number
  readonly toMs: number
  readonly years: readonly YearReturns[]
  readonly drawdowns: readonly DatedDrawdown[]
  readonly drawdownCount: number
  readonly returns: Float64Array
  /** Null below 20 returns. */
  readonly distribution: Distribution | null
  /** Of the returns that are not exactly zero: a run that is often out of the market would show little else. */
  readonly bins: readonly HistogramBin[]
  readonly zeroReturns: number
  /** Length of the moving window in returns; null where there are too few. */
  readonly rollingWindow: number | null
  readonly sides: readonly TradeGroup[]
  /** By instrument, best net first; at most ten from each end. */
  readonly instruments: readonly TradeGroup[]
  readonly instrumentCount: number
  readonly picks: TradePicks
}

export function analyse(evidence: ReportEvidence): Analysis {
  const { run, curve, pulseOpenMs, trades } = evidence
  const path = { equity: curve.equity, openingEquity: run.metrics.openingEquity }
  const returns = periodReturns(path)
  const moved = returns.filter((value) => value !== 0)
  const hasShape = returns.length >= LEAST_RETURNS
  const drawdowns = summariseDrawdowns({ ...path, timeMs: curve.timeMs, keep: DRAWDOWNS_SHOWN })
  const instruments = groupsOf(trades, ({ instrument }) => instrument).toSorted(
    (a, b) => b.statistics.net - a.statistics.net || (a.name < b.name ? -1 : 1),
  )
  return {
    warnings: warningsOf(evidence),
    fromMs: pulseOpenMs[0]!,
    toMs: pulseOpenMs[pulseOpenMs.length - 1]!,
    years: yearlyReturns({ ...path, pulseOpenMs }),
    drawdowns: drawdowns.worst.map((drawdown) => datedByBar(drawdown, evidence)),
    drawdownCount: drawdowns.count,
    returns,
    distribution: hasShape ? describeReturns(returns) : null,
    bins: hasShape ? histogram(moved, HISTOGRAM_BINS) : [],
    zeroReturns: returns.length - moved.length,
    rollingWindow: hasShape ? rollingWindow(returns.length, run.metricContext.periodsPerYear) : null,
    sides: groupsOf(trades, ({ side }) => side).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    instruments:
      instruments.length <= 2 * INSTRUMENTS_SHOWN
        ? instruments
        : [...instruments.slice(0, INSTRUMENTS_SHOWN), ...instruments.slice(-INSTRUMENTS_SHOWN)],
    instrumentCount: instruments.length,
    picks: pickTrades(trades),
  }
}

/** The bar's opening instant of the pulse at `timeMs`. */
function openOfPulse(timeMs: number, { curve, pulseOpenMs }: ReportEvidence): number {
  let low = 0
  let high = curve.timeMs.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (curve.timeMs[middle]! < timeMs) low = middle + 1
    else high = middle
  }
  return pulseOpenMs[low]!
}

function datedByBar(drawdown: Drawdown, evidence: ReportEvidence): DatedDrawdown {
  const { peakTimeMs, troughTimeMs, recoveryTimeMs, ...rest } = drawdown
  return {
    ...rest,
    peakMs: openOfPulse(peakTimeMs, evidence),
    troughMs: openOfPulse(troughTimeMs, evidence),
    recoveryMs: recoveryTimeMs === null ? null : openOfPulse(recoveryTimeMs, evidence),
  }
}

/** Half a year, or a quarter of the run where it is shorter than two such windows; at least 20 returns. */
function rollingWindow(returns: number, periodsPerYear: number): number {
  const halfYear = Math.max(2, Math.round(periodsPerYear / 2))
  return Math.max(LEAST_RETURNS, returns >= 2 * halfYear ? halfYear : Math.floor(returns / 4))
}

function groupsOf(trades: readonly Trade[], keyOf: (trade: Trade) => string): TradeGroup[] {
  const groups = new Map<string, Trade[]>()
  for (const trade of trades) {
    const key = keyOf(trade)
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [trade])
    else members.push(trade)
  }
  return Array.from(groups, ([name, members]) => ({ name, statistics: tradeStatistics(members) }))
}

function pickTrades(trades: readonly Trade[]): TradePicks {
  const byNet = trades.toSorted((a, b) => b.net - a.net || a.exitSeq - b.exitSeq)
  return {
    first: trades.slice(0, PICKS),
    last: trades.slice(-PICKS),
    best: byNet.slice(0, PICKS),
    worst: byNet.slice(-PICKS).reverse(),
  }
}
