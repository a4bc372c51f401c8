/**
 * COUNT rounds of: processes that save runs are killed (SIGKILL) at a random moment, in every third round two at once.
 * After each round the store must open, pass SQLite's own checks, hold every acknowledged run, and hold each run whole:
 * its record, every byte of its ledger, its curve, its strategy, its verdict, its trial. Every tenth round begins with no store, so
 * that creation is interrupted too.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { sampleRun, sampleSnapshot, sampleVerdict } from 'throughline/testing'
import { openStore, STORE_FILE, type Store } from '../../src/store/index.ts'

const ROUNDS_PER_STORE = 10
/** From the child's first word on: opening takes it some 20 ms and each run 5 to 10 ms, on an idle machine. */
const LATEST_KILL_MS = 200
/** In a round that begins without a store. */
const LATEST_KILL_AT_CREATION_MS = 40
const FIRST_WORD = 'up'

const sample = (seed: number) => sampleRun(`run-${seed}`, { seed, blocks: 6, bytesPerBlock: 60_000 })

/** Saves runs of seeds from `firstSeed` on until it is killed; prints each seed once its run is acknowledged. */
async function saveUntilKilled(dir: string, firstSeed: number): Promise<void> {
  writeSync(1, `${FIRST_WORD}\n`)
  const store = await openStore(dir, { mode: 'write', create: true })
  await store.putSnapshot(sampleSnapshot())
  for (let seed = firstSeed; ; seed++) {
    const { run, evidence } = sample(seed)
    await store.saveRun(run, { ...evidence, verdicts: [sampleVerdict()] })
    writeSync(1, `${seed}\n`)
  }
}

/** Starts a child, kills it `afterMs` after its first word, and gives the seeds it acknowledged. */
async function killedChild(dir: string, firstSeed: number, afterMs: number): Promise<number[]> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'child', dir, String(firstSeed)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const signal = await new Promise((resolve) => child.on('close', (_, by) => resolve(by)))
  assert.equal(errors, '')
  assert.equal(signal, 'SIGKILL')
  const [firstWord, ...seeds] = output.split('\n').slice(0, -1)
  assert.equal(firstWord, FIRST_WORD)
  return seeds.map(Number)
}

/** The seeds of the runs in the store, each proven whole. */
async function wholeRuns(store: Store): Promise<number[]> {
  const runs = await store.listRuns({ order: 'oldest' })
  for (const stored of runs) {
    const { run, evidence } = sample(Number(stored.runId.slice('run-'.length)))
    assert.deepEqual(stored, { ...run, archived: false })
    const blocks = []
    for await (const block of store.readBlocks(stored.runId)) blocks.push(block)
    assert.deepEqual(blocks, evidence.blocks)
    assert.deepEqual(await store.readCurve(stored.runId), evidence.curve)
    assert.equal((await store.readStrategy(stored.strategyHash)).text, evidence.strategyText)
    const verdicts = await store.listVerdicts({ runIds: [run.runId] })
    assert.deepEqual(verdicts, [{ ...sampleVerdict(), runId: run.runId, identity: run.identity }])
  }
  assert.equal(await store.countEvaluations(sampleSnapshot().hash), runs.length)
  return runs.map(({ runId }) => Number(runId.slice('run-'.length)))
}

/** Opens what the killed left behind; undefined where they had not come to creating it. */
async function inspect(dir: string): Promise<number[] | undefined> {
  if (!existsSync(join(dir, STORE_FILE))) return undefined
  const store = await openStore(dir, { mode: 'read' })
  const seeds = await wholeRuns(store)
  await store.close()
  const connection = new DatabaseSync(join(dir, STORE_FILE))
  assert.deepEqual(connection.prepare('PRAGMA integrity_check').all().map(Object.values), [['ok']])
  assert.deepEqual(connection.prepare('PRAGMA foreign_key_check').all(), [])
  for (const [table, sql] of [
    ['ledger_blocks', 'SELECT count(*) AS n FROM ledger_blocks'],
    ['strategies', 'SELECT count(*) * 6 AS n FROM strategies'],
    ['curves', 'SELECT count(*) * 6 AS n FROM curves'],
  ] as const) {
    const { n } = connection.prepare(sql).get() as { n: number }
    assert.equal(n, seeds.length * 6, `rows of ${table} without their run`)
  }
  connection.close()
  return seeds
}

async function soak(rounds: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'throughline-soak-'))
  const sum = { killed: 0, beforeTheStore: 0, runs: 0, unacknowledged: 0 }
  let dir = ''
  let acknowledged = new Set<number>()
  let known = 0
  for (let round = 0; round < rounds; round++) {
    if (round % ROUNDS_PER_STORE === 0) {
      dir = join(root, `store-${round}`)
      acknowledged = new Set()
      known = 0
    }
    const children = round % 3 === 2 ? [1, 2] : [1]
    const latestMs = round % ROUNDS_PER_STORE === 0 ? LATEST_KILL_AT_CREATION_MS : LATEST_KILL_MS
    const said = await Promise.all(
      children.map((child) => killedChild(dir, (round * 2 + child) * 10_000, Math.random() * latestMs)),
    )
    for (const seed of said.flat()) acknowledged.add(seed)
    const found = await inspect(dir)
    const present = new Set(found)
    for (const seed of acknowledged)
      assert.ok(present.has(seed), `round ${round}: acknowledged run-${seed} is lost`)
    // Each child may have been killed between its commit and its word, once.
    const unsaid = present.size - known - said.flat().length
    assert.ok(
      unsaid >= 0 && unsaid <= children.length,
      `round ${round}: ${unsaid} runs that nobody announced`,
    )
    known = present.size
    sum.killed += children.length
    sum.runs += said.flat().length
    sum.unacknowledged += unsaid
    if (found === undefined) sum.beforeTheStore += children.length
  }
  rmSync(root, { recursive: true })
  process.stdout.write(
    `${sum.killed} killed (${sum.beforeTheStore} before there was a store): ${sum.runs} runs acknowledged, 0 lost, 0 in part, ${sum.unacknowledged} saved without a word\n`,
  )
}

const [first = '', dir = '', seed = ''] = process.argv.slice(2)
await (first === 'child' ? saveUntilKilled(dir, Number(seed)) : soak(Number(first)))
