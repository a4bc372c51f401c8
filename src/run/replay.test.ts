import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateBars, sealBars } from '../data/index.ts'
import { type EngineConfig, finishLedger } from '../engine/index.ts'
import { ledgerHash, readBlocks, sealLedger } from '../ledger/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { PLAIN_CONFIG } from '../testing/index.ts'
import { blocksOf } from './evidence.ts'
import { executePulses, runStrategy } from './execute.ts'
import { prepareStoredRun } from './prepare.ts'
import { registerSnapshot } from './register-snapshot.ts'
import { replayRun } from './replay.ts'
import { createClock } from './run-clock.ts'
import { sha256 } from './sha256.ts'

const STRATEGY = `import { defineStrategy, int, sma } from 'throughline'
export default defineStrategy({
  name: 'cross',
  params: { fast: int({ default: 5, low: 2, high: 20 }) },
  features: ({ fast }) => ({ fast: sma(fast), slow: sma(fast * 3) }),
  state: { calls: 0 },
  decide(pulse) {
    pulse.state.calls++
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? Math.ceil(20 * pulse.random()) : 0)
  },
})
`
const CONFIG: EngineConfig = {
  ...PLAIN_CONFIG,
  costs: [
    { kind: 'spread-bps', value: 5 },
    { kind: 'fixed-fee', value: 1 },
  ],
  risk: [{ kind: 'max-weight', weight: 0.05 }],
  closeAtEnd: true,
  seed: 9,
}

let storeDir: string
let store: Store
beforeEach(async () => {
  storeDir = mkdtempSync(join(tmpdir(), 'throughline-replay-'))
  store = await openStore(storeDir, { mode: 'write', create: true })
  const bars = generateBars({ seed: 5, instruments: 4, days: 200, start: '2019-01-01' })
  await registerSnapshot({ store, storeDir }, 'made', (folder) =>
    sealBars({ folder, bars, interval: '1d', source: 'made', nowMs: 0 }),
  )
})
afterEach(async () => {
  await store.close()
  rmSync(storeDir, { recursive: true, force: true })
})

async function storedRun() {
  const strategyFile = join(storeDir, 'strategy.ts')
  writeFileSync(strategyFile, STRATEGY)
  const { run } = await runStrategy(
    { store, storeDir, nowMs: 0 },
    {
      strategyFile,
      snapshot: 'made',
      params: { fast: 4 },
      slice: { fromMs: Date.UTC(2019, 1, 1), toMs: null, instruments: ['GEN_001', 'GEN_003'] },
      config: CONFIG,
    },
  )
  rmSync(strategyFile)
  return run
}

describe('replayRun', () => {
  it('gives the stored ledger again without the strategy file', async () => {
    const run = await storedRun()
    expect(await replayRun({ store, storeDir }, run.runId)).toMatchObject({
      runId: run.runId,
      ok: true,
      ledgerHash: { stored: run.ledgerHash, replayed: run.ledgerHash },
      events: { stored: run.counts['events'], replayed: run.counts['events'] },
      firstDifference: null,
    })
  })

  it('names the first event of a run that came out otherwise when it was stored', async () => {
    const { runId, archived: _, ...run } = await storedRun()
    // The same identity, run by an engine that takes another fee.
    const prepared = await prepareStoredRun(store, runId)
    const config: EngineConfig = { ...CONFIG, costs: [CONFIG.costs[0]!, { kind: 'fixed-fee', value: 2 }] }
    const clock = createClock(undefined)
    const { outcome } = await executePulses(
      { storeDir },
      { ...prepared, config },
      { ...prepared, runId, clock },
    )
    const { curveBytes } = finishLedger(outcome, sha256)
    const blocks = sealLedger(outcome.log, sha256)
    const otherDir = mkdtempSync(join(tmpdir(), 'throughline-replay-other-'))
    const other = await openStore(otherDir, { mode: 'write', create: true })
    try {
      await other.putSnapshot(await store.getSnapshot('made'))
      const { text, packages } = await store.readStrategy(run.strategyHash)
      await other.saveRun(
        { ...run, runId, ledgerHash: ledgerHash(blocks) },
        { blocks, strategyText: text, packages, curve: curveBytes },
      )
      const verdict = await replayRun({ store: other, storeDir }, runId)
      const firstFee = [...readBlocks(await blocksOf(store, runId))].find(({ kind }) => kind === 'fee')
      expect(verdict).toMatchObject({
        ok: false,
        ledgerHash: { stored: ledgerHash(blocks), replayed: run.ledgerHash },
        firstDifference: {
          seq: firstFee!.seq,
          stored: { kind: 'fee', amount: 2 },
          replayed: { kind: 'fee', amount: 1 },
        },
      })
    } finally {
      await other.close()
      rmSync(otherDir, { recursive: true, force: true })
    }
  })

  it('refuses a run whose bars were changed', async () => {
    const { runId, snapshotHash } = await storedRun()
    writeFileSync(join(storeDir, 'snapshots', snapshotHash, 'bars.parquet'), 'nothing')
    await expect(replayRun({ store, storeDir }, runId)).rejects.toMatchObject({ code: 'SNAPSHOT_CHANGED' })
  })
})
