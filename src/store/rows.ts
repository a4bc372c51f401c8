/**
 * The edge where rows become values: every column is checked, and damage is a `DataError` that names table, row and
 * column. STRICT tables hold the SQL types; what is checked here is what a text must mean.
 */
import type { LedgerBlock } from '../ledger/index.ts'
import { compareIds, DataError, type JsonObject, type JsonValue } from '../model/index.ts'
import { isHash } from './rules.ts'
import type { RunRecord, SnapshotRecord, StoredTier, StrategyPackage, StrategyRecord } from './store.ts'

export type Row = Readonly<Record<string, unknown>>

/** One row under its name, for errors. */
export interface NamedRow {
  readonly path: string
  /** As in "run 'r1'". */
  readonly name: string
  readonly row: Row
}

/** Where damage was found; `details` join those of the error. */
export type Damage = Pick<NamedRow, 'path' | 'name'> & { readonly details?: JsonObject }

export function damaged(at: Damage, column: string, must: string): DataError {
  return new DataError(
    'STORE_DAMAGED',
    `The store '${at.path}' must be undamaged, but ${at.name} has a bad ${column}: it must be ${must}. Nothing was repaired. Restore the store from a backup, or start a new one.`,
    { path: at.path, row: at.name, column, ...at.details },
  )
}

export function text(at: NamedRow, column: string): string {
  const value = at.row[column]
  if (typeof value !== 'string') throw damaged(at, column, 'text')
  return value
}

export function whole(at: NamedRow, column: string): number {
  const value = at.row[column]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw damaged(at, column, 'a whole number')
  return value
}

export function hash(at: NamedRow, column: string): string {
  const value = text(at, column)
  if (!isHash(value)) throw damaged(at, column, '64 hexadecimal digits')
  return value
}

export function bytes(at: NamedRow, column: string): Uint8Array {
  const value = at.row[column]
  if (!(value instanceof Uint8Array)) throw damaged(at, column, 'bytes')
  return value
}

export function snapshotOf(path: string, row: Row): SnapshotRecord {
  const at = { path, name: `snapshot '${String(row['id'])}'`, row }
  return {
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
}

export function runOf(path: string, row: Row): RunRecord {
  const at = { path, name: `run '${String(row['run_id'])}'`, row }
  return {
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
}

export function strategyOf(path: string, row: Row): StrategyRecord {
  const at = { path, name: `strategy '${String(row['hash'])}'`, row }
  return {
    hash: hash(at, 'hash'),
    name: text(at, 'name'),
    tier: tier(at),
    packages: jsonArray(at, 'packages').map((item) => packageOf(at, item)),
    text: text(at, 'text'),
  }
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

function jsonObject(at: NamedRow, column: string): JsonObject {
  const value = json(at, column)
  if (!isObject(value)) throw damaged(at, column, 'a JSON object')
  return value
}

function jsonArray(at: NamedRow, column: string): readonly JsonValue[] {
  const value = json(at, column)
  if (!isArray(value)) throw damaged(at, column, 'a JSON array')
  return value
}

function json(at: NamedRow, column: string): JsonValue {
  const source = text(at, column)
  try {
    return JSON.parse(source) as JsonValue
  } catch {
    throw damaged(at, column, 'JSON')
  }
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
