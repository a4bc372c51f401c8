import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateBars, sealBars } from '../data/index.ts'
import { type LedgerBlock, readBlocks } from '../ledger/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { PLAIN_CONFIG } from '../testing/index.ts'
import { blocksOf, type RunRequest, readEvidence, registerSnapshot, runStrategy, verifyRun } from './index.ts'

const SMA_CROSS = `import { defineStrategy, int, sma } from 'throughline'
export default defineStrategy({
  name: 'cross',
  params: { fast: int({ default: 5, low: 2, high: 20 }) },
  features: ({ fast }) => ({ fast: sma(fast), slow: sma(fast * 3) }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? 10 : 0)
  },
})
`

let storeDir: string
let store: Store

beforeEach(async () => {
  storeDir = mkdtempSync(join(tmpdir(), 'throughline-run-'))
  store = await openStore(storeDir, { mode: 'write', create: true })
  const bars = generateBars({ seed: 5, instruments: 4, days: 300, start: '2019-01-01' })
  await registerSnapshot({ store, storeDir }, 'made', (folder) =>
    sealBars({ folder, bars, interval: '1d', source: 'made', nowMs: 0 }),
  )
})
afterEach(async () => {
  await store.close()
  rmSync(storeDir, { recursive: true, force: true })
})

function run(text: string, request: Partial<RunRequest> = {}) {
  const strategyFile = join(storeDir, 'strategy.ts')
  writeFileSync(strategyFile, text)
  return runStrategy(
    { store, storeDir, nowMs: 1_000 },
    {
      strategyFile,
      snapshot: 'made',
      params: {},
      slice: { fromMs: null, toMs: null, instruments: null },
      config: PLAIN_CONFIG,
      ...request,
    },
  )
}

describe('a run', () => {
  it('is stored with evidence that verifies and folds to its counts', async () => {
    const { outcome, run: record, timing } = await run(SMA_CROSS)
    expect(outcome).toBe('saved')
    expect(record.runId).toBe(`cross-${record.identity.slice(0, 10)}`)
    expect(record.counts).toMatchObject({ instruments: 4, pulses: 300, bars: 1_200 })
    expect(Object.keys(timing)).toEqual(
      expect.arrayContaining(['readMs', 'featuresMs', 'loopMs', 'ledgerMs', 'storeMs', 'totalMs']),
    )
    expect(await verifyRun(store, record.runId)).toMatchObject({ ok: true, firstBad: null })
    const { fills, trades, curve, strategy } = await readEvidence(store, record.runId)
    expect(fills).toHaveLength(Number(record.counts['fills']))
    expect(trades).toHaveLength(Number(record.counts['trades']))
    expect(curve.equity.at(-1)).toBe(record.metrics['finalEquity'])
    expect(strategy.text).toContain('bar.fast > bar.slow')
  })

  it('asked for again is the stored one; under the same id with another identity it is refused', async () => {
    const first = await run(SMA_CROSS, { runId: 'mine' })
    const again = await run(SMA_CROSS, { runId: 'mine' })
    expect(again).toMatchObject({ outcome: 'existing', run: { ledgerHash: first.run.ledgerHash } })
    await expect(run(SMA_CROSS, { runId: 'mine', params: { fast: 6 } })).rejects.toMatchObject({
      code: 'RUN_ID_TAKEN',
      exitCode: 2,
    })
  })

  it('has one ledger for one identity, under whatever id, and another for another seed or cost', async () => {
    const hashOf = async (request: Partial<RunRequest>) => (await run(SMA_CROSS, request)).run
    const one = await hashOf({ runId: 'one' })
    expect(await hashOf({ runId: 'two', label: 'else', tags: ['x'] })).toMatchObject({
      ledgerHash: one.ledgerHash,
      identity: one.identity,
    })
    const costly = { ...PLAIN_CONFIG, costs: [{ kind: 'spread-bps', value: 5 }] as const }
    expect((await hashOf({ runId: 'three', config: costly })).identity).not.toBe(one.identity)
    expect((await hashOf({ runId: 'four', config: { ...PLAIN_CONFIG, seed: 9 } })).identity).not.toBe(
      one.identity,
    )
  })

  it('sees the bars of its slice alone', async () => {
    const slice = { fromMs: Date.UTC(2019, 5, 1), toMs: Date.UTC(2019, 6, 1), instruments: ['GEN_002'] }
    const { run: record } = await run(SMA_CROSS, { slice })
    expect(record.counts).toMatchObject({ instruments: 1, pulses: 20, bars: 20 })
  })

  it('annualises by the context that is given', async () => {
    const { run: record } = await run(SMA_CROSS, { periodsPerYear: 100, riskFreeRate: 0.01 })
    expect(record.metricContext).toMatchObject({ periodsPerYear: 100, riskFreeRate: 0.01, source: 'given' })
  })
})

describe('what cannot be run', () => {
  const nothingStored = async () => expect(await store.listRuns({ order: 'newest' })).toEqual([])

  it('says run, pulse, instrument and line where a strategy throws, and stores nothing', async () => {
    const text = SMA_CROSS.replace(
      'bar.target(bar.fast',
      `{
      if (pulse.timeMs > Date.UTC(2019, 5, 1) && bar.symbol === 'GEN_003') null.price
      bar.target(bar.fast`,
    ).replace(': 0)', ': 0) }')
    await expect(run(text, { runId: 'failing' })).rejects.toMatchObject({
      code: 'STRATEGY_THREW',
      exitCode: 2,
      details: { runId: 'failing', instrument: 'GEN_003', line: 8 },
      message: expect.stringMatching(/2019-06-04.*GEN_003.*failing.*TypeError.*strategy\.ts:8.*null\.price/s),
    })
    await nothingStored()
  })

  it('names the instrument of a target that is not finite', async () => {
    await expect(run(SMA_CROSS.replace('? 10 : 0', '? 0 / 0 : 0'))).rejects.toMatchObject({
      code: 'BAD_TARGET',
      message: expect.stringMatching(/finite number of units, but it is NaN for GEN_.*strategy\.ts:7/s),
    })
    await nothingStored()
  })

  it.each([
    [{ params: { fast: 1 } }, 'BAD_PARAM'],
    [{ params: { fats: 5 } }, 'UNKNOWN_PARAM'],
    [{ snapshot: 'maed' }, 'SNAPSHOT_NOT_FOUND'],
    [{ runId: 'no spaces' }, 'BAD_RUN_ID'],
    [{ config: { ...PLAIN_CONFIG, openingCash: 0 } }, 'BAD_CASH'],
    [{ slice: { fromMs: null, toMs: 0, instruments: null } }, 'NO_BARS_IN_RANGE'],
    [{ slice: { fromMs: null, toMs: null, instruments: ['GEN_00'] } }, 'UNKNOWN_INSTRUMENT'],
  ])('refuses %j with %s', async (request, code) => {
    await expect(run(SMA_CROSS, request)).rejects.toMatchObject({ code })
    await nothingStored()
  })
})

describe('verify', () => {
  it('names the event that a changed ledger holds, and nothing is derived from it', async () => {
    const { run: record } = await run(SMA_CROSS)
    const blocks = await blocksOf(store, record.runId)
    const fill = [...readBlocks(blocks)].find(({ kind }) => kind === 'fill')!
    const [block] = blocks as [LedgerBlock]
    const bytes = block.bytes.slice()
    // The second column of doubles holds the fill's quantity.
    bytes[16 + 8 * block.count + 8 * fill.seq]! ^= 1
    const changed: Store = {
      ...store,
      getRun: (id) => store.getRun(id),
      readBlocks: async function* () {
        yield { ...block, bytes }
        yield* blocks.slice(1)
      },
    }
    expect(await verifyRun(changed, record.runId)).toMatchObject({
      ok: false,
      firstBad: { seq: fill.seq, reason: 'the event is not as it was written' },
    })
    await expect(readEvidence(changed, record.runId)).rejects.toMatchObject({
      code: 'LEDGER_CHANGED',
      exitCode: 3,
      details: { seq: fill.seq },
    })
  })
})
