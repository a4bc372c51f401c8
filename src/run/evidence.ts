/** All that can be said of a stored run, read back from the store and derived from its ledger. */
import { curveFromBytes } from '../engine/index.ts'
import {
  type EquityCurve,
  type Fill,
  foldLedger,
  type LedgerBlock,
  type LedgerVerdict,
  type OpenLot,
  openLotsOf,
  readBlocks,
  type Trade,
  verifyLedger,
} from '../ledger/index.ts'
import { canonicalJson } from '../model/index.ts'
import type { RunRecord, Store, StrategyRecord } from '../store/index.ts'
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
}

/** Reads a run and folds its ledger. Throws `UsageError` RUN_NOT_FOUND, `DataError` where what is stored is damaged. */
export async function readEvidence(store: Store, runIdOrPrefix: string): Promise<StoredEvidence> {
  const run = await store.getRun(runIdOrPrefix)
  const state = foldLedger(readBlocks(await blocksOf(store, run.runId)))
  return {
    run,
    strategy: await store.readStrategy(run.strategyHash),
    ...curveFromBytes(await store.readCurve(run.runId)),
    fills: state.fills,
    trades: state.trades,
    openLots: openLotsOf(state),
  }
}

/** All blocks of a run's ledger, in order. */
export async function blocksOf(store: Store, runId: string): Promise<LedgerBlock[]> {
  const blocks: LedgerBlock[] = []
  for await (const block of store.readBlocks(runId)) blocks.push(block)
  return blocks
}

/**
 * Checks a stored run: every byte of its ledger against the chain, its identity against its document, and curve and
 * final money against what the ledger's last event says. `firstBad` names the first event that is not as it was written.
 */
export async function verifyRun(
  store: Store,
  runIdOrPrefix: string,
): Promise<LedgerVerdict & { runId: string }> {
  const run = await store.getRun(runIdOrPrefix)
  const blocks = await blocksOf(store, run.runId)
  const verdict = verifyLedger(blocks, run.ledgerHash, sha256)
  if (!verdict.ok) return { runId: run.runId, ...verdict }
  const bad = (seq: number, reason: string) => ({
    runId: run.runId,
    ok: false,
    events: verdict.events,
    firstBad: { seq, reason },
  })
  if (sha256(canonicalJson(run.identityDocument)) !== run.identity) {
    return bad(0, 'the stored identity document does not have the stored identity')
  }
  const events = readBlocks(blocks)
  const first = events.next().value
  if (first?.kind !== 'run-started' || sha256(canonicalJson(first.identity)) !== run.identity) {
    return bad(0, 'the ledger was written for another identity')
  }
  const last = [...readBlocks(blocks.slice(-1))].at(-1)
  if (last?.kind !== 'run-finished')
    return bad(verdict.events - 1, 'the ledger does not end with run-finished')
  const state = foldLedger(readBlocks(blocks))
  const { finalCash, finalEquity, curveSha256 } = last.summary
  if (state.cash !== finalCash)
    return bad(last.seq, `the events leave cash of ${state.cash}, not the cash that the last event names`)
  if (run.metrics['finalEquity'] !== finalEquity || run.metrics['finalCash'] !== finalCash) {
    return bad(last.seq, 'the stored metrics are not those of the ledger')
  }
  if (sha256(await store.readCurve(run.runId)) !== curveSha256) {
    return bad(last.seq, 'the stored equity curve is not the one that the ledger names')
  }
  return { runId: run.runId, ...verdict }
}
