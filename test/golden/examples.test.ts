/**
 * The strategies of examples/ on the data and settings of `throughline demo`: what comes out, to the last bit of the ledger. A
 * change here is a change of numbers and belongs in CHANGELOG.md with its reason.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_RUNS, INDEX_ID, STOCKS_ID, sealIndex, sealStocks } from '../../src/cli/demo/demo-plan.ts'
import { examplePath } from '../../src/cli/package-files.ts'
import { requestOf } from '../../src/cli/run/request.ts'
import { registerSnapshot, runStrategy, verifyRun } from '../../src/run/index.ts'
import { openStore, type Store } from '../../src/store/index.ts'

const EXPECTED = [
  {
    example: 'sma-cross.ts',
    snapshot: 'd1cd8de1d531cda4e2596623a7bf03c6d96002c8851bce4e72ad9e7a0be6e6cf',
    ledgerHash: '7dafde4fc81c207337ee5daf2c8dcf5f5734f07a578b73bc5b01285e0096fb53',
    counts: {
      instruments: 1,
      pulses: 5_105,
      bars: 5_105,
      decisions: 58,
      orders: 58,
      fills: 58,
      trades: 29,
      denied: 0,
      expired: 0,
    },
    finalEquity: 175_968.65237879998,
    finalCash: 175_968.65237879998,
    fees: 58,
  },
  {
    example: 'momentum.ts',
    snapshot: 'd7de2f602f08ab17cf6861b125ba8b3bb28f94a6f549718c6763fb82438f5718',
    ledgerHash: 'f34bccdecf0cc83cbff99b9d6fff79de2bc17b9223bbe94b927b13d6d9a640ec',
    counts: {
      instruments: 25,
      pulses: 2_520,
      bars: 63_000,
      decisions: 120,
      orders: 496,
      fills: 496,
      trades: 343,
      denied: 0,
      expired: 0,
    },
    finalEquity: 121_948.80985171047,
    finalCash: 6_283.769851710471,
    fees: 978.4980807895001,
  },
] as const

let storeDir: string
let store: Store

beforeAll(async () => {
  storeDir = await mkdtemp(join(tmpdir(), 'throughline-examples-'))
  store = await openStore(storeDir, { mode: 'write', create: true })
  await registerSnapshot({ store, storeDir }, INDEX_ID, sealIndex)
  await registerSnapshot({ store, storeDir }, STOCKS_ID, sealStocks)
})
afterAll(async () => {
  await store.close()
  await rm(storeDir, { recursive: true })
})

describe('the examples on the demo data', () => {
  it.each(EXPECTED)('$example gives what is pinned', async (expected) => {
    const settings = DEMO_RUNS.find(({ example }) => example === expected.example)!
    const request = await requestOf({ ...settings, strategy: examplePath(expected.example) })
    const { run } = await runStrategy({ store, storeDir, nowMs: 0 }, request)
    const { counts, metrics } = run
    expect({
      example: expected.example,
      snapshot: run.snapshotHash,
      ledgerHash: run.ledgerHash,
      counts: Object.fromEntries(Object.keys(expected.counts).map((name) => [name, counts[name]])),
      finalEquity: metrics['finalEquity'],
      finalCash: metrics['finalCash'],
      fees: metrics['fees'],
    }).toEqual(expected)
    expect(run.tier).toBe(1)
    expect(await verifyRun(store, run.runId)).toMatchObject({ ok: true })
  })

  it('are all of them that there are', async () => {
    expect(DEMO_RUNS.map(({ example }) => example).sort()).toEqual(['momentum.ts', 'sma-cross.ts'])
  })
})
