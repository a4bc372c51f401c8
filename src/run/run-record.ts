/** What is stored of a finished run, beside its evidence. */
import { type BacktestOutcome, ENGINE_VERSION } from '../engine/index.ts'
import { type LedgerBlock, type LedgerState, ledgerHash } from '../ledger/index.ts'
import { computeMetrics, type MetricContext, type TradeStatistics } from '../metrics/index.ts'
import type { JsonObject } from '../model/index.ts'
import type { NewRun, SnapshotRecord } from '../store/index.ts'
import type { ParamValue, Strategy } from '../strategy/index.ts'
import type { Identity } from './identity.ts'
import type { LoadedStrategy } from './load-strategy.ts'
import type { RunRequest } from './run-request.ts'

/** What a run saw, for its record. */
export interface Seen {
  readonly counts: {
    readonly instruments: number
    readonly pulses: number
    readonly bars: number
    /** Splits that the prices do not contain, where there are any. */
    readonly splits?: number
  }
  readonly context: MetricContext
}

export interface RecordParts {
  readonly runId: string
  readonly identity: Identity
  readonly snapshot: SnapshotRecord
  readonly request: RunRequest
  readonly loaded: LoadedStrategy<Strategy>
  readonly strategy: Strategy
  readonly params: Readonly<Record<string, ParamValue>>
  readonly seen: Seen
  readonly outcome: BacktestOutcome
  readonly state: LedgerState
  readonly trades: TradeStatistics
  readonly blocks: readonly LedgerBlock[]
  readonly nowMs: number
  readonly timing: JsonObject
}

/** Throws `InvariantError` where a curve's figures cannot be. */
export function recordOf(parts: RecordParts): NewRun {
  const { identity, snapshot, request, loaded, strategy, seen, outcome, state } = parts
  const metrics = computeMetrics({
    curve: outcome.curve,
    trades: parts.trades,
    tradedNotional: state.tradedNotional,
    fees: state.fees,
    dividends: state.dividends,
    openingEquity: request.config.openingCash,
    context: seen.context,
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
      ...seen.counts,
      events: outcome.log.count,
      decisions: state.counts.decisions,
      orders: state.counts.orders,
      denied: state.counts.denied,
      expired: state.counts.expired,
      fills: state.counts.fills,
      trades: state.counts.trades,
    },
    metrics,
    metricContext: seen.context,
    config: { ...(identity.document['engine'] as JsonObject), slice: { ...request.slice } },
    timing: parts.timing,
    createdMs: parts.nowMs,
    engineVersion: ENGINE_VERSION,
    label: request.label ?? null,
    tags: request.tags ?? [],
  }
}
