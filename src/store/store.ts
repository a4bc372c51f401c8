/**
 * The port through which runs, snapshots and their evidence are kept.
 *
 * What every implementation keeps (the suite in `testing/store-contract.ts` holds it):
 * - a run is saved whole or not at all, and once saved only its label, tags and archive flag can change; verdicts about it
 *   may be added, and none is ever changed or taken away;
 * - one run id has one identity; one snapshot id has one hash;
 * - what is read back is checked before it leaves: damage is a `DataError`, never a wrong value.
 *
 * The store reads no clock and knows nothing of what metrics or configurations mean.
 */
import type { LedgerBlock } from '../ledger/index.ts'
import type { JsonObject } from '../model/index.ts'

/** A sealed snapshot as the store knows it; its bars lie beside the store. */
export interface SnapshotRecord {
  /** The user's name for it, unique: `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`. */
  readonly id: string
  /** SHA-256 of its content, 64 lower-case hexadecimal digits. */
  readonly hash: string
  /** How many instruments. */
  readonly instruments: number
  /** How many bars, over all instruments. */
  readonly bars: number
  /** Opening instant of the first bar, epoch ms. */
  readonly fromMs: number
  /** Opening instant of the last bar (inclusive), epoch ms. */
  readonly toMs: number
  /** As `parseInterval` reads it. */
  readonly interval: string
  /** What the quality checks found and the user accepted by sealing. */
  readonly findings: readonly JsonObject[]
  readonly createdMs: number
}

/** Reproducibility: 1 self-contained, 2 also npm packages or ambient randomness. Tier 3 is refused before it runs. */
export type StoredTier = 1 | 2

export interface StrategyPackage {
  readonly name: string
  readonly version: string
}

/** A strategy's bundled text, kept once under its SHA-256 (UTF-8). */
export interface StrategyRecord {
  readonly hash: string
  readonly name: string
  readonly tier: StoredTier
  /** The packages of the first run that stored this text. */
  readonly packages: readonly StrategyPackage[]
  readonly text: string
}

/** What is known of a run before it is saved. */
export interface NewRun {
  /** Unique: `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`. */
  readonly runId: string
  /** The hash of everything that decides the result, 64 hexadecimal digits. */
  readonly identity: string
  /** What `identity` is the hash of. */
  readonly identityDocument: JsonObject
  readonly ledgerHash: string
  readonly snapshotId: string
  readonly snapshotHash: string
  readonly strategyHash: string
  readonly strategyName: string
  readonly tier: StoredTier
  readonly params: JsonObject
  readonly counts: JsonObject
  readonly metrics: JsonObject
  readonly metricContext: JsonObject
  readonly config: JsonObject
  readonly timing: JsonObject
  readonly createdMs: number
  readonly engineVersion: string
  /** Mutable and outside identity, as are `tags`. */
  readonly label: string | null
  readonly tags: readonly string[]
}

/** A run as stored; `tags` ascend and differ. */
export interface RunRecord extends NewRun {
  readonly archived: boolean
}

/** What a verdict is about. */
export type VerdictKind = 'lookahead'

/** What a proof said of a run. Each version of a proof's method says one thing of a run, for ever; the highest one counts. */
export interface NewVerdict {
  readonly kind: VerdictKind
  /** Of the method that gave it: a whole number above 0. Another method may say something else of the same run. */
  readonly version: number
  readonly document: JsonObject
  readonly createdMs: number
}

export interface VerdictRecord extends NewVerdict {
  readonly runId: string
  /** That of the run. */
  readonly identity: string
}

/** Filters that are absent let everything through. */
export interface VerdictQuery {
  readonly runIds?: readonly string[]
  readonly identity?: string
  readonly kind?: VerdictKind
}

export interface SavedVerdict {
  /** `existing`: this verdict was stored before, and `verdict` is what was stored then. */
  readonly outcome: 'saved' | 'existing'
  readonly verdict: VerdictRecord
}

/** What is stored with a run so that it can be verified and run again from the store alone. */
export interface RunEvidence {
  /** The whole ledger: indexes 0, 1, 2, ..., seqs without a gap from 0, at least one block. */
  readonly blocks: readonly LedgerBlock[]
  /** The bundled text; its SHA-256 is the run's `strategyHash`. */
  readonly strategyText: string
  readonly packages: readonly StrategyPackage[]
  /** The equity curve as encoded by its owner. */
  readonly curve: Uint8Array
  /** What is known of the run already: stored with it, and added where the run itself was stored before. */
  readonly verdicts?: readonly NewVerdict[]
}

/** Filters that are absent let everything through. */
export interface RunQuery {
  /** A strategy's name or its full hash. */
  readonly strategy?: string
  /** A snapshot's id or its full hash. */
  readonly snapshot?: string
  readonly identity?: string
  readonly tag?: string
  readonly archived?: boolean
  /** At most so many, > 0. */
  readonly limit?: number
  /** By `createdMs`, then by run id. */
  readonly order: 'newest' | 'oldest'
}

export interface SavedRun {
  /** `existing`: this id and identity were stored before, and `run` is what was stored then. */
  readonly outcome: 'saved' | 'existing'
  readonly run: RunRecord
}

export interface SavedSnapshot {
  readonly outcome: 'saved' | 'existing'
  readonly snapshot: SnapshotRecord
}

/**
 * Any method may throw `DataError` STORE_DAMAGED, STORE_BUSY or STORE_IO; the writing ones also DISK_FULL and
 * STORE_READ_ONLY, and then nothing of that call is stored.
 */
export interface Store {
  /** Registers a sealed snapshot. Throws `UsageError` BAD_SNAPSHOT_ID, SNAPSHOT_ID_TAKEN (same id, another hash). */
  putSnapshot(snapshot: SnapshotRecord): Promise<SavedSnapshot>
  /**
   * By id, by hash, or by a hash prefix of at least 8 digits that fits one hash only; of several ids with that hash, the
   * first by creation. Throws `UsageError` SNAPSHOT_NOT_FOUND, SNAPSHOT_AMBIGUOUS.
   */
  getSnapshot(idOrHash: string): Promise<SnapshotRecord>
  /** Ascending by creation, then by id. */
  listSnapshots(): Promise<readonly SnapshotRecord[]>

  /**
   * Saves a run with all its evidence, or nothing. The same id and identity again gives what was stored; of two
   * processes that save it at once, one wins and the other gets the winner's record. Throws `UsageError` BAD_RUN_ID,
   * BAD_LABEL, BAD_TAG, RUN_ID_TAKEN (same id, another identity), SNAPSHOT_NOT_FOUND, NOT_JSON; `InvariantError`
   * BAD_RUN (evidence that does not fit together), LEDGER_DIVERGED (a tier 1 identity gave two ledgers), VERDICT_DIVERGED.
   */
  saveRun(run: NewRun, evidence: RunEvidence): Promise<SavedRun>
  /** The run of exactly this id, or undefined. */
  findRun(runId: string): Promise<RunRecord | undefined>
  /** By id or by a prefix that fits one id only. Throws `UsageError` RUN_NOT_FOUND, RUN_AMBIGUOUS. */
  getRun(idOrPrefix: string): Promise<RunRecord>
  listRuns(query: RunQuery): Promise<readonly RunRecord[]>

  /** The run's ledger in order, one block at a time. Throws `UsageError` RUN_NOT_FOUND. */
  readBlocks(runId: string): AsyncIterable<LedgerBlock>
  /** The bytes that were saved, checked against their SHA-256. Throws `UsageError` RUN_NOT_FOUND. */
  readCurve(runId: string): Promise<Uint8Array>
  /** Throws `UsageError` STRATEGY_NOT_FOUND. */
  readStrategy(hash: string): Promise<StrategyRecord>

  /**
   * Adds a verdict to a stored run. The same kind, version and document again changes nothing. Throws `UsageError`
   * RUN_NOT_FOUND, NOT_JSON; `InvariantError` BAD_VERDICT, VERDICT_DIVERGED (another document under that kind and version).
   */
  addVerdict(runId: string, verdict: NewVerdict): Promise<SavedVerdict>
  /** Ascending by run id, kind, version. A store of a format before verdicts has none. */
  listVerdicts(query: VerdictQuery): Promise<readonly VerdictRecord[]>

  /** Null removes the label. Throws `UsageError` RUN_NOT_FOUND, BAD_LABEL. */
  setLabel(runId: string, label: string | null): Promise<RunRecord>
  /** Throws `UsageError` RUN_NOT_FOUND, BAD_TAG. */
  addTags(runId: string, tags: readonly string[]): Promise<RunRecord>
  /** Tags that the run does not carry are passed over. Throws `UsageError` RUN_NOT_FOUND, BAD_TAG. */
  removeTags(runId: string, tags: readonly string[]): Promise<RunRecord>
  /** Throws `UsageError` RUN_NOT_FOUND. */
  setArchived(runId: string, archived: boolean): Promise<RunRecord>

  /** How many distinct identities were ever evaluated on a snapshot: the true number of trials. */
  countEvaluations(snapshotHash: string): Promise<number>

  /** Releases the files. Calls after it throw. */
  close(): Promise<void>
}
