/** Snapshots as rows: registered once, never changed. */
import { canonicalJson } from '../model/index.ts'
import { type Row, snapshotOf } from './rows.ts'
import { checkSnapshot, HASH_PREFIX, snapshotAmbiguous, snapshotIdTaken, snapshotNotFound } from './rules.ts'
import type { Database } from './sqlite-database.ts'
import type { SavedSnapshot, SnapshotRecord } from './store.ts'

const INSERT = `INSERT INTO snapshots (id, hash, instruments, bars, from_ms, to_ms, interval, findings, created_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

export function putSnapshot(db: Database, snapshot: SnapshotRecord): SavedSnapshot {
  checkSnapshot(snapshot)
  const findings = canonicalJson(snapshot.findings)
  return db.transact(() => {
    const stored = selectSnapshot(db, snapshot.id)
    if (stored !== undefined) {
      if (stored.hash !== snapshot.hash) throw snapshotIdTaken(snapshot.id, stored.hash, snapshot.hash)
      return { outcome: 'existing', snapshot: stored }
    }
    const { id, hash, instruments, bars, fromMs, toMs, interval, createdMs } = snapshot
    db.statement(INSERT).run(id, hash, instruments, bars, fromMs, toMs, interval, findings, createdMs)
    return { outcome: 'saved', snapshot: knownSnapshot(db, id) }
  })
}

export function getSnapshot(db: Database, wanted: string): SnapshotRecord {
  return db.attempt(() => {
    const byId = selectSnapshot(db, wanted)
    if (byId !== undefined) return byId
    const byHash = HASH_PREFIX.test(wanted)
      ? db
          .statement('SELECT * FROM snapshots WHERE hash >= ? AND hash < ? ORDER BY created_ms, id')
          .all(wanted, `${wanted}g`)
      : db.statement('SELECT * FROM snapshots WHERE hash = ? ORDER BY created_ms, id').all(wanted)
    const found = byHash.map((row: Row) => snapshotOf(db.path, row))
    const hashes = [...new Set(found.map(({ hash }) => hash))]
    if (hashes.length > 1) throw snapshotAmbiguous(wanted, hashes)
    const [first] = found
    if (first === undefined) throw snapshotNotFound(wanted, knownSnapshotIds(db))
    return first
  })
}

export function listSnapshots(db: Database): SnapshotRecord[] {
  return db.attempt(() =>
    db
      .statement('SELECT * FROM snapshots ORDER BY created_ms, id')
      .all()
      .map((row: Row) => snapshotOf(db.path, row)),
  )
}

export function selectSnapshot(db: Database, id: string): SnapshotRecord | undefined {
  const row = db.statement('SELECT * FROM snapshots WHERE id = ?').get(id) as Row | undefined
  return row === undefined ? undefined : snapshotOf(db.path, row)
}

export function knownSnapshotIds(db: Database): string[] {
  return db
    .statement('SELECT id FROM snapshots')
    .all()
    .map((row: Row) => String(row['id']))
}

function knownSnapshot(db: Database, id: string): SnapshotRecord {
  const snapshot = selectSnapshot(db, id)
  if (snapshot === undefined) throw snapshotNotFound(id, knownSnapshotIds(db))
  return snapshot
}
