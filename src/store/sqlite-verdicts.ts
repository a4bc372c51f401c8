/** Verdicts beside stored runs: added, never changed. A store that was made before there were any is read as having none. */
import { InvariantError } from '../model/index.ts'
import { verdictOf } from './rows.ts'
import { checkedVerdict, checkSameVerdict } from './rules.ts'
import { insertSealed, sealed } from './seal.ts'
import type { Database } from './sqlite-database.ts'
import type { NewVerdict, RunRecord, SavedVerdict, VerdictQuery, VerdictRecord } from './store.ts'

const INSERT = insertSealed('run_verdicts')

const SELECT_ONE = 'SELECT * FROM run_verdicts WHERE run_id = ? AND kind = ? AND version = ?'

/** Adds one inside a transaction in which its run was found. */
export function insertVerdict(
  db: Database,
  { runId, identity }: Pick<RunRecord, 'runId' | 'identity'>,
  verdict: NewVerdict,
): SavedVerdict {
  const text = checkedVerdict(verdict)
  const { kind, version, createdMs } = verdict
  const select = (): VerdictRecord | undefined => {
    const row = db.first(SELECT_ONE, runId, kind, version)
    return row === undefined ? undefined : verdictOf(db.path, row)
  }
  const stored = select()
  if (stored !== undefined) {
    checkSameVerdict(stored, verdict)
    return { outcome: 'existing', verdict: stored }
  }
  db.run(INSERT, ...sealed([runId, kind, version, identity, text, createdMs]))
  const saved = select()
  if (saved === undefined)
    throw new InvariantError('STORE_FAILED', `The verdict on run '${runId}' must be readable once inserted.`)
  return { outcome: 'saved', verdict: saved }
}

export function listVerdicts(db: Database, { runIds, identity, kind }: VerdictQuery): VerdictRecord[] {
  const conditions: [sql: string, value: string][] = []
  if (runIds !== undefined) {
    conditions.push(['run_id IN (SELECT value FROM json_each(?))', JSON.stringify(runIds)])
  }
  if (identity !== undefined) conditions.push(['identity = ?', identity])
  if (kind !== undefined) conditions.push(['kind = ?', kind])
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`
  return db.attempt(() => {
    // A reader does not bring an older store up to date.
    if (db.first("SELECT 1 FROM sqlite_master WHERE name = 'run_verdicts'") === undefined) return []
    const sql = `SELECT * FROM run_verdicts${where} ORDER BY run_id, kind, version`
    return db.all(sql, ...conditions.map(([, value]) => value)).map((row) => verdictOf(db.path, row))
  })
}
