/** What a report is made of: plain data, as the run recorded it. Nothing here is computed and no store is asked again. */
import type { EngineConfig } from '../engine/index.ts'
import type { EquityCurve, OpenLot, Trade } from '../ledger/index.ts'
import type { MetricContext, Metrics } from '../metrics/index.ts'
import type { JsonObject } from '../model/index.ts'
import type { Slice, StoredEvidence, StoredLookAhead } from '../run/index.ts'
import type { SnapshotRecord, StrategyPackage } from '../store/index.ts'

/** What a quality check found in the data and the user accepted by sealing. */
export interface ReportFinding {
  readonly code: string
  readonly severity: string
  readonly count: number
  readonly examples: readonly {
    readonly file: string | null
    readonly line: number | null
    readonly instrument: string | null
    readonly time: string | null
    readonly text: string
  }[]
}

export interface ReportSnapshot {
  readonly id: string
  readonly hash: string
  readonly instruments: number
  readonly bars: number
  /** Opening instants of the first and the last bar, epoch ms. */
  readonly fromMs: number
  readonly toMs: number
  readonly interval: string
  readonly findings: readonly ReportFinding[]
}

export interface ReportStrategy {
  readonly name: string
  readonly hash: string
  readonly tier: number
  /** The bundled text whose SHA-256 is `hash`. */
  readonly source: string
  readonly packages: readonly StrategyPackage[]
}

export type ReportConfig = EngineConfig & { readonly engineVersion: string; readonly slice: Slice }

export interface RunSummary {
  readonly runId: string
  readonly identity: string
  readonly ledgerHash: string
  readonly label: string | null
  readonly createdMs: number
  readonly snapshot: ReportSnapshot
  readonly strategy: ReportStrategy
  readonly params: JsonObject
  readonly config: ReportConfig
  readonly metricContext: MetricContext
  readonly metrics: Metrics
  readonly counts: JsonObject
  /** Milliseconds of each phase. */
  readonly timing: JsonObject
  /** What the look-ahead proof has said of it; null where none is stored. */
  readonly lookAhead: StoredLookAhead | null
}

export interface ReportEvidence {
  readonly run: RunSummary
  readonly curve: EquityCurve
  /** Opening instants of the bars of each pulse, epoch ms: the dates that people know bars by. */
  readonly pulseOpenMs: Float64Array
  /** In the order of their exits. */
  readonly trades: readonly Trade[]
  readonly openLots: readonly OpenLot[]
}

/** The report's view of a stored run. The store keeps these documents as JSON: here, and only here, they get their types back. */
export function reportEvidence(stored: StoredEvidence, snapshot: SnapshotRecord): ReportEvidence {
  const { run, strategy, curve, pulseOpenMs, trades, openLots, lookAhead } = stored
  const { id, hash, instruments, bars, fromMs, toMs, interval, findings } = snapshot
  return {
    run: {
      runId: run.runId,
      identity: run.identity,
      ledgerHash: run.ledgerHash,
      label: run.label,
      createdMs: run.createdMs,
      snapshot: {
        id,
        hash,
        instruments,
        bars,
        fromMs,
        toMs,
        interval,
        findings: findings as unknown as readonly ReportFinding[],
      },
      strategy: {
        name: run.strategyName,
        hash: run.strategyHash,
        tier: run.tier,
        source: strategy.text,
        packages: strategy.packages,
      },
      params: run.params,
      config: run.config as unknown as ReportConfig,
      metricContext: run.metricContext as unknown as MetricContext,
      // Runs from before dividends were events received none.
      metrics: { dividends: 0, ...run.metrics } as unknown as Metrics,
      counts: run.counts,
      timing: run.timing,
      lookAhead,
    },
    curve,
    pulseOpenMs,
    trades,
    openLots,
  }
}
