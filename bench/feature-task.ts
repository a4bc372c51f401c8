/** Measures features over one table in a process of its own: planned together, shared among threads, found again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { computeFeatures, rank, roc, rsi, sma } from '../src/indicators/index.ts'
import type { BarTable } from '../src/model/index.ts'
import { createFeatureStore, type FeatureFigures, type FeatureStore } from '../src/run/index.ts'
import { COMMON_FEATURES, type Features } from './common-features.ts'
import { randomTable } from './dense-table.ts'
import { type Sample, sampleOf } from './measure.ts'

/** What is computed: one set, or the sets of a grid. */
const FEATURE_SETS: Readonly<Record<FeatureSetName, () => readonly Features[]>> = {
  'two SMAs': () => [{ fast: sma(20), slow: sma(50) }],
  'twenty features': () => [TWENTY],
  'grid of 100 SMA pairs': () =>
    Array.from({ length: 10 }, (_, f) => f).flatMap((f) =>
      Array.from({ length: 10 }, (_, s) => ({ fast: sma(5 + f), slow: sma(30 + 10 * s) })),
    ),
}

export type FeatureSetName = 'two SMAs' | 'twenty features' | 'grid of 100 SMA pairs'

const TWENTY: Features = { ...COMMON_FEATURES, place: rank(roc(126)), smoothed: sma(rsi(7), 5) }

export interface FeatureTask {
  readonly set: FeatureSetName
  readonly instruments: number
  readonly pulses: number
  readonly repetitions: number
  /** The bundled worker. */
  readonly worker: string
  /** Whether columns are also kept on disk and found there. */
  readonly withDisk: boolean
}

export interface FeatureReport {
  readonly rows: number
  readonly nodes: number
  readonly columnBytes: number
  /** Each set alone, one after another, on one thread. */
  readonly alone: Sample
  /** All sets as one graph on one thread. */
  readonly together: Sample
  /** The same with threads: the first time they start, then they are there. */
  readonly threads: {
    readonly count: number
    readonly first: number
    readonly warm: Sample
    readonly helped: number
  }
  readonly inMemory: Sample
  readonly onDisk: { readonly write: number; readonly read: Sample } | null
}

/** Throws where the columns of any way differ by a bit. */
export async function measureFeatures(task: FeatureTask): Promise<FeatureReport> {
  const { instruments, pulses, repetitions } = task
  const table = randomTable({ instruments, pulses, seed: 1 })
  const sets = FEATURE_SETS[task.set]()
  const aloneMs: number[] = []
  const run = runnerOf({ table, sets, expected: computeFeatures(table, sets[0]!).columns })
  for (let n = 0; n < repetitions; n++) {
    const since = performance.now()
    for (const features of sets) computeFeatures(table, features)
    aloneMs.push(performance.now() - since)
  }
  const none = createFeatureStore({ memoryBytes: 0, threads: 1 })
  const together = await repeat(repetitions, () => run(none))
  const shared = createFeatureStore({
    memoryBytes: 0,
    shareFrom: 0,
    workerEntry: pathToFileURL(task.worker),
  })
  const [first, ...warm] = await repeat(1 + repetitions, () => run(shared))
  await shared.close()
  const kept = createFeatureStore({ memoryBytes: 2 ** 40, threads: 1 })
  const [, ...hits] = await repeat(1 + repetitions, () => run(kept))
  if (hits.some(({ figures }) => figures.computed > 0)) throw new Error('Kept columns must be found.')
  return {
    rows: table.instrumentOf.length,
    nodes: together[0]!.figures.nodes,
    columnBytes: together[0]!.figures.bytes,
    alone: sampleOf(aloneMs),
    together: sampleOf(together.map(({ ms }) => ms)),
    threads: {
      count: first!.figures.threads,
      first: first!.ms,
      warm: sampleOf(warm.map(({ ms }) => ms)),
      helped: first!.figures.helped,
    },
    inMemory: sampleOf(hits.map(({ ms }) => ms)),
    onDisk: task.withDisk ? await measureDisk(run, repetitions) : null,
  }
}

interface Timed {
  readonly ms: number
  readonly figures: FeatureFigures
}

type Runner = (store: FeatureStore) => Promise<Timed>

interface Subject {
  readonly table: BarTable
  readonly sets: readonly Features[]
  /** The columns of the first set. */
  readonly expected: readonly Float64Array[]
}

/** Runs all sets, checks the columns and drops them: several runs of large ones would not fit side by side. */
function runnerOf({ table, sets, expected }: Subject): Runner {
  const bars = { table, snapshotHash: '0', slice: { fromMs: null, toMs: null, instruments: null } }
  return async (store) => {
    const since = performance.now()
    const requests = sets.map((features) => ({ features, ownCode: null }))
    const { outcomes, figures } = await store.computeSets(bars, requests)
    const ms = performance.now() - since
    if (figures.notes.length > 0) throw new Error(figures.notes.join('\n'))
    const [outcome] = outcomes
    if (outcome?.kind !== 'columns') throw outcome?.error
    requireSame(expected, outcome.columns.columns)
    return { ms, figures }
  }
}

/** Columns written by one store and read, each time, by a new one. */
async function measureDisk(run: Runner, repetitions: number): Promise<FeatureReport['onDisk']> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  try {
    const write = await run(createFeatureStore({ memoryBytes: 0, threads: 1, folder }))
    const read = await repeat(repetitions, () =>
      run(createFeatureStore({ memoryBytes: 0, threads: 1, folder })),
    )
    return { write: write.ms, read: sampleOf(read.map(({ ms }) => ms)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function repeat<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const done: T[] = []
  for (let n = 0; n < count; n++) done.push(await work())
  return done
}

function requireSame(expected: readonly Float64Array[], found: readonly Float64Array[]): void {
  expected.forEach((column, n) => {
    const other = found[n]!
    for (let row = 0; row < column.length; row++) {
      if (!Object.is(column[row], other[row])) throw new Error(`Column ${n} differs at row ${row}.`)
    }
  })
}
