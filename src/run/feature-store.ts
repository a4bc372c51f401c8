/**
 * Feature columns of runs over one snapshot: computed once for all candidates, kept in memory (and on disk, where asked), and
 * shared out among threads where that pays. None of it changes a bit: a column is the same whoever computed it and whenever,
 * and where anything fails on the way the plain computation is done instead, so that errors are its errors.
 */
import { availableParallelism, loadavg } from 'node:os'
import {
  computeFeatures,
  type Feature,
  type FeatureColumns,
  featureColumnsOf,
  type PlannedSet,
  type PlanRun,
  planFeatureSets,
  requireFrames,
  type SetsPlan,
} from '../indicators/index.ts'
import { canonicalJson } from '../model/index.ts'
import { featureCodeHash } from './feature-code.ts'
import { type ColumnDisk, createColumnDisk } from './feature-disk.ts'
import { guardInputs } from './feature-guard.ts'
import { type ColumnMemory, createColumnMemory } from './feature-memory.ts'
import { createFeaturePool, type FeaturePool } from './feature-pool.ts'
import { columnShelf, type FeatureBars, type Shelf } from './feature-shelf.ts'
import { runShared, type SharedRun, type ShareThreshold } from './feature-stages.ts'
import type { LoadedStrategy } from './load-strategy.ts'
import { sha256 } from './sha256.ts'

export interface FeatureStoreOptions {
  /** Bytes of columns that are kept in memory; 64 MiB where absent. */
  readonly memoryBytes?: number
  /** The folder for columns that outlive the process; none is kept on disk where absent. */
  readonly folder?: string
  /** Bytes of columns that stay in that folder, over all processes that use it; 1 GiB where absent. */
  readonly diskBytes?: number
  /** Threads that compute, this one included; as many as the machine runs at a time where absent. */
  readonly threads?: number
  /** Values to compute (nodes x rows) from which on other threads help, started for it or not; as measured where absent. */
  readonly shareFrom?: number
  /** The module of the other threads; that of the built package where absent. */
  readonly workerEntry?: URL
}

/** One candidate. */
export interface FeatureRequest {
  readonly features: Readonly<Record<string, Feature>>
  /**
   * Names the code behind functions of the strategy's own, whose keys do not: of equal text, equal bits. Null where no such
   * text exists (the code draws random numbers): those columns are then never kept.
   */
  readonly ownCode: string | null
}

/** How the columns of a call came about. */
export interface FeatureFigures {
  /** Distinct nodes in the graph of all sets. */
  readonly nodes: number
  /** Nodes that were computed in this call. */
  readonly computed: number
  /** Columns that were found, in memory or on disk. */
  readonly hits: number
  readonly diskHits: number
  /** Columns that were looked for and not found. */
  readonly misses: number
  /** Of the distinct columns of all sets, the table's own left out. */
  readonly bytes: number
  /** Threads that were offered work, this one included. */
  readonly threads: number
  /** Blocks of instruments that other threads computed. */
  readonly helped: number
  /** What went wrong without changing the result: a damaged column, a thread that ended. */
  readonly notes: readonly string[]
}

export type FeatureOutcome =
  | { readonly kind: 'columns'; readonly columns: FeatureColumns }
  | { readonly kind: 'failed'; readonly error: unknown }

export interface ComputedSets {
  /** In the order of the requests. */
  readonly outcomes: readonly FeatureOutcome[]
  readonly figures: FeatureFigures
}

export interface ComputedSet {
  readonly columns: FeatureColumns
  readonly figures: FeatureFigures
}

export interface FeatureStore {
  /** The columns of one feature set. Throws as `computeFeatures` does. */
  compute(bars: FeatureBars, request: FeatureRequest): Promise<ComputedSet>
  /** Those of every candidate, equal nodes computed once; a candidate that fails leaves the others alone. */
  computeSets(bars: FeatureBars, requests: readonly FeatureRequest[]): Promise<ComputedSets>
  /** Bytes of columns in memory. */
  readonly memoryBytes: number
  /** Ends the threads; columns stay. */
  close(): Promise<void>
}

const MEMORY_BYTES = 64 * 2 ** 20
const DISK_BYTES = 2 ** 30
/**
 * A value takes 20 to 50 ns of one thread. A thread is up after some 50 ms, and as long again it runs code that is not compiled
 * yet; a thread that is there takes a job in less than 1 ms. So it is started for a second of work and used from 100 ms on.
 */
const THRESHOLD: ShareThreshold = { cold: 40_000_000, up: 4_000_000 }

/** Where other programs have all of the machine, a second thread would only take turns with the first: none is started. */
function coldThreshold(): number {
  const cores = availableParallelism()
  const [load = 0] = loadavg()
  return load > cores - 0.5 ? Number.POSITIVE_INFINITY : THRESHOLD.cold
}

interface Parts {
  readonly memory: ColumnMemory
  readonly disk: ColumnDisk | undefined
  readonly pool: FeaturePool
  readonly threshold: ShareThreshold
  readonly codeHash: string
}

/** Asked for by number, threads are started whatever else the machine does. */
function thresholdOf({ threads, shareFrom }: FeatureStoreOptions): ShareThreshold {
  if (shareFrom !== undefined) return { cold: shareFrom, up: shareFrom }
  return threads === undefined ? { cold: coldThreshold(), up: THRESHOLD.up } : THRESHOLD
}

export function createFeatureStore(options: FeatureStoreOptions = {}): FeatureStore {
  const { memoryBytes = MEMORY_BYTES, folder, threads = availableParallelism() } = options
  const { workerEntry, diskBytes = DISK_BYTES } = options
  const parts: Parts = {
    memory: createColumnMemory(memoryBytes),
    disk: folder === undefined ? undefined : createColumnDisk({ folder, limitBytes: diskBytes }),
    pool: createFeaturePool({
      helpers: Math.max(0, threads - 1),
      ...(workerEntry === undefined ? {} : { entry: workerEntry }),
    }),
    threshold: thresholdOf(options),
    codeHash: folder === undefined ? '' : featureCodeHash(),
  }
  return {
    compute: (bars, request) => computeOne(parts, bars, request),
    computeSets: (bars, requests) => computeMany(parts, bars, requests),
    get memoryBytes() {
      return parts.memory.bytes
    },
    close: () => parts.pool.close(),
  }
}

async function computeOne(parts: Parts, bars: FeatureBars, request: FeatureRequest): Promise<ComputedSet> {
  const { outcome, figures } = await tryOne(parts, bars, request)
  if (outcome.kind === 'failed') throw outcome.error
  return { columns: outcome.columns, figures }
}

async function computeMany(
  parts: Parts,
  bars: FeatureBars,
  requests: readonly FeatureRequest[],
): Promise<ComputedSets> {
  try {
    return await computeTogether(parts, bars, requests)
  } catch (error) {
    const outcomes: FeatureOutcome[] = []
    let figures = noFigures([`The candidates were computed one by one: ${textOf(error)}`])
    for (const request of requests) {
      const one = await tryOne(parts, bars, request)
      outcomes.push(one.outcome)
      figures = sumOf(figures, one.figures)
    }
    return { outcomes, figures }
  }
}

interface TriedSet {
  readonly outcome: FeatureOutcome
  readonly figures: FeatureFigures
}

/** One set; where that fails, by the plain computation, whose errors name feature, instrument and time in a fixed order. */
async function tryOne(parts: Parts, bars: FeatureBars, request: FeatureRequest): Promise<TriedSet> {
  try {
    const { outcomes, figures } = await computeTogether(parts, bars, [request])
    return { outcome: outcomes[0]!, figures }
  } catch (error) {
    const figures = noFigures([`The features were computed plainly: ${textOf(error)}`])
    try {
      const columns = computeFeatures(bars.table, request.features)
      return { outcome: { kind: 'columns', columns }, figures }
    } catch (plain) {
      return { outcome: { kind: 'failed', error: plain }, figures }
    }
  }
}

async function computeTogether(
  parts: Parts,
  bars: FeatureBars,
  requests: readonly FeatureRequest[],
): Promise<ComputedSets> {
  const planned = guardInputs(planFeatureSets(requests.map(({ features }) => features)))
  requireFrames(planned.plan, bars.table.interval)
  const complaints = parts.disk?.complaints.length ?? 0
  const shelf = columnShelf({ ...parts, bars, planned, ownCodes: requests.map(({ ownCode }) => ownCode) })
  const shared = await runShared(bars.table, planned.plan, { ...parts, shelf })
  shelf.keep(shared.run)
  parts.disk?.trim()
  return {
    outcomes: planned.sets.map((set) => outcomeOf(shared.run, set)),
    figures: figuresOf(planned, shared, { shelf, notes: parts.disk?.complaints.slice(complaints) ?? [] }),
  }
}

function outcomeOf(run: PlanRun, set: PlannedSet): FeatureOutcome {
  return { kind: 'columns', columns: featureColumnsOf(run, set) }
}

function figuresOf(
  { plan }: SetsPlan,
  { run, computed, threads, helped }: SharedRun,
  { shelf, notes }: { readonly shelf: Shelf; readonly notes: readonly string[] },
): FeatureFigures {
  const columns = new Set(
    plan.registers.filter((register) => plan.nodeOf[register] !== undefined).map((r) => run.kept.get(r)!),
  )
  const { hits, diskHits, misses } = shelf.counts
  const bytes = [...columns].reduce((sum, { byteLength }) => sum + byteLength, 0)
  return { nodes: plan.nodes.length, computed, hits, diskHits, misses, bytes, threads, helped, notes }
}

function noFigures(notes: readonly string[]): FeatureFigures {
  return { nodes: 0, computed: 0, hits: 0, diskHits: 0, misses: 0, bytes: 0, threads: 1, helped: 0, notes }
}

function sumOf(a: FeatureFigures, b: FeatureFigures): FeatureFigures {
  return {
    nodes: a.nodes + b.nodes,
    computed: a.computed + b.computed,
    hits: a.hits + b.hits,
    diskHits: a.diskHits + b.diskHits,
    misses: a.misses + b.misses,
    bytes: a.bytes + b.bytes,
    threads: Math.max(a.threads, b.threads),
    helped: a.helped + b.helped,
    notes: [...a.notes, ...b.notes],
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Names the code of a strategy's own functions: its text and all that they can close over. Null where they may draw from the
 * seeded Math.random, whose later numbers depend on whether they were called.
 */
export function ownCodeOf(
  {
    bundle,
    randomness,
  }: Pick<LoadedStrategy<unknown>, 'randomness'> & { readonly bundle: { readonly hash: string } },
  params: Readonly<Record<string, unknown>>,
  seed: number,
): string | null {
  return randomness.length > 0 ? null : sha256(canonicalJson({ text: bundle.hash, params, seed }))
}
