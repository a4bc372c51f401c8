/** Saving a run: one transaction around the record, its strategy, its ledger, its curve and its place in the count of trials. */
import { canonicalJson, InvariantError } from '../model/index.ts'
import { runOf } from './rows.ts'
import {
  checkAgainst,
  checkedTags,
  checkedVerdict,
  checkRun,
  sha256Hex,
  snapshotIdTaken,
  snapshotNotFound,
} from './rules.ts'
import { insertSealed, type SealedValue, sealed } from './seal.ts'
import type { Database } from './sqlite-database.ts'
import { knownSnapshotIds, selectSnapshot } from './sqlite-snapshots.ts'
import { insertVerdict } from './sqlite-verdicts.ts'
import type { NewRun, RunEvidence, RunRecord, SavedRun } from './store.ts'

/** Record and tags in one read, so that no writer comes between them. */
export const SELECT_RUN = `SELECT runs.*,
  (SELECT json_group_array(tag) FROM run_tags WHERE run_tags.run_id = runs.run_id) AS tags FROM runs`

const INSERT_RUN = insertSealed('runs', 'label')

const INSERT_STRATEGY = insertSealed('strategies', 'text')

const INSERT_BLOCK =
  'INSERT INTO ledger_blocks (run_id, idx, first_seq, count, hash, bytes) VALUES (?, ?, ?, ?, ?, ?)'

const INSERT_EVALUATION = `INSERT INTO evaluations (snapshot_hash, identity, strategy_name, created_ms) SELECT ?, ?, ?, ?
WHERE NOT EXISTS (SELECT 1 FROM evaluations WHERE snapshot_hash = ? AND identity = ?)`

export function selectRun(db: Database, runId: string): RunRecord | undefined {
  const row = db.first(`${SELECT_RUN} WHERE run_id = ?`, runId)
  return row === undefined ? undefined : runOf(db.path, row)
}

export function insertTags(db: Database, runId: string, tags: readonly string[]): void {
  const insert = 'INSERT INTO run_tags (run_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING'
  for (const tag of tags) db.run(insert, runId, tag)
}

export function saveRun(db: Database, run: NewRun, evidence: RunEvidence): SavedRun {
  checkRun(run, evidence)
  // All that can be refused without the database is refused before the write lock is taken.
  const columns = sealed(runColumns(run, evidence))
  const packages = canonicalJson(evidence.packages)
  const strategy = sealed([run.strategyHash, run.strategyName, run.tier, packages])
  const text = Buffer.from(evidence.strategyText)
  const tags = checkedTags(run.tags)
  const curveHash = sha256Hex(evidence.curve)
  const { verdicts = [] } = evidence
  for (const verdict of verdicts) checkedVerdict(verdict)
  return db.transact(() => {
    const stored = storedTwin(db, run)
    if (stored !== undefined) {
      for (const verdict of verdicts) insertVerdict(db, stored, verdict)
      return { outcome: 'existing', run: stored }
    }
    checkSnapshotOf(db, run)
    const { runId, strategyHash, strategyName, identity, snapshotHash, createdMs } = run
    if (db.first('SELECT 1 FROM strategies WHERE hash = ?', strategyHash) === undefined) {
      db.run(INSERT_STRATEGY, ...strategy, text)
    }
    db.run(INSERT_RUN, ...columns, run.label)
    insertTags(db, runId, tags)
    for (const { index, firstSeq, count, hash, bytes } of evidence.blocks) {
      db.run(INSERT_BLOCK, runId, index, firstSeq, count, hash, bytes)
    }
    db.run('INSERT INTO curves (run_id, sha256, bytes) VALUES (?, ?, ?)', runId, curveHash, evidence.curve)
    db.run(INSERT_EVALUATION, snapshotHash, identity, strategyName, createdMs, snapshotHash, identity)
    for (const verdict of verdicts) insertVerdict(db, run, verdict)
    const saved = selectRun(db, runId)
    if (saved === undefined)
      throw new InvariantError('STORE_FAILED', `Run '${runId}' must be readable once inserted.`)
    return { outcome: 'saved', run: saved }
  })
}

/** The stored run of this id, after every stored run with its id or identity has agreed with it. */
function storedTwin(db: Database, run: NewRun): RunRecord | undefined {
  const stored = selectRun(db, run.runId)
  if (stored !== undefined) checkAgainst(stored, run)
  const sameIdentity = `${SELECT_RUN} WHERE identity = ? ORDER BY created_ms, run_id LIMIT 1`
  const row = db.first(sameIdentity, run.identity)
  if (row !== undefined) checkAgainst(runOf(db.path, row), run)
  return stored
}

function checkSnapshotOf(db: Database, run: NewRun): void {
  const snapshot = selectSnapshot(db, run.snapshotId)
  if (snapshot === undefined) throw snapshotNotFound(run.snapshotId, knownSnapshotIds(db))
  if (snapshot.hash !== run.snapshotHash)
    throw snapshotIdTaken(run.snapshotId, snapshot.hash, run.snapshotHash)
}

function runColumns(run: NewRun, { blocks }: RunEvidence): SealedValue[] {
  const events = blocks.reduce((sum, { count }) => sum + count, 0)
  return [
    run.runId,
    run.identity,
    canonicalJson(run.identityDocument),
    run.ledgerHash,
    blocks.length,
    events,
    run.snapshotId,
    run.snapshotHash,
    run.strategyHash,
    run.strategyName,
    run.tier,
    canonicalJson(run.params),
    canonicalJson(run.counts),
    canonicalJson(run.metrics),
    canonicalJson(run.metricContext),
    canonicalJson(run.config),
    canonicalJson(run.timing),
    run.createdMs,
    run.engineVersion,
  ]
}
