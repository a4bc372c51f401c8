/**
 * One run, from a strategy file and a sealed snapshot to a stored, verified ledger. Every part that decides the result
 * is in the identity; the clock enters as an argument and touches nothing but the creation time and the timings.
 */
import { type BacktestOutcome, finishLedger, runBacktest } from '../engine/index.ts'
import { requireWarm } from '../indicators/index.ts'
import { type LedgerBlock, ledgerHash, sealLedger, verifyLedger } from '../ledger/index.ts'
import {
  createTradeTally,
  givenMetricContext,
  inferMetricContext,
  type MetricContext,
} from '../metrics/index.ts'
import { type BarTable, InvariantError, type JsonObject } from '../model/index.ts'
import { checkRunId, type RunRecord, type Store } from '../store/index.ts'
import type { FeatureBars } from './feature-shelf.ts'
import {
  type ComputedSet,
  createFeatureStore,
  type FeatureFigures,
  type FeatureRequest,
  type FeatureStore,
  ownCodeOf,
} from './feature-store.ts'
import { missingPlan } from './missing-bars.ts'
import { type PreparedRun, prepareRun } from './prepare.ts'
import { type LookAheadVerdict, provePrepared, requireNoLookAhead, storableVerdict } from './prove.ts'
import { readBars, splitsWithin } from './read-table.ts'
import { type Clock, createClock, type RunPhase } from './run-clock.ts'
import { recordOf, type Seen } from './run-record.ts'
import type { RunRequest } from './run-request.ts'
import { sha256 } from './sha256.ts'
import { explainStrategyError, placedError } from './strategy-errors.ts'

export interface RunSetting {
  readonly store: Store
  /** The folder that holds `snapshots/`. */
  readonly storeDir: string
  /** The present, for the record only. */
  readonly nowMs: number
  /** Told each phase as it begins. */
  readonly onPhase?: (phase: RunPhase) => void
  /** Feature columns of other runs, which this one uses and adds to; where absent, this run computes and keeps its own. */
  readonly featureStore?: FeatureStore
  /** Given where the run must be proved free of look-ahead before it runs; told how much is done, 0 to 1. */
  readonly proof?: { readonly onProgress?: (done: number) => void }
}

export interface FinishedRun {
  /** `existing`: this id and identity were stored before, and that run is returned. */
  readonly outcome: 'saved' | 'existing'
  readonly run: RunRecord
  /** Milliseconds of each phase of this call, storing included, which the stored record cannot know. */
  readonly timing: JsonObject
  /** How its feature columns came about; null where the run was stored before and nothing was computed. */
  readonly features: FeatureFigures | null
  /** What the proof says, which is stored with the run; null where none was asked for. */
  readonly lookAhead: LookAheadVerdict | null
}

/**
 * Runs a strategy and stores the run. Throws `UsageError` for what was asked (strategy, parameter, snapshot, id taken),
 * `DataError` for what is stored, and LOOKS_AHEAD where a proof was asked for and fails; nothing is stored then.
 */
export async function runStrategy(setting: RunSetting, request: RunRequest): Promise<FinishedRun> {
  const clock = createClock(setting.onPhase)
  clock.begin('load')
  const prepared = await prepareRun(setting, request)
  const { snapshot, loaded, params, config, identity } = prepared
  const { strategy } = loaded
  const runId = request.runId ?? `${strategy.name}-${identity.hash.slice(0, 10)}`
  const existing = await setting.store.findRun(runId)
  // Before the work, not after it: saving would refuse it too.
  if (existing !== undefined) checkRunId(existing, { runId, identity: identity.hash })
  if (setting.proof !== undefined) clock.begin('proof')
  const lookAhead = await proofOf(setting, prepared)
  const verdicts = lookAhead === null ? [] : [storableVerdict(lookAhead, setting.nowMs)]
  if (existing?.identity === identity.hash) {
    for (const verdict of verdicts) await setting.store.addVerdict(runId, verdict)
    return { outcome: 'existing', run: existing, timing: existing.timing, features: null, lookAhead }
  }
  const { outcome, seen, figures } = await executePulses(
    setting,
    { ...request, config },
    { ...prepared, runId, clock },
  )
  clock.begin('ledger')
  const tally = createTradeTally()
  const { state, curveBytes } = finishLedger(outcome, sha256, { onTrade: tally.add })
  const blocks = sealLedger(outcome.log, sha256)
  requireSound(blocks)
  clock.begin('store')
  const record = recordOf({
    runId,
    identity,
    snapshot,
    request,
    loaded,
    strategy,
    params,
    seen,
    outcome,
    state,
    trades: tally.statistics(),
    blocks,
    nowMs: setting.nowMs,
    timing: clock.timing(),
  })
  const saved = await setting.store.saveRun(record, {
    blocks,
    strategyText: loaded.bundle.text,
    packages: loaded.packages,
    curve: curveBytes,
    verdicts,
  })
  return { ...saved, timing: clock.end(), features: figures, lookAhead }
}

/** The proof that was asked for; throws where it finds a leak. */
async function proofOf(
  { store, storeDir, proof }: RunSetting,
  prepared: PreparedRun,
): Promise<LookAheadVerdict | null> {
  if (proof === undefined) return null
  const verdict = await provePrepared({ store, storeDir, ...proof }, prepared)
  requireNoLookAhead(verdict)
  return verdict
}

interface Prepared extends PreparedRun {
  readonly runId: string
  readonly clock: Clock
}

/** Reads the bars, computes the features, runs the pulses. Bars and features go when it returns: the rest needs neither. */
export async function executePulses(
  setting: Pick<RunSetting, 'storeDir' | 'featureStore'>,
  request: Pick<RunRequest, 'slice' | 'config' | 'riskFreeRate' | 'periodsPerYear'>,
  { runId, snapshot, loaded, params, features, identity, clock }: Prepared,
): Promise<{ outcome: BacktestOutcome; seen: Seen; figures: FeatureFigures }> {
  clock.begin('read')
  const { table, actions } = readBars(setting, snapshot, request.slice)
  const missing = missingPlan(setting, snapshot, { table, config: request.config })
  clock.begin('features')
  const { columns, figures } = await computeColumns(
    setting.featureStore,
    { table, snapshotHash: snapshot.hash, slice: request.slice },
    { features, ownCode: ownCodeOf(loaded, params, request.config.seed) },
  ).catch((error: unknown) => {
    throw placedError(error, loaded.bundle)
  })
  requireWarm(table, features, columns)
  clock.begin('loop')
  const outcome = runBacktest(
    {
      table,
      actions,
      strategy: loaded.strategy,
      params,
      features: columns,
      config: request.config,
      missing,
      identity: identity.document,
    },
    (error, { timeMs, instrument }) =>
      explainStrategyError(error, loaded.bundle, {
        runId,
        pulseTimeMs: timeMs,
        ...(instrument === undefined ? {} : { instrument }),
      }),
  )
  // A run that was halted saw the bars up to there.
  const pulses = outcome.curve.timeMs.length
  const counts = {
    instruments: table.instruments.length,
    pulses,
    bars: table.pulseStart[pulses]!,
    ...(outcome.halted === null ? {} : { halted: 1 }),
  }
  const splits = splitsWithin(table, actions)
  return {
    outcome,
    figures,
    seen: {
      counts: splits === 0 ? counts : { ...counts, splits },
      context: contextOf(request, table),
    },
  }
}

/** The columns of a run; threads that were started for it alone are ended. */
export async function computeColumns(
  shared: FeatureStore | undefined,
  bars: FeatureBars,
  request: FeatureRequest,
): Promise<ComputedSet> {
  if (shared !== undefined) return shared.compute(bars, request)
  const own = createFeatureStore({ memoryBytes: 0 })
  try {
    return await own.compute(bars, request)
  } finally {
    // Not waited for: threads end when they have been idle for a moment, and none was started for a small run.
    void own.close()
  }
}

/** What is about to be stored is read back and checked as `runs verify` will. */
function requireSound(blocks: readonly LedgerBlock[]): void {
  const verdict = verifyLedger(blocks, ledgerHash(blocks), sha256)
  if (verdict.firstBad === null) return
  const { seq, reason } = verdict.firstBad
  throw new InvariantError('LEDGER_UNSOUND', `A sealed ledger must verify, but event ${seq}: ${reason}.`, {
    seq,
  })
}

function contextOf(
  request: Pick<RunRequest, 'riskFreeRate' | 'periodsPerYear'>,
  table: BarTable,
): MetricContext {
  const { periodsPerYear, riskFreeRate = 0 } = request
  if (periodsPerYear !== undefined) return givenMetricContext(periodsPerYear, riskFreeRate)
  const { pulseOpenMs, interval, instruments } = table
  const [market, ...others] = new Set(instruments.map(({ calendar }) => calendar))
  return inferMetricContext({
    pulseOpenMs,
    interval,
    market: others.length === 0 ? market : undefined,
    riskFreeRate,
  })
}
