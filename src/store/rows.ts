/**
 * The edge where rows become values. STRICT tables hold the SQL types; what is checked here is what a text must mean, and
 * that every sealed column is as it was saved.
 */
import type { LedgerBlock } from '../ledger/index.ts'
import { compareIds, type JsonValue } from '../model/index.ts'
import {
  bytes,
  damaged,
  hash,
  isObject,
  jsonArray,
  jsonObject,
  type NamedRow,
  type Row,
  text,
  whole,
} from './columns.ts'
import { sha256Hex } from './rules.ts'
import { requireSeal } from './seal.ts'
import type {
  RunRecord,
  SnapshotRecord,
  StoredTier,
  StrategyPackage,
  StrategyRecord,
  VerdictRecord,
} from './store.ts'

export function snapshotOf(path: string, row: Row): SnapshotRecord {
  const at = { path, name: `snapshot '${String(row['id'])}'`, row }
  const snapshot: SnapshotRecord = {
    id: text(at, 'id'),
    hash: hash(at, 'hash'),
    instruments: whole(at, 'instruments'),
    bars: whole(at, 'bars'),
    fromMs: whole(at, 'from_ms'),
    toMs: whole(at, 'to_ms'),
    interval: text(at, 'interval'),
    findings: jsonArray(at, 'findings').map((item) => {
      if (!isObject(item)) throw damaged(at, 'findings', 'a JSON array of objects')
      return item
    }),
    createdMs: whole(at, 'created_ms'),
  }
  requireSeal('snapshots', at)
  return snapshot
}

export function runOf(path: string, row: Row): RunRecord {
  const at = { path, name: `run '${String(row['run_id'])}'`, row }
  const run: RunRecord = {
    runId: text(at, 'run_id'),
    identity: hash(at, 'identity'),
    identityDocument: jsonObject(at, 'identity_document'),
    ledgerHash: hash(at, 'ledger_hash'),
    snapshotId: text(at, 'snapshot_id'),
    snapshotHash: hash(at, 'snapshot_hash'),
    strategyHash: hash(at, 'strategy_hash'),
    strategyName: text(at, 'strategy_name'),
    tier: tier(at),
    params: jsonObject(at, 'params'),
    counts: jsonObject(at, 'counts'),
    metrics: jsonObject(at, 'metrics'),
    metricContext: jsonObject(at, 'metric_context'),
    config: jsonObject(at, 'config'),
    timing: jsonObject(at, 'timing'),
    createdMs: whole(at, 'created_ms'),
    engineVersion: text(at, 'engine_version'),
    label: row['label'] === null ? null : text(at, 'label'),
    tags: jsonArray(at, 'tags')
      .map((item) => {
        if (typeof item !== 'string') throw damaged(at, 'tags', 'texts')
        return item
      })
      .sort(compareIds),
    archived: whole(at, 'archived') === 1,
  }
  requireSeal('runs', at)
  return run
}

export function strategyOf(path: string, row: Row): StrategyRecord {
  const at = { path, name: `strategy '${String(row['hash'])}'`, row }
  const strategy: StrategyRecord = {
    hash: hash(at, 'hash'),
    name: text(at, 'name'),
    tier: tier(at),
    packages: jsonArray(at, 'packages').map((item) => packageOf(at, item)),
    text: Buffer.from(bytes(at, 'text')).toString(),
  }
  if (sha256Hex(strategy.text) !== strategy.hash) throw damaged(at, 'text', 'what its SHA-256 says')
  requireSeal('strategies', at)
  return strategy
}

export function verdictOf(path: string, row: Row): VerdictRecord {
  const at = { path, name: `a verdict on run '${String(row['run_id'])}'`, row }
  const kind = text(at, 'kind')
  if (kind !== 'lookahead') throw damaged(at, 'kind', 'a kind that this program knows')
  const verdict: VerdictRecord = {
    runId: text(at, 'run_id'),
    identity: hash(at, 'identity'),
    kind,
    version: whole(at, 'version'),
    document: jsonObject(at, 'verdict'),
    createdMs: whole(at, 'created_ms'),
  }
  requireSeal('run_verdicts', at)
  return verdict
}

export function blockOf(path: string, runId: string, row: Row): LedgerBlock {
  const at = { path, name: `ledger block ${String(row['idx'])} of run '${runId}'`, row }
  return {
    index: whole(at, 'idx'),
    firstSeq: whole(at, 'first_seq'),
    count: whole(at, 'count'),
    bytes: bytes(at, 'bytes'),
    hash: hash(at, 'hash'),
  }
}

function tier(at: NamedRow): StoredTier {
  const value = whole(at, 'tier')
  if (value !== 1 && value !== 2) throw damaged(at, 'tier', '1 or 2')
  return value
}

function packageOf(at: NamedRow, item: JsonValue): StrategyPackage {
  if (isObject(item)) {
    const { name, version } = item
    if (typeof name === 'string' && typeof version === 'string') return { name, version }
  }
  throw damaged(at, 'packages', 'objects with name and version')
}
