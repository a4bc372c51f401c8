/** A stored run as a document: the fields that scripts rely on (they change only with a major version). */
import type { JsonObject } from '../../model/index.ts'
import { type StoredLookAhead, storedLookAhead } from '../../run/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'

/** What `run` and `runs show` answer with --json; `timing` is the call's own where it ran just now. */
export function runDocument(
  run: RunRecord,
  lookAhead: StoredLookAhead | null,
  timing: JsonObject = run.timing,
) {
  return {
    runId: run.runId,
    identity: run.identity,
    ledgerHash: run.ledgerHash,
    snapshot: { id: run.snapshotId, hash: run.snapshotHash },
    strategy: { name: run.strategyName, hash: run.strategyHash, tier: run.tier },
    params: run.params,
    counts: run.counts,
    metrics: run.metrics,
    metricContext: run.metricContext,
    config: run.config,
    timing,
    engineVersion: run.engineVersion,
    lookAhead,
    createdMs: run.createdMs,
    label: run.label,
    tags: run.tags,
    archived: run.archived,
  }
}

/** Those of several runs, in their order. */
export async function runDocuments(store: Store, runs: readonly RunRecord[]) {
  const verdicts = await verdictsOf(store, runs)
  return runs.map((run) => runDocument(run, verdicts.get(run.runId) ?? null))
}

/** What the look-ahead proof has said of runs, by run id. */
export function verdictsOf(
  store: Store,
  runs: readonly RunRecord[],
): Promise<ReadonlyMap<string, StoredLookAhead>> {
  return storedLookAhead(
    store,
    runs.map(({ runId }) => runId),
  )
}
