/** A plan that is being run over a table: the columns that it keeps, where each value begins, and who is shown what is made. */
import type { BarTable } from '../model/index.ts'
import { BAR_INPUTS, type BarInput } from './definition.ts'
import { type GivenColumn, keptRegisters, neededNodes } from './needed.ts'
import type { FeaturePlan, PlanNode } from './plan.ts'
import { type RowGrid, rowGridOf } from './row-grid.ts'

/** What a plan gave over a table. */
export interface PlanRun {
  readonly table: BarTable
  readonly plan: FeaturePlan
  readonly grid: RowGrid
  /** Row-aligned columns by register: all that were asked for, and those that later stages read. */
  readonly kept: ReadonlyMap<number, Float64Array>
  /** For each late node, by its first output, the index of each instrument's first bar with a value. */
  readonly lateFirst: ReadonlyMap<number, Uint32Array>
}

/** Told the values of a kept register of one instrument as they are made: `bars` of them from `offset` on. Where all are finite it may be left out. */
export type Inspect = (found: {
  readonly run: PlanRun
  readonly register: number
  readonly instrument: number
  readonly values: Float64Array
  readonly offset: number
  readonly bars: number
}) => void

/** A plan that is being run: what `openPlan` makes and `kernelBlocks` and `runAcrossNode` fill. */
export interface PlanWork extends PlanRun {
  /** Those of the plan that are to be computed, in its order. */
  readonly nodes: readonly PlanNode[]
  readonly inspect: Inspect
}

export interface PlanOptions {
  readonly wanted: readonly number[]
  readonly inspect: Inspect
  /** Columns that are known already: what only they need is not computed, and they are neither inspected nor written. */
  readonly given?: ReadonlyMap<number, GivenColumn>
  /** Gives zeroed memory for the columns that are kept; memory of this thread's own where absent. */
  readonly allocate?: (bytes: number) => ArrayBufferLike
}

/** Makes room for what a run of the plan keeps; computes nothing. */
export function openPlan(
  table: BarTable,
  plan: FeaturePlan,
  { wanted, inspect, given = new Map(), allocate = (bytes) => new ArrayBuffer(bytes) }: PlanOptions,
): PlanWork {
  const nodes = neededNodes(plan, wanted, given)
  const computed = new Set(nodes)
  const kept = new Map<number, Float64Array>()
  const lateFirst = new Map<number, Uint32Array>()
  for (const register of keptRegisters(plan, nodes, wanted)) {
    const node = plan.nodeOf[register]
    const known = node === undefined || computed.has(node) ? undefined : given.get(register)
    kept.set(register, known?.column ?? columnOf(table, register, allocate))
    if (known?.first !== undefined) lateFirst.set(node!.outputs[0]!, known.first)
  }
  const firstBytes = 4 * table.instruments.length
  for (const { outputs, isLate } of nodes) {
    if (isLate) lateFirst.set(outputs[0]!, new Uint32Array(allocate(firstBytes)))
  }
  return { table, plan, grid: rowGridOf(table), kept, lateFirst, nodes, inspect }
}

/** Index of the first bar of an instrument at which a register has a value; it may lie past its last bar. */
export function firstBarOf({ plan, lateFirst }: PlanRun, register: number, instrument: number): number {
  const node = plan.nodeOf[register]
  return node?.isLate === true ? lateFirst.get(node.outputs[0]!)![instrument]! : plan.firstOf[register]!
}

/** Index of the first bar of an instrument that a node is fed. */
export function startBarOf(run: PlanRun, node: PlanNode, instrument: number): number {
  if (!node.isLate) return node.start
  return node.inputs.reduce((start, register) => Math.max(start, firstBarOf(run, register, instrument)), 0)
}

function columnOf(
  table: BarTable,
  register: number,
  allocate: (bytes: number) => ArrayBufferLike,
): Float64Array {
  const field = BAR_INPUTS[register]
  if (field !== undefined && field !== 'time' && field !== 'closeTime') return table[field]
  const column = new Float64Array(allocate(8 * table.instrumentOf.length))
  if (field !== undefined) {
    fillTimes(column, table, field)
    return column
  }
  return column
}

function fillTimes(column: Float64Array, table: BarTable, field: BarInput): void {
  const { pulseOpenMs, pulseTimeMs, pulseStart } = table
  const times = field === 'time' ? pulseOpenMs : pulseTimeMs
  for (let p = 0; p < times.length; p++) column.fill(times[p]!, pulseStart[p]!, pulseStart[p + 1]!)
}
