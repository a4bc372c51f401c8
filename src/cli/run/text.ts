/** A stored run as a person reads it on a terminal. */
import { readBlocks } from '../../ledger/index.ts'
import { isoTime } from '../../model/index.ts'
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
  const lines = [
    ...(await haltLines(store, evidence.run)),
    ...(reasons.length === 0 ? [] : [`Not filled  ${reasons.join(', ')}`]),
  ]
  return lines.length === 0 ? summary : `${summary.trimEnd()}\n\n${lines.join('\n')}\n`
}

type Counted = Pick<ReportEvidence['run'], 'runId' | 'counts'>

/** Where the run ended before its bars did. */
async function haltLines(store: Store, { runId, counts }: Counted): Promise<string[]> {
  if (counts['halted'] === undefined) return []
  for (const event of readBlocks(await blocksOf(store, runId))) {
    if (event.kind !== 'halted') continue
    const { instrument, barOpenMs, timeMs } = event
    return [`Halted  at ${isoTime(timeMs)}: ${instrument} has no bar of ${isoTime(barOpenMs)}`]
  }
  return []
}

/** Why orders ended without a fill, counted: `12 denied INSUFFICIENT_CASH`. */
async function unfilledReasons(store: Store, { runId, counts }: Counted): Promise<string[]> {
  if (counts['denied'] === 0 && counts['expired'] === 0) return []
  const found = new Map<string, number>()
  for (const event of readBlocks(await blocksOf(store, runId))) {
    if (event.kind !== 'order-denied' && event.kind !== 'order-expired') continue
    const reason = `${event.kind === 'order-denied' ? 'denied' : 'expired'} ${event.reason}`
    found.set(reason, (found.get(reason) ?? 0) + 1)
  }
  return [...found].map(([reason, count]) => `${count} ${reason}`)
}
