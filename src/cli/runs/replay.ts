/** `runs replay`: a stored run, executed again from the store alone; the verdict is the exit code too. */
import type { LedgerEvent } from '../../ledger/index.ts'
import { isoTime } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { type ReplayVerdict, replayRun } from '../../run/index.ts'
import { leaveInterruptsToSystem } from '../shell/interrupt.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'

export async function replayStoredRun(flags: CommonFlags, [wanted = '']: readonly string[]): Promise<void> {
  const verdict = await withStore(flags, 'read', ({ store, dir }) =>
    replayRun({ store, storeDir: dir, onPhase: () => leaveInterruptsToSystem(true) }, wanted).finally(() =>
      leaveInterruptsToSystem(false),
    ),
  )
  // The verdict is the answer; scripts that look at the exit code alone must see it too.
  if (!verdict.ok) process.exitCode = 3
  await answer(flags, { document: verdict, text: () => replayText(verdict) })
}

function replayText(verdict: ReplayVerdict): string {
  const { runId, ok, events, ledgerHash, snapshot, strategy, ms } = verdict
  const from = [
    `  snapshot  ${snapshot.id}, hash ${snapshot.hash}`,
    `  strategy  ${strategy.name}, tier ${strategy.tier}, hash ${strategy.hash}`,
  ]
  if (ok) {
    return [
      `${runId} came out the same from the store alone: ${formatCount(events.stored)} events, ${Math.round(ms)} ms`,
      `  ledger    ${ledgerHash.stored}`,
      ...from,
    ].join('\n')
  }
  return [
    `${runId} did NOT come out the same.`,
    `  stored    ${formatCount(events.stored)} events, ledger ${ledgerHash.stored}`,
    `  replayed  ${formatCount(events.replayed)} events, ledger ${ledgerHash.replayed}`,
    ...from,
    ...differenceLines(verdict),
  ].join('\n')
}

function differenceLines({ firstDifference }: ReplayVerdict): string[] {
  if (firstDifference === null) return ['The events are the same; only their blocks differ.']
  const { seq, stored, replayed } = firstDifference
  return [
    `The first event that differs is ${seq}:`,
    `  stored    ${eventText(stored)}`,
    `  replayed  ${eventText(replayed)}`,
  ]
}

function eventText(event: LedgerEvent | null): string {
  if (event === null) return 'none: the ledger ends before it'
  const { seq: _, timeMs, kind, cause, ...content } = event
  const text = JSON.stringify(content)
  return `${isoTime(timeMs)} ${kind}${cause === null ? '' : ` because of ${cause}`} ${text.length > 160 ? `${text.slice(0, 160)}...` : text}`
}
