/** Snapshots as rows: registered once, never changed. */
import { canonicalJson } from '../model/index.ts'
import { snapshotOf } from './rows.ts'
import { checkSnapshot, HASH_PREFIX, snapshotAmbiguous, snapshotIdTaken, snapshotNotFound } from './rules.ts'
import { insertSealed, sealed } from './seal.ts'
import type { Database } from './sqlite-database.ts'
import type { SavedSnapshot, SnapshotRecord } from './store.ts'

const SELECT = 'SELECT * FROM snapshots'
const ORDER = 'ORDER BY created_ms, id'

const INSERT = insertSealed('snapshots')

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
    const values = [id, hash, instruments, bars, fromMs, toMs, interval, findings, createdMs]
    db.run(INSERT, ...sealed(values))
    return { outcome: 'saved', snapshot: knownSnapshot(db, id) }
  })
}

export function getSnapshot(db: Database, wanted: string): SnapshotRecord {
  return db.attempt(() => {
    const byId = selectSnapshot(db, wanted)
    if (byId !== undefined) return byId
    const byHash = HASH_PREFIX.test(wanted)
      ? db.all(`${SELECT} WHERE hash >= ? AND hash < ? ${ORDER}`, wanted, `${wanted}g`)
      : db.all(`${SELECT} WHERE hash = ? ${ORDER}`, wanted)
    const found = byHash.map((row) => snapshotOf(db.path, row))
    const hashes = [...new Set(found.map(({ hash }) => hash))]
    if (hashes.length > 1) throw snapshotAmbiguous(wanted, hashes)
    const [first] = found
    if (first === undefined) throw snapshotNotFound(wanted, knownSnapshotIds(db))
    return first
  })
}

export function listSnapshots(db: Database): SnapshotRecord[] {
  return db.attempt(() => db.all(`${SELECT} ${ORDER}`).map((row) => snapshotOf(db.path, row)))
}

export function selectSnapshot(db: Database, id: string): SnapshotRecord | undefined {
  const row = db.first(`${SELECT} WHERE id = ?`, id)
  return row === undefined ? undefined : snapshotOf(db.path, row)
}

export function knownSnapshotIds(db: Database): string[] {
  return db.all('SELECT id FROM snapshots').map((row) => String(row['id']))
}

function knownSnapshot(db: Database, id: string): SnapshotRecord {
  const snapshot = selectSnapshot(db, id)
  if (snapshot === undefined) throw snapshotNotFound(id, knownSnapshotIds(db))
  return snapshot
}
