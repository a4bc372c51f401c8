/**
 * One run, from a strategy file and a sealed snapshot to a stored, verified ledger. Every part that decides the result
 * is in the identity; the clock enters as an argument and touches nothing but the creation time and the timings.
 */
import { join } from 'node:path'
import { openSnapshot } from '../data/index.ts'
import {
  type BacktestOutcome,
  curveBytes,
  ENGINE_VERSION,
  type EngineConfig,
  finishLedger,
  runBacktest,
} from '../engine/index.ts'
import { planFeatures } from '../indicators/index.ts'
import { type LedgerBlock, type LedgerState, ledgerHash, sealLedger, verifyLedger } from '../ledger/index.ts'
import {
  computeMetrics,
  createTradeTally,
  givenMetricContext,
  inferMetricContext,
  type MetricContext,
  type TradeStatistics,
} from '../metrics/index.ts'
import { type BarTable, InvariantError, type JsonObject, type JsonValue } from '../model/index.ts'
import type { NewRun, RunRecord, SnapshotRecord, Store } from '../store/index.ts'
import { isStrategy, type ParamValue, resolveParams, type Strategy } from '../strategy/index.ts'
import { type FeatureBars } from './feature-shelf.ts'
import {
  type ComputedSet,
  createFeatureStore,
  type FeatureFigures,
  type FeatureRequest,
  type FeatureStore,
  ownCodeOf,
} from './feature-store.ts'
import { type Identity, identityOf, type Slice } from './identity.ts'
import { type LoadedStrategy, loadStrategy } from './load-strategy.ts'
import { sha256 } from './sha256.ts'
import { strategyDoor } from './strategy-door.ts'
import { explainStrategyError } from './strategy-errors.ts'

export interface RunRequest {
  readonly strategyFile: string
  /** A snapshot's id, hash or unique hash prefix. */
  readonly snapshot: string
  /** Values of parameters; the others take their defaults. */
  readonly params: Readonly<Record<string, JsonValue>>
  readonly config: EngineConfig
  readonly slice: Slice
  /** Made of the strategy's name and the identity where absent, so that the same run has the same id. */
  readonly runId?: string
  readonly label?: string
  readonly tags?: readonly string[]
  /** Effective annual rate, a fraction; 0 where absent. */
  readonly riskFreeRate?: number
  /** Inferred from the bars where absent. */
  readonly periodsPerYear?: number
}

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

export type RunPhase = 'load' | 'read' | 'features' | 'loop' | 'ledger' | 'store'

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

  clock.begin('read')
  const table = readTable(setting, snapshot, request.slice)
  clock.begin('features')
  const { columns, figures } = await computeColumns(
    setting.featureStore,
    { table, snapshotHash: snapshot.hash, slice: request.slice },
    { features, ownCode: ownCodeOf(loaded, params, request.config.seed) },
  )
  clock.begin('loop')
  const outcome = runBacktest(
    { table, strategy, params, features: columns, config: request.config, identity: identity.document },
    (error, { timeMs, instrument }) =>
      explainStrategyError(error, loaded.bundle, {
        runId,
        pulseTimeMs: timeMs,
        ...(instrument === undefined ? {} : { instrument }),
      }),
  )
  clock.begin('ledger')
  const tally = createTradeTally()
  const state = finishLedger(outcome, sha256, { onFill: () => undefined, onTrade: tally.add })
  const blocks = sealLedger(outcome.log, sha256)
  requireSound(blocks)
  const context = contextOf(request, table)
  clock.begin('store')
  const record = recordOf({
    runId,
    identity,
    snapshot,
    request,
    loaded,
    strategy,
    params,
    table,
    outcome,
    state,
    trades: tally.statistics(),
    blocks,
    context,
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

interface RecordParts {
  readonly runId: string
  readonly identity: Identity
  readonly snapshot: SnapshotRecord
  readonly request: RunRequest
  readonly loaded: LoadedStrategy<Strategy>
  readonly strategy: Strategy
  readonly params: Readonly<Record<string, ParamValue>>
  readonly table: BarTable
  readonly outcome: BacktestOutcome
  readonly state: LedgerState
  readonly trades: TradeStatistics
  readonly blocks: readonly LedgerBlock[]
  readonly context: MetricContext
  readonly nowMs: number
  readonly timing: JsonObject
}

function recordOf(parts: RecordParts): NewRun {
  const { identity, snapshot, request, loaded, strategy, table, outcome, state, context } = parts
  const metrics = computeMetrics({
    curve: outcome.curve,
    trades: parts.trades,
    tradedNotional: state.tradedNotional,
    fees: state.fees,
    openingEquity: request.config.openingCash,
    context,
  })
  return {
    runId: parts.runId,
    identity: identity.hash,
    identityDocument: identity.document,
    ledgerHash: ledgerHash(parts.blocks),
    snapshotId: snapshot.id,
    snapshotHash: snapshot.hash,
    strategyHash: loaded.bundle.hash,
    strategyName: strategy.name,
    tier: loaded.tier,
    params: parts.params,
    counts: {
      instruments: table.instruments.length,
      pulses: table.pulseTimeMs.length,
      bars: table.instrumentOf.length,
      events: outcome.log.count,
      decisions: state.counts.decisions,
      orders: state.counts.orders,
      denied: state.counts.denied,
      expired: state.counts.expired,
      fills: state.counts.fills,
      trades: state.counts.trades,
    },
    metrics,
    metricContext: context,
    config: { ...(identity.document['engine'] as JsonObject), slice: { ...request.slice } },
    timing: parts.timing,
    createdMs: parts.nowMs,
    engineVersion: ENGINE_VERSION,
    label: request.label ?? null,
    tags: request.tags ?? [],
  }
}

/** Milliseconds of each phase so far and in all; `storeMs` is added by who saves. */
function createClock(onPhase: ((phase: RunPhase) => void) | undefined) {
  const spent: Record<string, number> = {}
  const started = performance.now()
  let phase: RunPhase | undefined
  let since = started
  const lap = (): void => {
    const now = performance.now()
    if (phase !== undefined) spent[`${phase}Ms`] = now - since
    since = now
  }
  return {
    begin(next: RunPhase): void {
      lap()
      phase = next
      onPhase?.(next)
    },
    /** What is known before the run is stored. */
    timing(): JsonObject {
      return { ...spent, storeMs: null, totalMs: performance.now() - started }
    },
    end(): JsonObject {
      lap()
      return { ...spent, totalMs: performance.now() - started }
    },
  }
}
