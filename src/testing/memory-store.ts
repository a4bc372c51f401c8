/**
 * A store in memory for tests: what goes in is copied, what comes out is a copy, refusals are those of every store.
 * It keeps the whole contract but durability.
 */
import type { LedgerBlock } from '../ledger/index.ts'
import { canonicalJson, compareIds, UsageError } from '../model/index.ts'
import {
  checkAgainst,
  checkedLimit,
  checkedTags,
  checkedVerdict,
  checkLabel,
  checkRun,
  checkSameVerdict,
  checkSnapshot,
  type NewRun,
  type NewVerdict,
  type RunEvidence,
  type RunQuery,
  type RunRecord,
  runAmbiguous,
  runNotFound,
  type SavedVerdict,
  type SnapshotRecord,
  type Store,
  type StrategyRecord,
  snapshotAmbiguous,
  snapshotIdTaken,
  snapshotNotFound,
  strategyNotFound,
  type VerdictQuery,
  type VerdictRecord,
} from '../store/index.ts'

interface Kept {
  readonly run: RunRecord
  readonly blocks: readonly LedgerBlock[]
  readonly curve: Uint8Array
}

interface Shelves {
  readonly snapshots: Map<string, SnapshotRecord>
  readonly strategies: Map<string, StrategyRecord>
  readonly runs: Map<string, Kept>
  /** Snapshot hash to the identities evaluated on it. */
  readonly evaluations: Map<string, Set<string>>
  readonly verdicts: VerdictRecord[]
}

/** An empty store that lives as long as the process. */
export function createMemoryStore(): Store {
  const shelves: Shelves = {
    snapshots: new Map(),
    strategies: new Map(),
    runs: new Map(),
    evaluations: new Map(),
    verdicts: [],
  }
  let isOpen = true
  const attempt = <T>(work: () => T): T => {
    if (!isOpen)
      throw new UsageError('STORE_CLOSED', 'The store must be open, but it was closed. Open another.')
    return structuredClone(work())
  }
  const change = (runId: string, changed: (run: RunRecord) => RunRecord): RunRecord =>
    attempt(() => {
      const kept = keptRun(shelves, runId)
      const run = changed(kept.run)
      shelves.runs.set(runId, { ...kept, run })
      return run
    })
  return {
    putSnapshot: async (snapshot) => attempt(() => putSnapshot(shelves, snapshot)),
    getSnapshot: async (idOrHash) => attempt(() => getSnapshot(shelves, idOrHash)),
    listSnapshots: async () => attempt(() => sortedSnapshots(shelves)),
    saveRun: async (run, evidence) => attempt(() => saveRun(shelves, run, evidence)),
    findRun: async (runId) => attempt(() => shelves.runs.get(runId)?.run),
    getRun: async (idOrPrefix) => attempt(() => getRun(shelves, idOrPrefix)),
    listRuns: async (query) => attempt(() => listRuns(shelves, query)),
    async *readBlocks(runId) {
      for (const block of attempt(() => keptRun(shelves, runId).blocks)) yield block
    },
    readCurve: async (runId) => attempt(() => keptRun(shelves, runId).curve),
    readStrategy: async (hash) =>
      attempt(() => {
        const strategy = shelves.strategies.get(hash)
        if (strategy === undefined) throw strategyNotFound(hash)
        return strategy
      }),
    addVerdict: async (runId, verdict) =>
      attempt(() => addVerdict(shelves, keptRun(shelves, runId).run, verdict)),
    listVerdicts: async (query) => attempt(() => listVerdicts(shelves, query)),
    setLabel: async (runId, label) => {
      checkLabel(label)
      return change(runId, (run) => ({ ...run, label }))
    },
    addTags: async (runId, tags) => {
      const added = checkedTags(tags)
      return change(runId, (run) => ({ ...run, tags: checkedTags([...run.tags, ...added]) }))
    },
    removeTags: async (runId, tags) => {
      const removed = checkedTags(tags)
      return change(runId, (run) => ({ ...run, tags: run.tags.filter((tag) => !removed.includes(tag)) }))
    },
    setArchived: async (runId, archived) => change(runId, (run) => ({ ...run, archived })),
    countEvaluations: async (snapshotHash) => attempt(() => shelves.evaluations.get(snapshotHash)?.size ?? 0),
    close: async () => {
      isOpen = false
    },
  }
}

function putSnapshot({ snapshots }: Shelves, snapshot: SnapshotRecord) {
  checkSnapshot(snapshot)
  const copy = jsonCopy(snapshot)
  const stored = snapshots.get(snapshot.id)
  if (stored === undefined) {
    snapshots.set(copy.id, copy)
    return { outcome: 'saved', snapshot: copy } as const
  }
  if (stored.hash !== snapshot.hash) throw snapshotIdTaken(snapshot.id, stored.hash, snapshot.hash)
  return { outcome: 'existing', snapshot: stored } as const
}

function getSnapshot(shelves: Shelves, wanted: string): SnapshotRecord {
  const byId = shelves.snapshots.get(wanted)
  if (byId !== undefined) return byId
  const fits = /^[0-9a-f]{8,64}$/.test(wanted) ? (hash: string) => hash.startsWith(wanted) : () => false
  const found = sortedSnapshots(shelves).filter(({ hash }) => fits(hash))
  const hashes = [...new Set(found.map(({ hash }) => hash))]
  if (hashes.length > 1) throw snapshotAmbiguous(wanted, hashes)
  const [first] = found
  if (first === undefined) throw snapshotNotFound(wanted, [...shelves.snapshots.keys()])
  return first
}

function sortedSnapshots({ snapshots }: Shelves): SnapshotRecord[] {
  return [...snapshots.values()].sort((a, b) => a.createdMs - b.createdMs || compareIds(a.id, b.id))
}

function saveRun(shelves: Shelves, run: NewRun, evidence: RunEvidence) {
  checkRun(run, evidence)
  const record: RunRecord = { ...jsonCopy(run), tags: checkedTags(run.tags), archived: false }
  const stored = shelves.runs.get(run.runId)
  if (stored !== undefined) checkAgainst(stored.run, run)
  const twin = listRuns(shelves, { identity: run.identity, order: 'oldest', limit: 1 })[0]
  if (twin !== undefined) checkAgainst(twin, run)
  const { verdicts = [] } = evidence
  for (const verdict of verdicts) checkedVerdict(verdict)
  if (stored !== undefined) {
    for (const verdict of verdicts) addVerdict(shelves, stored.run, verdict)
    return { outcome: 'existing', run: stored.run } as const
  }
  const snapshot = shelves.snapshots.get(run.snapshotId)
  if (snapshot === undefined) throw snapshotNotFound(run.snapshotId, [...shelves.snapshots.keys()])
  if (snapshot.hash !== run.snapshotHash)
    throw snapshotIdTaken(run.snapshotId, snapshot.hash, run.snapshotHash)
  const { strategyHash: hash, strategyName: name, tier, snapshotHash, identity } = run
  const strategy = { hash, name, tier, packages: jsonCopy(evidence.packages), text: evidence.strategyText }
  if (!shelves.strategies.has(hash)) shelves.strategies.set(hash, strategy)
  const { blocks, curve } = structuredClone({ blocks: evidence.blocks, curve: evidence.curve })
  shelves.runs.set(run.runId, { run: record, blocks, curve })
  const evaluated = shelves.evaluations.get(snapshotHash) ?? new Set()
  shelves.evaluations.set(snapshotHash, evaluated.add(identity))
  for (const verdict of verdicts) addVerdict(shelves, record, verdict)
  return { outcome: 'saved', run: record } as const
}

function addVerdict(
  { verdicts }: Shelves,
  { runId, identity }: RunRecord,
  verdict: NewVerdict,
): SavedVerdict {
  const document = JSON.parse(checkedVerdict(verdict)) as NewVerdict['document']
  const { kind, version, createdMs } = verdict
  const stored = verdicts.find(
    (each) => each.runId === runId && each.kind === kind && each.version === version,
  )
  if (stored !== undefined) {
    checkSameVerdict(stored, verdict)
    return { outcome: 'existing', verdict: stored }
  }
  const record: VerdictRecord = { runId, identity, kind, version, document, createdMs }
  verdicts.push(record)
  return { outcome: 'saved', verdict: record }
}

function listVerdicts({ verdicts }: Shelves, { runIds, identity, kind }: VerdictQuery): VerdictRecord[] {
  return verdicts
    .filter((each) => runIds === undefined || runIds.includes(each.runId))
    .filter((each) => identity === undefined || each.identity === identity)
    .filter((each) => kind === undefined || each.kind === kind)
    .sort((a, b) => compareIds(a.runId, b.runId) || compareIds(a.kind, b.kind) || a.version - b.version)
}

function keptRun({ runs }: Shelves, runId: string): Kept {
  const kept = runs.get(runId)
  if (kept === undefined) throw runNotFound(runId, [...runs.keys()])
  return kept
}

function getRun(shelves: Shelves, wanted: string): RunRecord {
  const exact = shelves.runs.get(wanted)
  if (exact !== undefined) return exact.run
  const ids = wanted === '' ? [] : [...shelves.runs.keys()].filter((id) => id.startsWith(wanted)).sort()
  if (ids.length > 1) throw runAmbiguous(wanted, ids)
  return keptRun(shelves, ids[0] ?? wanted).run
}

function listRuns({ runs }: Shelves, query: RunQuery): RunRecord[] {
  const { strategy, snapshot, identity, tag, archived, order } = query
  const limit = checkedLimit(query.limit)
  const fits = (run: RunRecord): boolean =>
    (strategy === undefined || run.strategyName === strategy || run.strategyHash === strategy) &&
    (snapshot === undefined || run.snapshotId === snapshot || run.snapshotHash === snapshot) &&
    (identity === undefined || run.identity === identity) &&
    (tag === undefined || run.tags.includes(tag)) &&
    (archived === undefined || run.archived === archived)
  const found = [...runs.values()].map(({ run }) => run).filter(fits)
  found.sort((a, b) => a.createdMs - b.createdMs || compareIds(a.runId, b.runId))
  if (order === 'newest') found.reverse()
  return found.slice(0, limit)
}

/** A copy of what JSON can hold; throws `UsageError` NOT_JSON as every store does. */
function jsonCopy<T>(value: T): T {
  return JSON.parse(canonicalJson(value)) as T
}
