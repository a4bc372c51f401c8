/** A store in which a run's ledger is sound, but not what its identity gives: as if an engine with a fault had made it. */
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { finishLedger } from '../../src/engine/index.ts'
import { ledgerHash, sealLedger } from '../../src/ledger/index.ts'
import { executePulses } from '../../src/run/execute.ts'
import { sha256 } from '../../src/run/index.ts'
import { prepareStoredRun } from '../../src/run/prepare.ts'
import { createClock } from '../../src/run/run-clock.ts'
import { openStore } from '../../src/store/index.ts'

export interface DivergedRun {
  readonly from: string
  readonly to: string
  readonly runId: string
}

/** Copies snapshot and run to another store; there every fee of 1 was taken as 2. */
export async function storeDivergedRun({ from, to, runId }: DivergedRun): Promise<void> {
  await mkdir(to, { recursive: true })
  await cp(join(from, 'snapshots'), join(to, 'snapshots'), { recursive: true })
  const source = await openStore(from, { mode: 'read' })
  const target = await openStore(to, { mode: 'write', create: true })
  try {
    const { run, ...prepared } = await prepareStoredRun(source, runId)
    const costs = prepared.config.costs.map((cost) =>
      cost.kind === 'fixed-fee' ? { ...cost, value: 2 } : cost,
    )
    const clock = createClock(undefined)
    const { outcome } = await executePulses(
      { storeDir: from },
      { ...prepared, config: { ...prepared.config, costs } },
      { ...prepared, runId, clock },
    )
    const { state, curveBytes } = finishLedger(outcome, sha256)
    const blocks = sealLedger(outcome.log, sha256)
    const { archived: _, ...record } = run
    const metrics = { ...record.metrics, finalEquity: outcome.finalEquity, finalCash: state.cash }
    const { text, packages } = await source.readStrategy(run.strategyHash)
    await target.putSnapshot(await source.getSnapshot(run.snapshotId))
    await target.saveRun(
      { ...record, metrics, ledgerHash: ledgerHash(blocks) },
      { blocks, strategyText: text, packages, curve: curveBytes },
    )
  } finally {
    await source.close()
    await target.close()
  }
}
