/**
 * A stored run, executed again from the store alone: its strategy text, snapshot, parameters and configuration, by the path
 * that every run takes. The same program must give the same ledger, to the byte; where it does not, the first event that
 * came out otherwise is named.
 */
import { finishLedger } from '../engine/index.ts'
import {
  type LedgerBlock,
  type LedgerEvent,
  ledgerHash,
  readBlocks,
  sealLedger,
  verifyLedger,
} from '../ledger/index.ts'
import { canonicalJson, DataError } from '../model/index.ts'
import type { RunRecord } from '../store/index.ts'
import { blocksOf } from './evidence.ts'
import { executePulses, type RunSetting } from './execute.ts'
import { prepareStoredRun } from './prepare.ts'
import { createClock } from './run-clock.ts'
import { sha256 } from './sha256.ts'

export interface ReplayVerdict {
  readonly runId: string
  /** The ledger came out with the stored hash. */
  readonly ok: boolean
  readonly ledgerHash: { readonly stored: string; readonly replayed: string }
  readonly events: { readonly stored: number; readonly replayed: number }
  /** The first event that differs, as it is stored and as it came out; null on a side whose ledger is shorter. */
  readonly firstDifference: null | {
    readonly seq: number
    readonly stored: LedgerEvent | null
    readonly replayed: LedgerEvent | null
  }
  readonly snapshot: { readonly id: string; readonly hash: string }
  readonly strategy: { readonly name: string; readonly hash: string; readonly tier: 1 | 2 }
  readonly engineVersion: string
  /** Milliseconds of the execution, without what it is compared with. */
  readonly ms: number
}

/**
 * Executes a stored run again and compares. Nothing is stored. Throws `UsageError` RUN_NOT_FOUND, `DataError`
 * RUN_NOT_REPEATABLE (made by another version), LEDGER_CHANGED (what is stored is not what was written),
 * NO_SUCH_SNAPSHOT, SNAPSHOT_CHANGED.
 */
export async function replayRun(
  setting: Pick<RunSetting, 'store' | 'storeDir' | 'featureStore' | 'onPhase'>,
  runIdOrPrefix: string,
): Promise<ReplayVerdict> {
  const clock = createClock(setting.onPhase)
  const started = performance.now()
  clock.begin('load')
  const { run, ...prepared } = await prepareStoredRun(setting.store, runIdOrPrefix)
  const { outcome } = await executePulses(setting, prepared, { ...prepared, runId: run.runId, clock })
  clock.begin('ledger')
  finishLedger(outcome, sha256)
  const replayed = sealLedger(outcome.log, sha256)
  const ms = performance.now() - started
  const stored = await writtenBlocks(setting, run)
  const found = ledgerHash(replayed)
  const ok = found === run.ledgerHash
  return {
    runId: run.runId,
    ok,
    ledgerHash: { stored: run.ledgerHash, replayed: found },
    events: { stored: eventsOf(stored), replayed: eventsOf(replayed) },
    firstDifference: ok ? null : firstDifference(stored, replayed),
    snapshot: { id: run.snapshotId, hash: run.snapshotHash },
    strategy: { name: run.strategyName, hash: run.strategyHash, tier: run.tier },
    engineVersion: run.engineVersion,
    ms,
  }
}

/** The stored blocks, which must be those that were written: else a difference would say nothing of the run. */
async function writtenBlocks({ store }: Pick<RunSetting, 'store'>, run: RunRecord): Promise<LedgerBlock[]> {
  const blocks = await blocksOf(store, run.runId)
  const { firstBad } = verifyLedger(blocks, run.ledgerHash, sha256)
  if (firstBad === null) return blocks
  throw new DataError(
    'LEDGER_CHANGED',
    `The ledger of run '${run.runId}' must be as it was written, but at event ${firstBad.seq}: ${firstBad.reason}. Restore the store from a backup.`,
    { runId: run.runId, ...firstBad },
  )
}

function eventsOf(blocks: readonly LedgerBlock[]): number {
  return blocks.reduce((sum, { count }) => sum + count, 0)
}

function firstDifference(
  stored: readonly LedgerBlock[],
  replayed: readonly LedgerBlock[],
): ReplayVerdict['firstDifference'] {
  const before = readBlocks(stored)
  const after = readBlocks(replayed)
  for (let seq = 0; ; seq++) {
    const a = before.next()
    const b = after.next()
    if (a.done === true && b.done === true) return null
    const one = a.done === true ? null : a.value
    const other = b.done === true ? null : b.value
    if (one === null || other === null || canonicalJson(one) !== canonicalJson(other)) {
      return { seq, stored: one, replayed: other }
    }
  }
}
