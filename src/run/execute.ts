/**
 * One run, from a strategy file and a sealed snapshot to a stored, verified ledger. Every part that decides the result
 * is in the identity; the clock enters as an argument and touches nothing but the creation time and the timings.
 */
import { join } from 'node:path'
import { openSnapshot } from '../data/index.ts'
import { type BacktestOutcome, curveBytes, finishLedger, runBacktest } from '../engine/index.ts'
import { planFeatures, requireWarm } from '../indicators/index.ts'
import { type LedgerBlock, ledgerHash, sealLedger, verifyLedger } from '../ledger/index.ts'
import {
  createTradeTally,
  givenMetricContext,
  inferMetricContext,
  type MetricContext,
} from '../metrics/index.ts'
import { type BarTable, InvariantError, type JsonObject } from '../model/index.ts'
import type { RunRecord, SnapshotRecord, Store } from '../store/index.ts'
import {
  type FeatureSet,
  isStrategy,
  type ParamValue,
  resolveParams,
  type Strategy,
} from '../strategy/index.ts'
import { type FeatureBars } from './feature-shelf.ts'
import {
  type ComputedSet,
  createFeatureStore,
  type FeatureFigures,
  type FeatureRequest,
  type FeatureStore,
  ownCodeOf,
} from './feature-store.ts'
import { identityOf, type Slice } from './identity.ts'
import { type LoadedStrategy, loadStrategy } from './load-strategy.ts'
import { type Clock, createClock, type RunPhase } from './run-clock.ts'
import { recordOf, type Seen } from './run-record.ts'
import type { RunRequest } from './run-request.ts'
import { sha256 } from './sha256.ts'
import { strategyDoor } from './strategy-door.ts'
import { explainStrategyError } from './strategy-errors.ts'

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
}

export interface FinishedRun {
  /** `existing`: this id and identity were stored before, and that run is returned. */
  readonly outcome: 'saved' | 'existing'
  readonly run: RunRecord
  /** Milliseconds of each phase of this call, storing included, which the stored record cannot know. */
  readonly timing: JsonObject
  /** How its feature columns came about; null where the run was stored before and nothing was computed. */
  readonly features: FeatureFigures | null
}

/**
 * Runs a strategy and stores the run. Throws `UsageError` for what was asked (strategy, parameter, snapshot, id taken),
 * `DataError` for what is stored; nothing is stored then.
 */
export async function runStrategy(setting: RunSetting, request: RunRequest): Promise<FinishedRun> {
  const clock = createClock(setting.onPhase)
  clock.begin('load')
  const snapshot = await setting.store.getSnapshot(request.snapshot)
  const loaded = await loadStrategy<Strategy>(request.strategyFile, {
    seed: request.config.seed,
    api: strategyDoor,
    isStrategy,
  })
  const { strategy } = loaded
  const params = resolveParams(strategy.params, request.params)
  const features = strategy.features(params)
  const identity = identityOf({
    snapshotHash: snapshot.hash,
    slice: request.slice,
    strategy: { name: strategy.name, version: strategy.version, hash: loaded.bundle.hash },
    params,
    features: planFeatures(features).fingerprint,
    config: request.config,
  })
  const runId = request.runId ?? `${strategy.name}-${identity.hash.slice(0, 10)}`
  const existing = await setting.store.findRun(runId)
  if (existing?.identity === identity.hash)
    return { outcome: 'existing', run: existing, timing: existing.timing, features: null }

  const prepared = { runId, snapshot, loaded, params, features, identity: identity.document }
  const { outcome, seen, figures } = await executePulses(setting, request, { ...prepared, clock })
  clock.begin('ledger')
  const tally = createTradeTally()
  const state = finishLedger(outcome, sha256, { onTrade: tally.add })
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
    curve: curveBytes(outcome),
  })
  return { ...saved, timing: clock.end(), features: figures }
}

interface Prepared {
  readonly runId: string
  readonly snapshot: SnapshotRecord
  readonly loaded: LoadedStrategy<Strategy>
  readonly params: Readonly<Record<string, ParamValue>>
  readonly features: FeatureSet
  readonly identity: JsonObject
  readonly clock: Clock
}

/** Reads the bars, computes the features, runs the pulses. Bars and features go when it returns: the rest needs neither. */
async function executePulses(
  setting: RunSetting,
  request: RunRequest,
  { runId, snapshot, loaded, params, features, identity, clock }: Prepared,
): Promise<{ outcome: BacktestOutcome; seen: Seen; figures: FeatureFigures }> {
  clock.begin('read')
  const table = readTable(setting, snapshot, request.slice)
  clock.begin('features')
  const { columns, figures } = await computeColumns(
    setting.featureStore,
    { table, snapshotHash: snapshot.hash, slice: request.slice },
    { features, ownCode: ownCodeOf(loaded, params, request.config.seed) },
  )
  requireWarm(table, features, columns)
  clock.begin('loop')
  const outcome = runBacktest(
    { table, strategy: loaded.strategy, params, features: columns, config: request.config, identity },
    (error, { timeMs, instrument }) =>
      explainStrategyError(error, loaded.bundle, {
        runId,
        pulseTimeMs: timeMs,
        ...(instrument === undefined ? {} : { instrument }),
      }),
  )
  const { instruments, pulseTimeMs, instrumentOf } = table
  const counts = {
    instruments: instruments.length,
    pulses: pulseTimeMs.length,
    bars: instrumentOf.length,
  }
  return { outcome, figures, seen: { counts, context: contextOf(request, table) } }
}

/** The columns of a run; threads that were started for it alone are ended. */
async function computeColumns(
  shared: FeatureStore | undefined,
  bars: FeatureBars,
  request: FeatureRequest,
): Promise<ComputedSet> {
  if (shared !== undefined) return shared.compute(bars, request)
  const own = createFeatureStore({ memoryBytes: 0 })
  try {
    return await own.compute(bars, request)
  } finally {
    await own.close()
  }
}

/** The bars of the slice: an instant's text, unlike a date's, names that one millisecond, and `to` is inclusive. */
export function readTable(
  setting: Pick<RunSetting, 'storeDir'>,
  snapshot: SnapshotRecord,
  slice: Slice,
): BarTable {
  const { fromMs, toMs, instruments } = slice
  const { table } = openSnapshot({
    folder: join(setting.storeDir, 'snapshots'),
    hash: snapshot.hash,
    ...(fromMs === null ? {} : { from: new Date(fromMs).toISOString() }),
    ...(toMs === null ? {} : { to: new Date(toMs - 1).toISOString() }),
    ...(instruments === null ? {} : { instruments }),
  })
  return table
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

function contextOf(request: RunRequest, table: BarTable): MetricContext {
  const { periodsPerYear, riskFreeRate = 0 } = request
  if (periodsPerYear !== undefined) return givenMetricContext(periodsPerYear, riskFreeRate)
  const { pulseOpenMs, interval } = table
  return inferMetricContext({ pulseOpenMs, interval, riskFreeRate })
}
