/** One backtest in memory, each of its phases timed: what `throughline run` does between reading and storing. */
import { type EngineConfig, finishLedger, runBacktest } from '../src/engine/index.ts'
import { computeFeatures } from '../src/indicators/index.ts'
import { ledgerHash, sealLedger, verifyLedger } from '../src/ledger/index.ts'
import { computeMetrics, createTradeTally, givenMetricContext } from '../src/metrics/index.ts'
import type { BarTable } from '../src/model/index.ts'
import { loadStrategy, sha256, strategyDoor } from '../src/run/index.ts'
import { isStrategy, resolveParams, type Strategy } from '../src/strategy/index.ts'
import type { Figures } from './golden.ts'
import { ownBytes, timed } from './measure.ts'

export const FREE_CONFIG: EngineConfig = {
  openingCash: 10_000_000,
  costs: [],
  risk: [],
  fillRule: 'next-open',
  credit: 'unlimited',
  closeAtEnd: false,
  seed: 1,
}

/** The strategy of a file, bundled, judged and evaluated as `throughline run` does it. */
export async function strategyOf(file: string): Promise<Strategy> {
  const options = { api: strategyDoor, seed: FREE_CONFIG.seed, isStrategy }
  return (await loadStrategy<Strategy>(file, options)).strategy
}

/** Milliseconds of each phase. */
export const PHASES = ['features', 'loop', 'ledger', 'verify', 'metrics'] as const
export type Phase = (typeof PHASES)[number]

export interface PhasedRun {
  readonly ms: Readonly<Record<Phase, number>>
  /** Memory of its own that the process held when the phase had ended, bytes. */
  readonly ownBytes: Readonly<Record<Phase, number>>
  readonly ledgerHash: string
  readonly events: number
  readonly figures: Figures
}

/** As `timed`, and what the process holds when `work` has ended. */
function phase<T>(work: () => T): { readonly ms: number; readonly own: number; readonly result: T } {
  return { ...timed(work), own: ownBytes() }
}

/**
 * features: the columns of the features; loop: strategy, orders, fills, events, equity; ledger: fold, encode, hash;
 * verify: the sealed bytes decoded and hashed again; metrics: the run's figures.
 */
export function runPhases(table: BarTable, strategy: Strategy, name: string): PhasedRun {
  const params = resolveParams(strategy.params, {})
  const features = phase(() => computeFeatures(table, strategy.features(params)))
  const loop = phase(() =>
    runBacktest({
      table,
      strategy,
      params,
      features: features.result,
      config: FREE_CONFIG,
      identity: { bench: name },
    }),
  )
  const ledger = phase(() => {
    const tally = createTradeTally()
    const { state } = finishLedger(loop.result, sha256, { onTrade: tally.add })
    return { state, tally, blocks: sealLedger(loop.result.log, sha256) }
  })
  const { state, tally, blocks } = ledger.result
  const hash = ledgerHash(blocks)
  const verify = phase(() => verifyLedger(blocks, hash, sha256))
  if (!verify.result.ok) throw new Error(`A sealed ledger must verify: ${verify.result.firstBad?.reason}`)
  const metrics = phase(() =>
    computeMetrics({
      curve: loop.result.curve,
      trades: tally.statistics(),
      tradedNotional: state.tradedNotional,
      fees: state.fees,
      openingEquity: FREE_CONFIG.openingCash,
      context: givenMetricContext(252, 0),
    }),
  )
  const { finalEquity, finalCash, winRate, averageTrade } = metrics.result
  const { totalReturn, annualReturn, volatility, sharpe, maxDrawdown } = metrics.result
  return {
    ms: {
      features: features.ms,
      loop: loop.ms,
      ledger: ledger.ms,
      verify: verify.ms,
      metrics: metrics.ms,
    },
    ownBytes: {
      features: features.own,
      loop: loop.own,
      ledger: ledger.own,
      verify: verify.own,
      metrics: metrics.own,
    },
    ledgerHash: hash,
    events: loop.result.log.count,
    figures: {
      instruments: table.instruments.length,
      pulses: table.pulseTimeMs.length,
      bars: table.instrumentOf.length,
      fills: state.counts.fills,
      trades: state.counts.trades,
      finalEquity,
      finalCash,
      winRate,
      averageTrade,
      totalReturn,
      annualReturn,
      volatility,
      sharpe,
      maxDrawdown,
    },
  }
}
