/** A stored run as a person reads it on a terminal. */
import { readBlocks } from '../../ledger/index.ts'
import { type ReportEvidence, renderSummary } from '../../report/index.ts'
import { blocksOf } from '../../run/index.ts'
import type { Store } from '../../store/index.ts'
import { showsStyles } from '../shell/output.ts'

/** The summary, and below it why orders were not filled where some were not. */
export async function runText(
  store: Store,
  evidence: ReportEvidence,
  reportPath: string | null,
): Promise<string> {
  const width = process.stdout.columns
  const summary = renderSummary(evidence, {
    color: showsStyles(),
    ...(width === undefined ? {} : { width }),
    ...(reportPath === null ? {} : { reportPath }),
  })
  const reasons = await unfilledReasons(store, evidence.run)
  return reasons.length === 0 ? summary : `${summary.trimEnd()}\n\nNot filled  ${reasons.join(', ')}\n`
}

/** Why orders ended without a fill, counted: `12 denied INSUFFICIENT_CASH`. */
async function unfilledReasons(
  store: Store,
  { runId, counts }: Pick<ReportEvidence['run'], 'runId' | 'counts'>,
): Promise<string[]> {
  if (counts['denied'] === 0 && counts['expired'] === 0) return []
  const found = new Map<string, number>()
  for (const event of readBlocks(await blocksOf(store, runId))) {
    if (event.kind !== 'order-denied' && event.kind !== 'order-expired') continue
    const reason = `${event.kind === 'order-denied' ? 'denied' : 'expired'} ${event.reason}`
    found.set(reason, (found.get(reason) ?? 0) + 1)
  }
  return [...found].map(([reason, count]) => `${count} ${reason}`)
}
