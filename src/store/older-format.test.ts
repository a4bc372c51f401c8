/** Stores as earlier programs left them: made by them, kept as files. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sampleVerdict } from '../testing/index.ts'
import { openStore } from './index.ts'
import { SCHEMA_VERSION } from './schema.ts'
import type { OpenMode } from './sqlite-database.ts'
import { STORE_FILE } from './sqlite-database.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-formats-'))
let dir = ''
let folders = 0

/** Two runs of examples/sma-cross.ts over 60 bars, recorded by the program of format 1. */
const FORMAT_1 = gunzipSync(readFileSync(new URL('../../test/data/store/format-1.db.gz', import.meta.url)))
const LEDGERS = {
  'sma-cross-4016438209': '0985735473ef6bf8bd018c05eafffe98a55372188051abbfa298bbbad17fe434',
  second: '975eb857826a57934a279c888251271a3f18b95174578831e7162214e8b36937',
}

beforeEach(() => {
  dir = join(root, String(folders++))
  mkdirSync(dir)
  writeFileSync(join(dir, STORE_FILE), FORMAT_1)
})

afterAll(() => rmSync(root, { recursive: true }))

/** All that a store holds. */
async function contentsOf(options: OpenMode) {
  const store = await openStore(dir, options)
  const runs = await store.listRuns({ order: 'oldest' })
  const evidence = []
  for (const { runId, strategyHash } of runs) {
    const blocks = []
    for await (const block of store.readBlocks(runId)) blocks.push(block)
    evidence.push({
      blocks,
      curve: await store.readCurve(runId),
      strategy: await store.readStrategy(strategyHash),
    })
  }
  const snapshots = await store.listSnapshots()
  const trials = await store.countEvaluations(snapshots[0]!.hash)
  const verdicts = await store.listVerdicts({})
  await store.close()
  return { runs, evidence, snapshots, trials, verdicts }
}

const versionOf = (): unknown => {
  const connection = new DatabaseSync(join(dir, STORE_FILE), { readOnly: true })
  const row = connection.prepare('PRAGMA user_version').get() as { user_version: number }
  connection.close()
  return row.user_version
}

describe('a store of format 1', () => {
  it('is read as it is, without a verdict and without a change', async () => {
    const { runs, trials, verdicts } = await contentsOf({ mode: 'read' })
    expect(Object.fromEntries(runs.map(({ runId, ledgerHash }) => [runId, ledgerHash]))).toEqual(LEDGERS)
    expect(runs[0]).toMatchObject({ label: 'made by format 1', tags: ['old'] })
    expect([trials, verdicts]).toEqual([2, []])
    expect(versionOf()).toBe(1)
  })

  it('is brought up to date by who opens it to write, and loses nothing', async () => {
    const before = await contentsOf({ mode: 'read' })
    expect(await contentsOf({ mode: 'write', create: false })).toEqual(before)
    expect(versionOf()).toBe(SCHEMA_VERSION)
    const store = await openStore(dir, { mode: 'write', create: false })
    await store.addVerdict('second', sampleVerdict())
    await store.close()
    const after = await contentsOf({ mode: 'read' })
    expect(after).toEqual({ ...before, verdicts: [expect.objectContaining({ runId: 'second' })] })
  })

  it('is brought up to date once by two that open it at the same time', async () => {
    const both = await Promise.all([1, 2].map(() => openStore(dir, { mode: 'write', create: false })))
    const [one, two] = both
    expect((await one!.addVerdict('second', sampleVerdict())).outcome).toBe('saved')
    expect((await two!.addVerdict('second', sampleVerdict())).outcome).toBe('existing')
    for (const store of both) await store.close()
    expect(versionOf()).toBe(SCHEMA_VERSION)
  })
})
