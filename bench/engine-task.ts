/** Measures one strategy over one table in a process of its own. */
import { isDeepStrictEqual } from 'node:util'
import { type BarTable, PRICE_FIELDS } from '../src/model/index.ts'
import type { Strategy } from '../src/strategy/index.ts'
import { FREE_CONFIG, PHASES, type Phase, type PhasedRun, runPhases, strategyOf } from './backtest-phases.ts'
import { readDailyCsv } from './daily-csv.ts'
import { randomTable, tableBytes } from './dense-table.ts'
import { requireGolden } from './golden.ts'
import { ownBytes, peakOwnBytes, type Sample, sampleOf, timed } from './measure.ts'
import { PEER_SHAPE, type PeerShape } from './peer-bars.ts'
import { readPeerTable } from './peer-files.ts'
import { type PlainResult, runPlainLoop } from './plain-loop.ts'

export interface Effort {
  /** Runs after the first, at least. */
  readonly repetitions: number
  /** Runs after the first go on for at least so long, ms. */
  readonly leastMs: number
}

export interface EngineReport {
  readonly bars: number
  readonly instruments: number
  readonly pulses: number
  readonly events: number
  readonly fills: number
  readonly finalEquity: number
  readonly ledgerHash: string
  readonly phases: Readonly<Record<Phase, Sample>>
  /** Features and loop together: what the strategy sees, decides and does, and the events of it. */
  readonly inMemory: Sample
  readonly memory: {
    /** Bytes of the table's columns, and with those of the features. */
    readonly tableBytes: number
    readonly columnBytes: number
    /** Memory of the process's own before the table was there; Node's program is not in these. */
    readonly beforeBytes: number
    /** With the table, and after each phase of the first run. */
    readonly withTableBytes: number
    readonly afterPhase: Readonly<Record<Phase, number>>
    /** Peak of the first run. */
    readonly peakBytes: number
  }
  /** The same rule as a bare loop in the same process. */
  readonly plain: (PlainResult & { readonly ms: Sample }) | null
}

/** The peer benchmark in memory, or one of another shape. Throws where a known result does not come out. */
export async function measurePeer(task: {
  strategy: string
  columns: string
  shape: PeerShape
  effort: Effort
}): Promise<EngineReport> {
  const { shape, effort } = task
  const isKnown = isDeepStrictEqual(shape, PEER_SHAPE)
  const strategy = await strategyOf(task.strategy)
  const beforeBytes = ownBytes()
  const table = readPeerTable(task.columns, shape)
  const report = measureRuns({ table, strategy, effort, beforeBytes }, (run) => {
    if (isKnown) requireGolden(`${strategy.name} in memory`, run.figures)
  })
  const plain = repeat(effort, () => timed(() => runPlainLoop(table, FREE_CONFIG.openingCash)))
  const { result } = plain[0]!
  if (result.fills !== report.fills) {
    throw new Error(`The bare loop must fill ${report.fills} times, but fills ${result.fills} times.`)
  }
  return { ...report, plain: { ...result, ms: sampleOf(plain.map(({ ms }) => ms)) } }
}

/** One instrument from a CSV file of daily bars (date,open,high,low,close,...,volume). */
export async function measureSeries(task: {
  strategy: string
  csv: string
  effort: Effort
}): Promise<EngineReport> {
  const strategy = await strategyOf(task.strategy)
  const beforeBytes = ownBytes()
  const table = readDailyCsv(task.csv)
  return measureRuns({ table, strategy, effort: task.effort, beforeBytes }, () => undefined)
}

/** A table of random walks of the given size. */
export async function measureSize(task: {
  strategy: string
  instruments: number
  pulses: number
  effort: Effort
}): Promise<EngineReport> {
  const strategy = await strategyOf(task.strategy)
  const beforeBytes = ownBytes()
  const { instruments, pulses } = task
  const table = randomTable({ instruments, pulses, seed: 1 })
  return measureRuns({ table, strategy, effort: task.effort, beforeBytes }, () => undefined)
}

interface Subject {
  readonly table: BarTable
  readonly strategy: Strategy
  readonly effort: Effort
  readonly beforeBytes: number
}

function measureRuns(subject: Subject, check: (run: PhasedRun) => void): EngineReport {
  const { table, strategy, effort, beforeBytes } = subject
  const withTableBytes = ownBytes()
  const first = runPhases(table, strategy, strategy.name)
  const peak = peakOwnBytes()
  check(first)
  const runs = [first, ...repeat(effort, () => runPhases(table, strategy, strategy.name))]
  for (const run of runs) {
    if (run.ledgerHash !== first.ledgerHash)
      throw new Error('Every repetition must have the same ledger hash.')
  }
  const bars = table.instrumentOf.length
  const features = Object.keys(strategy.features({})).length
  return {
    bars,
    instruments: table.instruments.length,
    pulses: table.pulseTimeMs.length,
    events: first.events,
    fills: first.figures['fills']!,
    finalEquity: first.figures['finalEquity']!,
    ledgerHash: first.ledgerHash,
    phases: Object.fromEntries(
      PHASES.map((phase) => [phase, warmSample(runs.map(({ ms }) => ms[phase]))]),
    ) as Record<Phase, Sample>,
    inMemory: warmSample(runs.map(({ ms }) => ms.features + ms.loop)),
    memory: {
      tableBytes: tableBytes(table),
      columnBytes: tableBytes(table) + features * table[PRICE_FIELDS[0]].byteLength,
      beforeBytes,
      withTableBytes,
      afterPhase: first.ownBytes,
      peakBytes: peak,
    },
    plain: null,
  }
}

/** The first value apart; median and least of those after it. */
function warmSample([first = Number.NaN, ...warm]: readonly number[]): Sample {
  return { ...sampleOf(warm), first }
}

function repeat<T>({ repetitions, leastMs }: Effort, work: () => T): T[] {
  const done: T[] = []
  const until = performance.now() + leastMs
  while (done.length < repetitions || performance.now() < until) done.push(work())
  return done
}
