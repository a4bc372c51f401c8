import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createRandom, ThroughlineError } from '../model/index.ts'
import { sampleRun, sampleSnapshot, sampleVerdict } from '../testing/index.ts'
import { openStore } from './index.ts'
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts'
import { databaseOn, STORE_FILE } from './sqlite-database.ts'
import { storeOn } from './sqlite-store.ts'
import type { Store } from './store.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-sqlite-'))
let folders = 0
let dir = ''
let file = ''

beforeEach(() => {
  dir = join(root, String(folders++))
  file = join(dir, STORE_FILE)
})

afterAll(() => rmSync(root, { recursive: true }))

/** A store with the sample snapshot and runs r1, r2, closed again. */
async function seed(): Promise<void> {
  const store = await openStore(dir, { mode: 'write', create: true })
  await store.putSnapshot(sampleSnapshot())
  for (const [runId, inputs] of [
    ['r1', 1],
    ['r2', 2],
  ] as const) {
    const { run, evidence } = sampleRun(runId, { seed: inputs, changes: { tags: ['tag'] } })
    await store.saveRun(run, { ...evidence, verdicts: [sampleVerdict()] })
  }
  await store.close()
}

/** Runs SQL behind the store's back. */
function tamper(...statements: readonly string[]): void {
  const connection = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  for (const sql of statements) connection.exec(sql)
  connection.close()
}

async function reading<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(dir, { mode: 'read' })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function blocksOf(store: Store, runId: string): Promise<number> {
  let count = 0
  for await (const block of store.readBlocks(runId)) count += block.count
  return count
}

describe('opening a store', () => {
  it('for reading where none is says what to do', async () => {
    await expect(openStore(dir, { mode: 'read' })).rejects.toMatchObject({
      code: 'STORE_NOT_FOUND',
      exitCode: 2,
      message: expect.stringContaining('throughline snapshot import'),
    })
    await expect(openStore(dir, { mode: 'write', create: false })).rejects.toMatchObject({
      code: 'STORE_NOT_FOUND',
    })
    expect(existsSync(dir)).toBe(false)
  })

  it('finds no store in an empty file, and makes one of it', async () => {
    mkdirSync(dir)
    writeFileSync(file, '')
    await expect(openStore(dir, { mode: 'read' })).rejects.toMatchObject({ code: 'STORE_NOT_FOUND' })
    await expect(openStore(dir, { mode: 'write', create: false })).rejects.toMatchObject({
      code: 'STORE_NOT_FOUND',
    })
    await seed()
    expect(await reading(async (store) => (await store.getRun('r1')).runId)).toBe('r1')
  })

  it('for reading asks for a writer where a creation in place was cut short', async () => {
    mkdirSync(dir)
    // A journal beside the file is what SQLite leaves when it is killed while it changes a file that is not yet in WAL mode.
    const script = `
      const { DatabaseSync } = require('@photostructure/sqlite')
      const db = new DatabaseSync(process.argv[1])
      db.exec('PRAGMA cache_size = 1; PRAGMA cache_spill = 1; CREATE TABLE t (x); BEGIN')
      for (let i = 0; i < 200; i++) db.prepare('INSERT INTO t VALUES (zeroblob(4000))').run()
      process.kill(process.pid, 'SIGKILL')`
    spawnSync(process.execPath, ['-e', script, file], { cwd: fileURLToPath(new URL('.', import.meta.url)) })
    expect(existsSync(`${file}-journal`)).toBe(true)
    await expect(openStore(dir, { mode: 'read' })).rejects.toMatchObject({
      code: 'STORE_INTERRUPTED',
      message: expect.stringContaining('throughline snapshot import'),
    })
  })

  it('leaves nothing beside the store, and removes what killed creations left', async () => {
    mkdirSync(dir)
    writeFileSync(`${file}.new-1`, 'cut short')
    const store = await openStore(dir, { mode: 'write', create: true })
    await store.putSnapshot(sampleSnapshot())
    expect(readdirSync(dir).filter((name) => name.includes('new'))).toEqual([])
    await store.close()
  })

  it('makes a WAL database with full synchronisation and foreign keys', async () => {
    await seed()
    const connection = new DatabaseSync(file)
    const value = (name: string): unknown =>
      Object.values(connection.prepare(`PRAGMA ${name}`).get() as object)[0]
    expect(value('journal_mode')).toBe('wal')
    expect(value('user_version')).toBe(SCHEMA_VERSION)
    expect(value('application_id')).toBe(APPLICATION_ID)
    expect(connection.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    connection.close()
  })

  it('refuses a format newer than the program, naming both', async () => {
    await seed()
    tamper(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`)
    for (const options of [{ mode: 'read' }, { mode: 'write', create: true }] as const) {
      await expect(openStore(dir, options)).rejects.toMatchObject({
        code: 'STORE_TOO_NEW',
        exitCode: 3,
        details: { version: SCHEMA_VERSION + 1, known: SCHEMA_VERSION },
      })
    }
  })

  it("refuses what is not a database and another program's database, and leaves both as they are", async () => {
    mkdirSync(dir)
    const text = 'a letter, not a database\n'.repeat(200)
    writeFileSync(file, text)
    for (const options of [{ mode: 'read' }, { mode: 'write', create: true }] as const) {
      await expect(openStore(dir, options)).rejects.toMatchObject({ code: 'STORE_DAMAGED', exitCode: 3 })
    }
    expect(readFileSync(file, 'utf8')).toBe(text)
    rmSync(file)
    tamper('CREATE TABLE theirs (x)')
    const theirs = readFileSync(file)
    await expect(openStore(dir, { mode: 'write', create: true })).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      message: expect.stringContaining("another program's"),
    })
    expect(readFileSync(file).equals(theirs)).toBe(true)
  })

  it('refuses a folder where the file must be and a file where the folder must be', async () => {
    mkdirSync(file, { recursive: true })
    await expect(openStore(dir, { mode: 'write', create: true })).rejects.toMatchObject({ code: 'STORE_IO' })
    rmSync(dir, { recursive: true })
    writeFileSync(dir, '')
    await expect(openStore(dir, { mode: 'write', create: true })).rejects.toMatchObject({ code: 'STORE_IO' })
  })
})

describe('the database itself', () => {
  const FACTS =
    'run_id identity identity_document ledger_hash block_count event_count snapshot_id snapshot_hash'
  const MORE =
    'strategy_hash strategy_name tier params counts metrics metric_context config timing created_ms engine_version seal'
  const TABLES = 'runs strategies ledger_blocks curves snapshots evaluations run_verdicts'.split(' ')
  const changes = [
    ...`${FACTS} ${MORE}`.split(' ').map((column) => `UPDATE runs SET ${column} = ${column}`),
    'UPDATE strategies SET text = text',
    'UPDATE ledger_blocks SET bytes = bytes',
    'UPDATE curves SET bytes = bytes',
    'UPDATE snapshots SET hash = hash',
    'UPDATE evaluations SET created_ms = 0',
    'UPDATE run_verdicts SET verdict = verdict',
    ...TABLES.flatMap((table) => [
      `DELETE FROM ${table}`,
      `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`,
    ]),
    "INSERT INTO ledger_blocks SELECT run_id, 3, 300, 1, hash, bytes FROM ledger_blocks WHERE idx = 2 AND run_id = 'r1'",
    "INSERT INTO ledger_blocks SELECT run_id, -1, 300, 1, hash, bytes FROM ledger_blocks WHERE idx = 2 AND run_id = 'r1'",
  ]

  it('refuses every change of what was saved, whoever asks', async () => {
    await seed()
    const before = await reading((store) => store.listRuns({ order: 'newest' }))
    const connection = new DatabaseSync(file)
    const columns = connection.prepare('SELECT name FROM pragma_table_info(?)').all('runs') as {
      name: string
    }[]
    expect(`${FACTS} ${MORE} label archived`.split(' ').sort()).toEqual(
      columns.map(({ name }) => name).sort(),
    )
    for (const sql of changes) {
      expect(() => connection.exec(sql), sql).toThrow(/are immutable|takes no further blocks/)
    }
    connection.exec("UPDATE runs SET label = 'free', archived = 1 WHERE run_id = 'r1'")
    connection.close()
    const after = await reading((store) => store.listRuns({ order: 'newest' }))
    expect(after).toEqual(
      before.map((run) => (run.runId === 'r1' ? { ...run, label: 'free', archived: true } : run)),
    )
  })

  it('serves lists and look-ups from indexes', async () => {
    await seed()
    const connection = new DatabaseSync(file)
    const plan = (sql: string): string =>
      connection
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => (row as { detail: string }).detail)
        .join('; ')
    expect(plan('SELECT * FROM runs ORDER BY created_ms DESC, run_id DESC LIMIT 5')).toContain('runs_by_time')
    expect(plan("SELECT * FROM runs WHERE identity = 'x'")).toContain('runs_by_identity')
    expect(plan("SELECT run_id FROM runs WHERE run_id >= 'a' AND run_id < 'a~'")).toMatch(/SEARCH runs USING/)
    expect(plan("SELECT * FROM ledger_blocks WHERE run_id = 'x' AND idx = 1")).toMatch(
      /SEARCH ledger_blocks USING/,
    )
    connection.close()
  })
})

describe('damage', () => {
  const expectDamage = async (
    work: (store: Store) => Promise<unknown>,
    ...parts: string[]
  ): Promise<void> => {
    const error: unknown = await reading(work).then(
      () => 'no error',
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'STORE_DAMAGED', exitCode: 3 })
    for (const part of parts) expect((error as Error).message).toContain(part)
  }

  it.each([
    ['params', '\'{"fast":5\''],
    ['metrics', "'[1]'"],
    ['identity_document', "'null'"],
    ['ledger_hash', "'xyz'"],
  ])('in column %s of a run is an error that names run and column', async (column, value) => {
    await seed()
    tamper('DROP TRIGGER runs_no_update', `UPDATE runs SET ${column} = ${value} WHERE run_id = 'r1'`)
    await expectDamage((store) => store.getRun('r1'), "run 'r1'", column)
    await expectDamage((store) => store.listRuns({ order: 'newest' }), "run 'r1'", column)
    expect(await reading(async (store) => (await store.getRun('r2')).runId)).toBe('r2')
  })

  it('in a curve, a strategy text, a snapshot or packages is an error that names it', async () => {
    await seed()
    const { run } = sampleRun('r1')
    tamper('DROP TRIGGER curves_no_update', "UPDATE curves SET bytes = zeroblob(160) WHERE run_id = 'r1'")
    await expectDamage((store) => store.readCurve('r1'), "curve of run 'r1'", 'SHA-256')
    tamper('DROP TRIGGER strategies_no_update', "UPDATE strategies SET text = CAST(text || ' ' AS BLOB)")
    await expectDamage((store) => store.readStrategy(run.strategyHash), run.strategyHash, 'text')
    tamper('UPDATE strategies SET packages = \'[{"name":"x"}]\'')
    await expectDamage((store) => store.readStrategy(run.strategyHash), run.strategyHash, 'packages')
    tamper('DROP TRIGGER snapshots_no_update', "UPDATE snapshots SET findings = '[1]'")
    await expectDamage((store) => store.listSnapshots(), "snapshot 'sample'", 'findings')
  })

  it('that leaves a row well formed breaks its seal', async () => {
    await seed()
    const { run } = sampleRun('r1')
    tamper(
      'DROP TRIGGER runs_no_update',
      "UPDATE runs SET metrics = replace(metrics, '10734075', '10734076') WHERE run_id = 'r1'",
    )
    await expectDamage((store) => store.getRun('r1'), "run 'r1'", 'seal')
    tamper('DROP TRIGGER strategies_no_update', "UPDATE strategies SET name = 'renamed'")
    await expectDamage((store) => store.readStrategy(run.strategyHash), run.strategyHash, 'seal')
    tamper('DROP TRIGGER snapshots_no_update', 'UPDATE snapshots SET bars = bars + 1')
    await expectDamage((store) => store.getSnapshot('sample'), "snapshot 'sample'", 'seal')
    tamper(
      'DROP TRIGGER run_verdicts_no_update',
      "UPDATE run_verdicts SET verdict = replace(verdict, 'true', 'null')",
    )
    await expectDamage((store) => store.listVerdicts({}), "a verdict on run 'r1'", 'seal')
    tamper('UPDATE snapshots SET bars = 1 << 60')
    await expectDamage((store) => store.getSnapshot('sample'))
  })

  it('of any byte of the file is an error or changes no fact that is read', async () => {
    await seed()
    tamper('PRAGMA wal_checkpoint(TRUNCATE)')
    const whole = readFileSync(file)
    const read = (store: Store) =>
      Promise.all([
        store.getRun('r1'),
        store.getSnapshot('sample'),
        store.readCurve('r1'),
        store.listSnapshots(),
      ])
    const facts = await reading(read)
    dir = join(root, String(folders++))
    mkdirSync(dir)
    const random = createRandom(7)
    let refused = 0
    for (let round = 0; round < 400; round++) {
      const damagedFile = Buffer.from(whole)
      const at = Math.floor(random() * whole.length)
      damagedFile[at] = damagedFile[at]! ^ (1 << Math.floor(random() * 8))
      writeFileSync(join(dir, STORE_FILE), damagedFile)
      const found: unknown = await reading(read).catch((error: unknown) => error)
      if (found instanceof Error) {
        expect(found, `byte ${at}`).toBeInstanceOf(ThroughlineError)
        expect((found as ThroughlineError).exitCode, `byte ${at}: ${found.message}`).not.toBe(70)
        refused++
      } else {
        const [run, ...others] = found as typeof facts
        // Label, tags and archive flag may change at any time and are under no seal.
        const { label, tags, archived } = facts[0]
        expect([{ ...run, label, tags, archived }, ...others], `byte ${at}`).toEqual(facts)
      }
    }
    expect(refused).toBeGreaterThan(10)
  })

  it('of a ledger, a block missing in the middle or at the end or out of place, is an error with the first lost seq', async () => {
    await seed()
    expect(await reading((store) => blocksOf(store, 'r1'))).toBe(300)
    tamper('DROP TRIGGER ledger_blocks_no_delete', 'DROP TRIGGER ledger_blocks_no_update')
    tamper("DELETE FROM ledger_blocks WHERE run_id = 'r1' AND idx = 1")
    await expect(reading((store) => blocksOf(store, 'r1'))).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      details: { row: "run 'r1'", seq: 100 },
    })
    tamper("DELETE FROM ledger_blocks WHERE run_id = 'r2' AND idx = 2")
    await expect(reading((store) => blocksOf(store, 'r2'))).rejects.toMatchObject({ details: { seq: 200 } })
    tamper("UPDATE ledger_blocks SET first_seq = 101 WHERE run_id = 'r2' AND idx = 1")
    await expect(reading((store) => blocksOf(store, 'r2'))).rejects.toMatchObject({ details: { seq: 100 } })
  })

  it('of the file, a page lost or overwritten, is an error and never a crash', async () => {
    await seed()
    tamper('PRAGMA wal_checkpoint(TRUNCATE)')
    const whole = readFileSync(file)
    const cut = whole.subarray(0, whole.length - 3 * 4096)
    const overwritten = Buffer.from(whole).fill(0xa5, 4096)
    for (const bytes of [cut, overwritten]) {
      dir = join(root, String(folders++))
      mkdirSync(dir)
      writeFileSync(join(dir, STORE_FILE), bytes)
      await expectDamage(async (store) => [
        await store.listRuns({ order: 'newest' }),
        await blocksOf(store, 'r2'),
      ])
    }
  })
})

describe('a write that cannot be done', () => {
  it('because the database is full leaves nothing of it, and the store goes on when there is room', async () => {
    await seed()
    const connection = new DatabaseSync(file)
    const store = storeOn(databaseOn(connection, { path: file, mode: 'write' }))
    const big = sampleRun('big', { seed: 3, blocks: 8, bytesPerBlock: 100_000 })
    connection.exec('PRAGMA max_page_count = 60')
    await expect(store.saveRun(big.run, big.evidence)).rejects.toMatchObject({
      code: 'DISK_FULL',
      exitCode: 3,
      message: expect.stringContaining('Nothing of this call was stored'),
    })
    expect(await store.findRun('big')).toBeUndefined()
    expect(await store.countEvaluations(big.run.snapshotHash)).toBe(2)
    await expect(store.readStrategy(big.run.strategyHash)).rejects.toMatchObject({
      code: 'STRATEGY_NOT_FOUND',
    })
    connection.exec('PRAGMA max_page_count = 100000')
    expect(await store.saveRun(big.run, big.evidence)).toMatchObject({ outcome: 'saved' })
    expect(await blocksOf(store, 'big')).toBe(800)
    await store.close()
  })

  it('because another process writes says so after the wait, and reading goes on meanwhile', async () => {
    await seed()
    const holder = new DatabaseSync(file)
    holder.exec('BEGIN IMMEDIATE')
    const store = storeOn(databaseOn(new DatabaseSync(file, { timeout: 50 }), { path: file, mode: 'write' }))
    await expect(store.setLabel('r1', 'x')).rejects.toMatchObject({ code: 'STORE_BUSY', exitCode: 3 })
    expect(await reading((reader) => blocksOf(reader, 'r1'))).toBe(300)
    holder.exec('ROLLBACK')
    holder.close()
    expect(await store.setLabel('r1', 'x')).toMatchObject({ label: 'x' })
    await store.close()
  })

  it('because the store was opened for reading is refused', async () => {
    await seed()
    await expect(reading((store) => store.setLabel('r1', 'x'))).rejects.toMatchObject({
      code: 'STORE_OPENED_TO_READ',
    })
  })
})
