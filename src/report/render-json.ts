/** The report as one JSON document for other programs: figures at full precision, fractions as fractions, times as epoch ms. */
import { describeReturns } from '../metrics/index.ts'
import { analyse, TRADE_LIMIT } from './analysis.ts'
import { rerunCommand, verifyCommand } from './commands.ts'
import type { ReportEvidence } from './evidence.ts'
import { sampleExtremes } from './sample.ts'

const CURVE_BUCKETS = 500

/**
 * The document's text, keys in a fixed order. `trades.rows` holds the first 1,000 trades and `curve` the extremes of 500 stretches of
 * the equity curve; `runs export` has them whole.
 */
export function renderJson(evidence: ReportEvidence): string {
  const { run, curve, pulseOpenMs, trades, openLots } = evidence
  const analysis = analyse(evidence)
  const sample = sampleExtremes(curve.equity, CURVE_BUCKETS)
  const sampled = (column: ArrayLike<number>): number[] => Array.from(sample, (n) => column[n]!)
  const document = {
    format: 1,
    run,
    period: { fromMs: analysis.fromMs, toMs: analysis.toMs },
    warnings: analysis.warnings,
    years: analysis.years,
    drawdowns: { count: analysis.drawdownCount, deepest: analysis.drawdowns },
    distribution: describeReturns(analysis.returns),
    trades: {
      count: trades.length,
      bySide: analysis.sides,
      byInstrument: analysis.instruments,
      rows: trades.slice(0, TRADE_LIMIT),
    },
    openLots,
    curve: {
      pulses: curve.equity.length,
      pulse: Array.from(sample),
      timeMs: sampled(curve.timeMs),
      openMs: sampled(pulseOpenMs),
      equity: sampled(curve.equity),
      cash: sampled(curve.cash),
      grossExposure: sampled(curve.grossExposure),
    },
    commands: { verify: verifyCommand(run), rerun: rerunCommand(run) },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
