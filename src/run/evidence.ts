/** All that can be said of a stored run, read back from the store and derived from its ledger. */
import {
  columnsOfBlocks,
  decodeCurve,
  type EquityCurve,
  type Fill,
  foldColumns,
  type LedgerBlock,
  type LedgerVerdict,
  type OpenLot,
  openLotsOf,
  readBlocks,
  type Trade,
  verifyLedger,
} from '../ledger/index.ts'
import { canonicalJson, DataError } from '../model/index.ts'
import type { RunRecord, Store, StrategyRecord } from '../store/index.ts'
import { type StoredLookAhead, storedLookAhead } from './prove.ts'
import { sha256 } from './sha256.ts'

export interface StoredEvidence {
  readonly run: RunRecord
  readonly strategy: StrategyRecord
  readonly curve: EquityCurve
  /** Opening instants of the bars of each pulse, epoch ms. */
  readonly pulseOpenMs: Float64Array
  readonly fills: readonly Fill[]
  readonly trades: readonly Trade[]
  readonly openLots: readonly OpenLot[]
  /** What the look-ahead proof has said of it; null where none is stored. */
  readonly lookAhead: StoredLookAhead | null
}

/**
 * Reads a run, checks its ledger and folds it. Throws `UsageError` RUN_NOT_FOUND, `DataError` LEDGER_CHANGED (naming the
 * event) and STORE_DAMAGED: no figure is derived from a ledger that does not verify.
 */
export async function readEvidence(store: Store, runIdOrPrefix: string): Promise<StoredEvidence> {
  const run = await store.getRun(runIdOrPrefix)
  const blocks = await blocksOf(store, run.runId)
  const { firstBad } = verifyLedger(blocks, run.ledgerHash, sha256)
  if (firstBad !== null) {
    throw new DataError(
      'LEDGER_CHANGED',
      `The ledger of run '${run.runId}' must be as it was written, but at event ${firstBad.seq}: ${firstBad.reason}. Restore the store from a backup.`,
      { runId: run.runId, ...firstBad },
    )
  }
  const state = foldColumns(columnsOfBlocks(blocks))
  return {
    run,
    strategy: await store.readStrategy(run.strategyHash),
    ...decodeCurve(await store.readCurve(run.runId)),
    fills: state.fills,
    trades: state.trades,
    openLots: openLotsOf(state),
    lookAhead: (await storedLookAhead(store, [run.runId])).get(run.runId) ?? null,
  }
}

/** All blocks of a run's ledger, in order. */
export async function blocksOf(store: Store, runId: string): Promise<LedgerBlock[]> {
  const blocks: LedgerBlock[] = []
  for await (const block of store.readBlocks(runId)) blocks.push(block)
  return blocks
}

export type RunVerdict = LedgerVerdict & { readonly runId: string }

/**
 * Checks a stored run: every byte of its ledger against the chain, its identity against its document, and curve and
 * final money against what the ledger's last event says. `firstBad` names the first event that is not as it was written.
 */
export async function verifyRun(store: Store, runIdOrPrefix: string): Promise<RunVerdict> {
  const run = await store.getRun(runIdOrPrefix)
  const blocks = await blocksOrFinding(store, run.runId)
  if (!Array.isArray(blocks)) return { runId: run.runId, ok: false, events: blocks.seq, firstBad: blocks }
  const verdict = verifyLedger(blocks, run.ledgerHash, sha256)
  if (!verdict.ok) return { runId: run.runId, ...verdict }
  const curve = await store.readCurve(run.runId)
  const firstBad = contradictionOf(run, blocks, curve)
  return { runId: run.runId, ok: firstBad === null, events: verdict.events, firstBad }
}

type Finding = NonNullable<LedgerVerdict['firstBad']>

/** A block that is missing or out of place is a finding; any other damage is thrown. */
async function blocksOrFinding(store: Store, runId: string): Promise<LedgerBlock[] | Finding> {
  try {
    return await blocksOf(store, runId)
  } catch (error) {
    const seq = error instanceof DataError ? error.details['seq'] : undefined
    if (typeof seq !== 'number') throw error
    return { seq, reason: (error as DataError).message }
  }
}

/** What of the record disagrees with a ledger that is whole, or null. */
function contradictionOf(run: RunRecord, blocks: readonly LedgerBlock[], curve: Uint8Array): Finding | null {
  const [first] = readBlocks(blocks.slice(0, 1))
  if (sha256(canonicalJson(run.identityDocument)) !== run.identity) {
    return { seq: 0, reason: 'the stored identity document does not have the stored identity' }
  }
  if (first?.kind !== 'run-started' || sha256(canonicalJson(first.identity)) !== run.identity) {
    return { seq: 0, reason: 'the ledger was written for another identity' }
  }
  const last = [...readBlocks(blocks.slice(-1))].at(-1)
  const seq = last?.seq ?? 0
  const summary = last?.kind === 'run-finished' ? last.summary : {}
  if (foldColumns(columnsOfBlocks(blocks)).cash !== summary['finalCash']) {
    return { seq, reason: 'the events do not leave the cash that the last event names' }
  }
  const { metrics } = run
  if (metrics['finalEquity'] !== summary['finalEquity'] || metrics['finalCash'] !== summary['finalCash']) {
    return { seq, reason: 'the stored metrics are not those of the ledger' }
  }
  if (sha256(curve) !== summary['curveSha256']) {
    return { seq, reason: 'the stored equity curve is not the one that the ledger names' }
  }
  return null
}
