import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateBars, sealBars } from '../data/index.ts'
import { canonicalJson } from '../model/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { PLAIN_CONFIG } from '../testing/index.ts'
import { LOOK_AHEAD_VERSION } from '../validation/index.ts'
import { proveRun, proveStrategy, registerSnapshot, runStrategy, storedLookAhead } from './index.ts'
import { sha256 } from './sha256.ts'

let dir: string
let store: Store

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'throughline-prove-'))
  store = await openStore(dir, { mode: 'write', create: true })
  const bars = generateBars({ seed: 3, instruments: 2, days: 40, start: '2021-01-01' })
  await registerSnapshot({ store, storeDir: dir }, 'made', (folder) =>
    sealBars({ folder, bars, interval: '1d', source: 'generated', nowMs: 0 }),
  )
})

afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})

const setting = () => ({ store, storeDir: dir, nowMs: 7 })

const HONEST = 'for (const bar of pulse.bars) bar.target(bar.close > bar.mean ? 1 : 0)'

function requestOf(decide = HONEST, seed = 1) {
  const strategyFile = join(dir, 'strategy.ts')
  writeFileSync(
    strategyFile,
    `import { defineStrategy, sma } from 'throughline'
     export default defineStrategy({ name: 's', features: () => ({ mean: sma(3) }), decide(pulse) { ${decide} } })`,
  )
  return {
    strategyFile,
    snapshot: 'made',
    params: {},
    config: { ...PLAIN_CONFIG, seed },
    slice: { fromMs: null, toMs: null, instruments: null },
  }
}

describe('a stored verdict', () => {
  it('is what every later proof of the same identity says, of a file or of a run', async () => {
    const request = requestOf()
    const { run } = await runStrategy(setting(), request)
    const first = await proveRun(setting(), run.runId)
    expect(first).toMatchObject({ outcome: 'proved', runId: run.runId, ok: true, features: ['mean'] })
    let calls = 0
    const onProgress = (): void => {
      calls++
    }
    const ofFile = await proveStrategy({ ...setting(), onProgress }, request)
    const { runId: _, ...same } = first
    expect(ofFile).toEqual({ ...same, outcome: 'stored', ms: 0 })
    expect(calls).toBe(0)
    const other = await proveStrategy({ ...setting(), onProgress }, requestOf(HONEST, 2))
    expect(other.outcome).toBe('proved')
    expect(calls).toBeGreaterThan(0)
  })

  it('of another version of the proof is shown and not taken for this one', async () => {
    const { run } = await runStrategy(setting(), requestOf())
    const document = { ...(await storedOf(run.runId)), ok: true, leaks: [], pulses: 1, cuts: 1, features: [] }
    await store.addVerdict(run.runId, {
      kind: 'lookahead',
      version: LOOK_AHEAD_VERSION + 1,
      document,
      createdMs: 1,
    })
    expect((await proveRun(setting(), run.runId)).outcome).toBe('proved')
    expect((await storedLookAhead(store, [run.runId])).get(run.runId)).toMatchObject({
      version: LOOK_AHEAD_VERSION + 1,
      cuts: 1,
    })
    expect(await store.listVerdicts({ runIds: [run.runId] })).toHaveLength(2)
  })

  const storedOf = async (runId: string) => (await store.listVerdicts({ runIds: [runId] }))[0]?.document ?? {}
})

describe('a run that is proved first', () => {
  it('decides as without the proof: nothing that the proof remembered reaches it', async () => {
    const random = `for (const bar of pulse.bars) bar.target(Math.random() < 0.5 ? 1 : 0)`
    const plain = await runStrategy(setting(), { ...requestOf(random), runId: 'plain' })
    const proved = await runStrategy({ ...setting(), proof: {} }, { ...requestOf(random), runId: 'proved' })
    expect(proved.run.ledgerHash).toBe(plain.run.ledgerHash)
    expect(proved.lookAhead).toMatchObject({ ok: true, outcome: 'proved' })
    expect(plain.lookAhead).toBeNull()
  })
})

describe('a run of another program', () => {
  it('is not proved: what this one makes of it would be another run', async () => {
    const { run } = await runStrategy(setting(), requestOf())
    const strategy = await store.readStrategy(run.strategyHash)
    const blocks = []
    for await (const block of store.readBlocks(run.runId)) blocks.push(block)
    const identityDocument = { ...run.identityDocument, engine: { engineVersion: '0' } }
    const older = {
      ...run,
      runId: 'older',
      config: { ...run.config, engineVersion: '0' },
      identityDocument,
      identity: sha256(canonicalJson(identityDocument)),
    }
    const curve = await store.readCurve(run.runId)
    await store.saveRun(older, { blocks, strategyText: strategy.text, packages: [], curve })
    await expect(proveRun(setting(), 'older')).rejects.toMatchObject({
      code: 'RUN_NOT_REPEATABLE',
      exitCode: 3,
      message: expect.stringContaining('engine 0'),
    })
    expect(await store.listVerdicts({})).toEqual([])
  })
})
