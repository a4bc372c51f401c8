/**
 * Runs a plan with help: first the nodes of the package's own definitions, their kernels shared out among threads stage by
 * stage where there is enough of them, then on this thread what rests on a strategy's own functions.
 */
import {
  type FeaturePlan,
  type GivenColumn,
  type GridRef,
  type Inspect,
  kernelBlocks,
  neededNodes,
  openPlan,
  type PlanNode,
  type PlanRun,
  type PlanWork,
  requireFinite,
  runAcrossNode,
  runPlan,
  stagesOf,
} from '../indicators/index.ts'
import { type BarTable, sharedMemory } from '../model/index.ts'
import { describeJob } from './feature-job.ts'
import type { FeaturePool } from './feature-pool.ts'
import type { Shelf } from './feature-shelf.ts'

export interface SharedRun {
  readonly run: PlanRun
  /** Nodes that were computed. */
  readonly computed: number
  /** Threads that were offered blocks, this one included. */
  readonly threads: number
  /** Blocks of instruments that other threads computed. */
  readonly helped: number
}

export interface ShareOptions {
  readonly pool: FeaturePool
  readonly shelf: Shelf
  readonly threshold: ShareThreshold
}

/** Values to compute (nodes x rows) from which on other threads are offered work. */
export interface ShareThreshold {
  /** Where they must be started for it. */
  readonly cold: number
  /** Where they are up. */
  readonly up: number
}

export async function runShared(
  table: BarTable,
  plan: FeaturePlan,
  { pool, shelf, threshold }: ShareOptions,
): Promise<SharedRun> {
  const { given, inspected, portable } = shelf
  const inspect: Inspect = (found) => {
    if (inspected.has(found.register)) requireFinite(found)
  }
  const nodes = neededNodes(plan, plan.registers, given)
  const mine = nodes.filter((node) => portable.has(node))
  const kernels = mine.filter(({ form }) => form === 'kernel')
  const values = kernels.length * table.instrumentOf.length
  const isLarge = values >= (pool.isUp ? threshold.up : threshold.cold) && table.instruments.length > 1
  if (!isLarge || pool.helpers === 0) {
    const run = runPlan(table, plan, { wanted: plan.registers, inspect, given })
    return { run, computed: nodes.length, threads: 1, helped: 0 }
  }
  const wanted = portableWanted(plan, nodes, shelf)
  const work = openPlan(table, plan, { wanted, inspect, given, allocate: sharedMemory })
  const helped = await runStages(work, { pool, portable, inspected })
  const all = new Map<number, GivenColumn>([...given, ...wanted.map((register) => knownOf(work, register))])
  const run = runPlan(table, plan, { wanted: plan.registers, inspect, given: all })
  return { run: withKept(run, work), computed: nodes.length, threads: 1 + pool.helpers, helped }
}

/** Portable registers that are asked for or checked, and those that the strategy's own functions read. */
function portableWanted(
  plan: FeaturePlan,
  nodes: readonly PlanNode[],
  { given, portable }: Shelf,
): readonly number[] {
  const isMissing = (register: number): boolean => {
    const node = plan.nodeOf[register]
    return node !== undefined && portable.has(node) && !given.has(register)
  }
  const read = nodes.filter((node) => !portable.has(node)).flatMap(({ inputs }) => inputs)
  return [...new Set([...plan.registers, ...read])].filter(isMissing)
}

function knownOf(work: PlanWork, register: number): readonly [number, GivenColumn] {
  const column = work.kept.get(register)!
  const first = work.lateFirst.get(work.plan.nodeOf[register]!.outputs[0]!)
  return [register, first === undefined ? { column } : { column, first }]
}

/** The run with what only the part before it kept. */
function withKept(run: PlanRun, before: PlanRun): PlanRun {
  return {
    ...run,
    kept: new Map([...before.kept, ...run.kept]),
    lateFirst: new Map([...before.lateFirst, ...run.lateFirst]),
  }
}

type StageParts = Pick<Shelf, 'portable' | 'inspected'> & { readonly pool: FeaturePool }

/**
 * Stage by stage: first the kernels that its cross-sections rest on, then those on this thread while others begin with the rest,
 * of which this thread takes its share when it is through.
 */
async function runStages(work: PlanWork, { pool, portable, inspected }: StageParts): Promise<number> {
  const shared = withSharedColumns(work)
  const grid = sharedGrid(work.grid.ref)
  const share = (kernels: readonly PlanNode[], meanwhile?: () => void): Promise<number> =>
    pool.run(
      kernelBlocks(shared, kernels),
      describeJob({ work: shared, portable, kernels, grid, inspected }),
      meanwhile,
    )
  touchPages(shared)
  let helped = 0
  for (const { kernels, across } of stagesOf(shared.nodes)) {
    const first = across.length === 0 ? new Set<PlanNode>() : feeding(across, kernels)
    if (first.size > 0) helped += await share(kernels.filter((node) => first.has(node)))
    helped += await share(
      kernels.filter((node) => !first.has(node)),
      () => {
        for (const node of across) runAcrossNode(shared, node)
      },
    )
  }
  return helped
}

/** The kernels of a stage that nodes rest on. */
function feeding(nodes: readonly PlanNode[], kernels: readonly PlanNode[]): ReadonlySet<PlanNode> {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs))
  const found = new Set<PlanNode>()
  // Inputs come before what reads them.
  for (const node of [...kernels].reverse()) {
    if (!node.outputs.some((register) => read.has(register))) continue
    found.add(node)
    for (const register of node.inputs) read.add(register)
  }
  return found
}

const PAGE_VALUES = 512

/**
 * Has the system give the pages of what will be written, from this thread: two threads that ask for pages at once wait for each
 * other (measured on a virtual machine: 300 ms for 160 MB, against 150 from one thread).
 */
function touchPages({ kept, nodes }: PlanWork): void {
  for (const register of nodes.flatMap(({ outputs }) => outputs)) {
    const column = kept.get(register)
    if (column === undefined) continue
    for (let at = 0; at < column.length; at += PAGE_VALUES) column[at] = 0
  }
}

/** The same work over columns that other threads can read: those of the table or of a store may not be. */
function withSharedColumns(work: PlanWork): PlanWork {
  const kept = new Map([...work.kept].map(([register, column]) => [register, sharedColumn(column)]))
  const lateFirst = new Map(
    [...work.lateFirst].map(([register, first]) => [register, isShared(first) ? first : sharedRows(first)]),
  )
  return { ...work, kept, lateFirst }
}

function sharedGrid(ref: GridRef): GridRef {
  return ref.kind === 'dense' ? ref : { ...ref, rowsOf: ref.rowsOf.map(sharedRows) }
}

function isShared({ buffer }: ArrayBufferView): boolean {
  return buffer instanceof SharedArrayBuffer
}

function sharedColumn(column: Float64Array): Float64Array {
  if (isShared(column)) return column
  const copy = new Float64Array(sharedMemory(column.byteLength))
  copy.set(column)
  return copy
}

function sharedRows(rows: Uint32Array): Uint32Array {
  const copy = new Uint32Array(sharedMemory(rows.byteLength))
  copy.set(rows)
  return copy
}
