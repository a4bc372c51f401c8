/**
 * The store on SQLite. Each method is one transaction or one read; nothing is held between calls, so that readers in
 * other processes never wait and never hold back a checkpoint.
 */
import type { LedgerBlock } from '../ledger/index.ts'
import type { DataError } from '../model/index.ts'
import { bytes, damaged, hash, whole } from './columns.ts'
import { blockOf, runOf, strategyOf } from './rows.ts'
import {
  checkedLimit,
  checkedTags,
  checkedVerdict,
  checkLabel,
  runAmbiguous,
  runNotFound,
  sha256Hex,
  strategyNotFound,
} from './rules.ts'
import { type Database, type OpenMode, openDatabase } from './sqlite-database.ts'
import { insertTags, SELECT_RUN, saveRun, selectRun } from './sqlite-runs.ts'
import { getSnapshot, listSnapshots, putSnapshot } from './sqlite-snapshots.ts'
import { insertVerdict, listVerdicts } from './sqlite-verdicts.ts'
import type { NewVerdict, RunQuery, RunRecord, SavedVerdict, Store, StrategyRecord } from './store.ts'

/**
 * Opens `<dir>/throughline.db`. `write` with `create` makes folder and file where there are none. Throws `UsageError`
 * STORE_NOT_FOUND; `DataError` STORE_TOO_NEW, STORE_DAMAGED, STORE_READ_ONLY, STORE_BUSY, STORE_NO_WAL, DISK_FULL, STORE_IO.
 * A store of an older format is brought up to date by who opens it to write, and read as it is by who reads.
 */
export async function openStore(dir: string, options: OpenMode): Promise<Store> {
  return storeOn(await openDatabase(dir, options))
}

/** The store over an open database. */
export function storeOn(db: Database): Store {
  return {
    putSnapshot: async (snapshot) => putSnapshot(db, snapshot),
    getSnapshot: async (idOrHash) => getSnapshot(db, idOrHash),
    listSnapshots: async () => listSnapshots(db),
    saveRun: async (run, evidence) => saveRun(db, run, evidence),
    findRun: async (runId) => db.attempt(() => selectRun(db, runId)),
    getRun: async (idOrPrefix) => getRun(db, idOrPrefix),
    listRuns: async (query) => listRuns(db, query),
    readBlocks: (runId) => readBlocks(db, runId),
    readCurve: async (runId) => readCurve(db, runId),
    readStrategy: async (strategyHash) => readStrategy(db, strategyHash),
    addVerdict: async (runId, verdict) => addVerdict(db, runId, verdict),
    listVerdicts: async (query) => listVerdicts(db, query),
    setLabel: async (runId, label) => {
      checkLabel(label)
      return changeRun(db, runId, () => db.run('UPDATE runs SET label = ? WHERE run_id = ?', label, runId))
    },
    addTags: async (runId, tags) => {
      const added = checkedTags(tags)
      return changeRun(db, runId, () => insertTags(db, runId, added))
    },
    removeTags: async (runId, tags) => {
      const removed = checkedTags(tags)
      const remove = 'DELETE FROM run_tags WHERE run_id = ? AND tag = ?'
      return changeRun(db, runId, () => {
        for (const tag of removed) db.run(remove, runId, tag)
      })
    },
    setArchived: async (runId, archived) =>
      changeRun(db, runId, () =>
        db.run('UPDATE runs SET archived = ? WHERE run_id = ?', archived ? 1 : 0, runId),
      ),
    countEvaluations: async (snapshotHash) =>
      db.attempt(() => {
        const sql = 'SELECT count(*) AS n FROM evaluations WHERE snapshot_hash = ?'
        return countOf(db, sql, snapshotHash)
      }),
    close: async () => db.close(),
  }
}

function getRun(db: Database, idOrPrefix: string): RunRecord {
  return db.attempt(() => {
    const exact = selectRun(db, idOrPrefix)
    if (exact !== undefined) return exact
    // '~' comes after every character of an id.
    const range = 'SELECT run_id FROM runs WHERE run_id >= ? AND run_id < ? ORDER BY run_id'
    const rows = idOrPrefix === '' ? [] : db.all(range, idOrPrefix, `${idOrPrefix}~`)
    const ids = rows.map((row) => String(row['run_id']))
    const [only] = ids
    if (only === undefined) throw runNotFound(idOrPrefix, knownRunIds(db))
    const found = ids.length === 1 ? selectRun(db, only) : undefined
    if (found === undefined) throw runAmbiguous(idOrPrefix, ids)
    return found
  })
}

function listRuns(db: Database, query: RunQuery): RunRecord[] {
  const conditions: [sql: string, ...values: (string | number)[]][] = []
  if (query.strategy !== undefined) {
    conditions.push(['(strategy_name = ? OR strategy_hash = ?)', query.strategy, query.strategy])
  }
  if (query.snapshot !== undefined) {
    conditions.push(['(snapshot_id = ? OR snapshot_hash = ?)', query.snapshot, query.snapshot])
  }
  if (query.identity !== undefined) conditions.push(['identity = ?', query.identity])
  if (query.tag !== undefined) {
    conditions.push(['run_id IN (SELECT run_id FROM run_tags WHERE tag = ?)', query.tag])
  }
  if (query.archived !== undefined) conditions.push(['archived = ?', query.archived ? 1 : 0])
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`
  const way = query.order === 'newest' ? 'DESC' : 'ASC'
  const sql = `${SELECT_RUN}${where} ORDER BY created_ms ${way}, run_id ${way} LIMIT ?`
  const values = [...conditions.flatMap(([, ...bound]) => bound), checkedLimit(query.limit) ?? -1]
  return db.attempt(() => db.all(sql, ...values).map((row) => runOf(db.path, row)))
}

async function* readBlocks(db: Database, runId: string): AsyncGenerator<LedgerBlock, void, undefined> {
  const sizes = db.attempt(() => ledgerSizes(db, runId))
  const select = 'SELECT idx, first_seq, count, hash, bytes FROM ledger_blocks WHERE run_id = ? AND idx = ?'
  const bad = (seq: number, must: string): DataError =>
    damaged({ path: db.path, name: `run '${runId}'`, details: { seq } }, 'ledger', must)
  let seq = 0
  for (let index = 0; index < sizes.blocks; index++) {
    const row = db.attempt(() => db.first(select, runId, index))
    if (row === undefined) throw bad(seq, `${sizes.blocks} blocks, but block ${index} is missing`)
    const block = blockOf(db.path, runId, row)
    if (block.firstSeq !== seq)
      throw bad(seq, `without a gap, but block ${index} begins at seq ${block.firstSeq}`)
    seq += block.count
    yield block
  }
  if (seq !== sizes.events) throw bad(seq, `${sizes.events} events, but has ${seq}`)
}

function ledgerSizes(db: Database, runId: string): { blocks: number; events: number } {
  const row = db.first('SELECT block_count, event_count FROM runs WHERE run_id = ?', runId)
  if (row === undefined) throw runNotFound(runId, knownRunIds(db))
  const at = { path: db.path, name: `run '${runId}'`, row }
  return { blocks: whole(at, 'block_count'), events: whole(at, 'event_count') }
}

function readCurve(db: Database, runId: string): Uint8Array {
  return db.attempt(() => {
    if (selectRun(db, runId) === undefined) throw runNotFound(runId, knownRunIds(db))
    const row = db.first('SELECT sha256, bytes FROM curves WHERE run_id = ?', runId)
    const name = `the curve of run '${runId}'`
    if (row === undefined) throw damaged({ path: db.path, name }, 'curve', 'there')
    const at = { path: db.path, name, row }
    const curve = bytes(at, 'bytes')
    if (sha256Hex(curve) !== hash(at, 'sha256')) throw damaged(at, 'bytes', 'what its SHA-256 says')
    return curve
  })
}

function readStrategy(db: Database, strategyHash: string): StrategyRecord {
  return db.attempt(() => {
    const row = db.first('SELECT * FROM strategies WHERE hash = ?', strategyHash)
    if (row === undefined) throw strategyNotFound(strategyHash)
    return strategyOf(db.path, row)
  })
}

function addVerdict(db: Database, runId: string, verdict: NewVerdict): SavedVerdict {
  checkedVerdict(verdict)
  return db.transact(() => {
    const run = selectRun(db, runId)
    if (run === undefined) throw runNotFound(runId, knownRunIds(db))
    return insertVerdict(db, run, verdict)
  })
}

/** One transaction around a change of what may change. */
function changeRun(db: Database, runId: string, change: () => void): RunRecord {
  return db.transact(() => {
    if (selectRun(db, runId) === undefined) throw runNotFound(runId, knownRunIds(db))
    change()
    const changed = selectRun(db, runId)
    if (changed === undefined) throw runNotFound(runId, knownRunIds(db))
    return changed
  })
}

function countOf(db: Database, sql: string, value: string): number {
  return whole({ path: db.path, name: 'a count', row: db.first(sql, value) ?? {} }, 'n')
}

function knownRunIds(db: Database): string[] {
  return db.all('SELECT run_id FROM runs').map((row) => String(row['run_id']))
}
