/** A stored run as a document: the fields that scripts rely on (they change only with a major version). */
import type { JsonObject } from '../../model/index.ts'
import type { RunRecord } from '../../store/index.ts'

/** What `run` and `runs show` answer with --json; `timing` is the call's own where it ran just now. */
export function runDocument(run: RunRecord, timing: JsonObject = run.timing) {
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
    createdMs: run.createdMs,
    label: run.label,
    tags: run.tags,
    archived: run.archived,
  }
}
