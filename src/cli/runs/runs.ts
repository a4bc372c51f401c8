/** `runs list`, `show`, `label`, `tag`, `archive`, `verify`, `source`. */
import type { Metrics } from '../../metrics/index.ts'
import { isoTime, UsageError } from '../../model/index.ts'
import { formatCount, formatFraction, formatRatio } from '../../report/index.ts'
import { type StoredLookAhead, verifyRun } from '../../run/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { evidenceOf } from '../report.ts'
import { runDocument, runDocuments, verdictsOf } from '../run/document.ts'
import { runText } from '../run/text.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { tableText } from '../shell/table.ts'

export interface ListFlags extends CommonFlags {
  readonly strategy?: string
  readonly snapshot?: string
  readonly tag?: string
  readonly archived?: boolean
  readonly limit?: string
}

export async function listRuns(flags: ListFlags): Promise<void> {
  const { strategy, snapshot, tag, archived = false, limit } = flags
  const { runs, verdicts } = await withStore(flags, 'read', async ({ store }) => {
    const found = await store.listRuns({
      order: 'newest',
      archived,
      ...(strategy === undefined ? {} : { strategy }),
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(tag === undefined ? {} : { tag }),
      ...(limit === undefined ? {} : { limit: Number(limit) }),
    })
    return { runs: found, verdicts: await verdictsOf(store, found) }
  })
  const verdictOf = ({ runId }: RunRecord): StoredLookAhead | null => verdicts.get(runId) ?? null
  await answer(flags, {
    document: { runs: runs.map((run) => runDocument(run, verdictOf(run))) },
    text: () =>
      runs.length === 0
        ? 'No run fits. Make one: throughline run STRATEGY --snapshot ID --cost none'
        : tableText(
            [
              'run',
              'snapshot',
              '>return',
              '>sharpe',
              '>drawdown',
              '>trades',
              'look-ahead',
              'made',
              'label',
              'tags',
            ],
            runs.map((run) => runRow(run, verdictOf(run))),
          ),
  })
}

function runRow(run: RunRecord, lookAhead: StoredLookAhead | null): string[] {
  const metrics = metricsOf(run)
  return [
    run.runId,
    run.snapshotId,
    formatFraction(metrics.totalReturn),
    formatRatio(metrics.sharpe),
    formatFraction(metrics.maxDrawdown),
    formatCount(metrics.trades),
    lookAhead === null ? '' : lookAhead.ok ? 'proved' : 'LEAKS',
    isoTime(run.createdMs).slice(0, 16).replace('T', ' '),
    run.label ?? '',
    run.tags.join(' '),
  ]
}

/** The store keeps metrics as JSON; they were written by `computeMetrics`. */
export function metricsOf(run: RunRecord): Metrics {
  // Runs from before dividends were events received none.
  return { dividends: 0, ...run.metrics } as unknown as Metrics
}

export async function showRun(flags: CommonFlags, [wanted = '']: readonly string[]): Promise<void> {
  await withStore(flags, 'read', async ({ store }) => {
    const run = await store.getRun(wanted)
    const [document] = await runDocuments(store, [run])
    await answer(flags, {
      document: document!,
      text: async () => runText(store, await evidenceOf(store, run.runId), null),
    })
  })
}

export async function labelRun(
  flags: CommonFlags & { readonly remove?: boolean },
  [wanted = '', text]: readonly string[],
): Promise<void> {
  if ((text === undefined) !== (flags.remove === true)) {
    throw new UsageError(
      'LABEL_OR_REMOVE',
      'A label is put on with a text or taken off with --remove: say one.',
    )
  }
  await change(flags, wanted, (store, runId) => store.setLabel(runId, text ?? null))
}

export async function tagRun(
  flags: CommonFlags & { readonly remove?: boolean },
  [wanted = '', ...tags]: readonly string[],
): Promise<void> {
  await change(flags, wanted, (store, runId) =>
    flags.remove === true ? store.removeTags(runId, tags) : store.addTags(runId, tags),
  )
}

export async function archiveRun(
  flags: CommonFlags & { readonly undo?: boolean },
  [wanted = '']: readonly string[],
): Promise<void> {
  await change(flags, wanted, (store, runId) => store.setArchived(runId, flags.undo !== true))
}

async function change(
  flags: CommonFlags,
  wanted: string,
  apply: (store: Store, runId: string) => Promise<RunRecord>,
): Promise<void> {
  const { run, document } = await withStore(flags, 'write', async ({ store }) => {
    const { runId } = await store.getRun(wanted)
    const changed = await apply(store, runId)
    const [shown] = await runDocuments(store, [changed])
    return { run: changed, document: shown! }
  })
  await answer(flags, {
    document,
    text: () =>
      `${run.runId}: label ${run.label === null ? 'none' : `'${run.label}'`}, tags ${run.tags.join(' ') || 'none'}${run.archived ? ', archived' : ''}`,
  })
}

export async function verifyStoredRun(flags: CommonFlags, [wanted = '']: readonly string[]): Promise<void> {
  const { run, verdict } = await withStore(flags, 'read', async ({ store }) => {
    const found = await store.getRun(wanted)
    return { run: found, verdict: await verifyRun(store, found.runId) }
  })
  const { runId, ok, events, firstBad } = verdict
  // The verdict is the answer; scripts that look at the exit code alone must see it too.
  if (!ok) process.exitCode = 3
  await answer(flags, {
    document: { runId, ok, events, firstBad },
    text: () =>
      firstBad === null
        ? `${runId} is as it was recorded: ${formatCount(events)} events, ledger ${run.ledgerHash}`
        : `${runId} is NOT as it was recorded: event ${firstBad.seq}: ${firstBad.reason}\nDo not use it: restore the store from a copy, or run it again into another store.`,
  })
}

export async function showSource(flags: CommonFlags, [wanted = '']: readonly string[]): Promise<void> {
  const { run, strategy } = await withStore(flags, 'read', async ({ store }) => {
    const found = await store.getRun(wanted)
    return { run: found, strategy: await store.readStrategy(found.strategyHash) }
  })
  const { name, hash, tier, packages, text } = strategy
  await answer(flags, {
    document: { runId: run.runId, strategy: { name, hash, tier, packages }, text },
    text: () => text,
  })
}
