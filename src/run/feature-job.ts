/**
 * What a thread that computes features is told: the kernels of one stage of a plan over shared columns. Blocks of instruments
 * are taken from one atomic counter, so that whoever is free takes the next, and a thread that starts late costs nothing.
 */
import {
  firstBarOf,
  type GridRef,
  gridFrom,
  type Inspect,
  isAllowed,
  type KernelBlocks,
  kernelBlocks,
  type PackedPlan,
  type PlanNode,
  type PlanWork,
  packPlan,
  unpackPlan,
} from '../indicators/index.ts'
import { type BarTable, parseInterval } from '../model/index.ts'

export interface FeatureJob {
  readonly id: number
  /** Which of `Control`'s flags is the thread's own. */
  readonly thread: number
  /** Shared: [0] the next block, [1 + thread] whether the thread has asked for one. */
  readonly control: Int32Array
  readonly plan: PackedPlan
  /** Keys of the nodes to compute, as indexes among the plan's nodes. */
  readonly kernels: readonly number[]
  readonly grid: GridRef
  readonly instruments: BarTable['instruments']
  /** By register, all in shared memory. */
  readonly kept: ReadonlyMap<number, Float64Array>
  readonly lateFirst: ReadonlyMap<number, Uint32Array>
  /** Registers whose values are checked. */
  readonly inspected: ReadonlySet<number>
}

export interface FeatureAnswer {
  readonly id: number
  /** Why the thread stopped before the blocks were done. */
  readonly failure: string | null
}

/** Takes blocks until there are none left. Returns how many it took. */
export function takeBlocks({ count, run }: KernelBlocks, control: Int32Array): number {
  let taken = 0
  for (let block = Atomics.add(control, 0, 1); block < count; block = Atomics.add(control, 0, 1)) {
    taken++
    run(block)
  }
  return taken
}

/** Makes the jobs of one stage, one a thread; `shareRows` puts the rows of a ragged table into shared memory. */
export interface JobParts {
  readonly work: PlanWork
  readonly portable: ReadonlySet<PlanNode>
  readonly kernels: readonly PlanNode[]
  readonly grid: GridRef
  readonly inspected: ReadonlySet<number>
}

/** The job but for what differs between threads. */
export function describeJob(parts: JobParts): Omit<FeatureJob, 'id' | 'thread' | 'control'> {
  const { work, portable, kernels, grid, inspected } = parts
  const nodes = work.plan.nodes.filter((node) => portable.has(node))
  return {
    plan: packPlan(work.plan, nodes),
    kernels: kernels.map((node) => nodes.indexOf(node)),
    grid,
    instruments: work.table.instruments,
    kept: work.kept,
    lateFirst: work.lateFirst,
    inspected,
  }
}

/** Does a thread's part of a job. */
export function doJob(job: FeatureJob): FeatureAnswer {
  const { id, control, thread } = job
  // Set before the first block is asked for: whoever counts on it has seen the counter pass that block.
  Atomics.store(control, 1 + thread, 1)
  try {
    const work = workOf(job)
    takeBlocks(kernelBlocks(work, work.nodes), control)
    return { id, failure: null }
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) }
  }
}

function workOf({
  plan: packed,
  kernels,
  grid,
  instruments,
  kept,
  lateFirst,
  inspected,
}: FeatureJob): PlanWork {
  const plan = unpackPlan(packed)
  const none = new Float64Array(0)
  return {
    // A kernel reads kept columns alone; of the table, an error wants the instrument.
    table: {
      instruments,
      interval: parseInterval('1d'),
      pulseTimeMs: none,
      pulseOpenMs: none,
      pulseStart: new Uint32Array(1),
      instrumentOf: new Uint32Array(0),
      open: none,
      high: none,
      low: none,
      close: none,
      volume: none,
    },
    plan,
    grid: gridFrom(grid),
    kept,
    lateFirst,
    nodes: kernels.map((index) => plan.nodes[index]!),
    inspect: (found) => {
      if (inspected.has(found.register)) requireAllowed(found)
    },
  }
}

/** Whoever asked computes it again alone and so finds feature, instrument and time. */
const requireAllowed: Inspect = ({ run, register, instrument, values, offset, bars }) => {
  for (let t = firstBarOf(run, register, instrument); t < bars; t++) {
    if (isAllowed(run.plan, register, values[offset + t]!)) continue
    throw new RangeError(`register ${register} is ${values[offset + t]} at bar ${t}`)
  }
}
