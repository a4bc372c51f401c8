/**
 * A plan over the whole columns of a table, stage by stage: gather an instrument's bars into scratch, run the kernels of the
 * stage in order, put what is kept into its rows; then the stage's cross-sections, pulse by pulse. Eight instruments at a
 * time, so that a pass over the table uses whole cache lines. Memory: the kept columns, and scratch of at most an eighth of a
 * column a slot once columns are large.
 */
import type { BarTable } from '../model/index.ts'
import { runAcross } from './across-columns.ts'
import { BAR_INPUTS, type BarInput, runColumns } from './definition.ts'
import { failedFeature } from './errors.ts'
import type { FeaturePlan, PlanNode } from './plan.ts'
import { closeTimeOfRows, type Lanes, openTimeOfRows, type RowGrid, rowGridOf } from './row-grid.ts'
import { assignSlots } from './slots.ts'

/** Instruments handled together: the doubles of one cache line. */
const LANES = 8
/** Up to so many values a slot, all eight lanes are used however few instruments there are. */
const SMALL_SLOT = 1 << 17

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

/** Told the values of a kept register of one instrument as they are made: `bars` of them from `offset` on. */
export type Inspect = (found: {
  readonly run: PlanRun
  readonly register: number
  readonly instrument: number
  readonly values: Float64Array
  readonly offset: number
  readonly bars: number
}) => void

interface Work extends PlanRun {
  readonly kept: Map<number, Float64Array>
  readonly lateFirst: Map<number, Uint32Array>
  readonly inspect: Inspect
}

/** Runs a plan and keeps the columns of `wanted` registers. Throws `UsageError` FEATURE_FAILED where a function throws. */
export function runPlan(
  table: BarTable,
  plan: FeaturePlan,
  { wanted, inspect }: { readonly wanted: readonly number[]; readonly inspect: Inspect },
): PlanRun {
  const work: Work = {
    table,
    plan,
    grid: rowGridOf(table),
    kept: new Map(),
    lateFirst: new Map(),
    inspect,
  }
  for (const register of keptRegisters(plan, wanted)) {
    const field = BAR_INPUTS[register]
    work.kept.set(register, field === undefined ? createColumn(table) : fieldColumn(table, field))
  }
  for (const { outputs, isLate } of plan.nodes) {
    if (isLate) work.lateFirst.set(outputs[0]!, new Uint32Array(table.instruments.length))
  }
  const stages = plan.nodes.reduce((count, { stage }) => Math.max(count, stage + 1), 0)
  for (let stage = 0; stage < stages; stage++) {
    const nodes = plan.nodes.filter((node) => node.stage === stage)
    const kernels = nodes.filter(({ form }) => form !== 'across')
    if (kernels.length > 0) {
      if (table.instruments.length === 1) computeInPlace(work, kernels)
      else computeInBlocks(work, kernels)
    }
    for (const node of nodes) if (node.form === 'across') computeAcross(work, node)
  }
  return work
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

/** The wanted registers, the bar fields that some node reads, and what is read in a later stage or across instruments. */
function keptRegisters(plan: FeaturePlan, wanted: readonly number[]): ReadonlySet<number> {
  const kept = new Set(wanted)
  for (const node of plan.nodes) {
    for (const register of node.inputs) {
      const source = plan.nodeOf[register]
      if (source === undefined || source.stage < node.stage || node.form === 'across') kept.add(register)
    }
    if (node.form === 'across') for (const register of node.outputs) kept.add(register)
  }
  return kept
}

/** Filled in one pass: pages that are first touched row by row in strides cost twice as much. */
function createColumn({ instrumentOf, instruments }: BarTable): Float64Array {
  const column = new Float64Array(instrumentOf.length)
  return instruments.length === 1 ? column : column.fill(Number.NaN)
}

function fieldColumn(table: BarTable, field: BarInput): Float64Array {
  if (field === 'time') return openTimeOfRows(table)
  return field === 'closeTime' ? closeTimeOfRows(table) : table[field]
}

/** One instrument: the table's columns are its own, so kernels read and write them directly. */
function computeInPlace(work: Work, nodes: readonly PlanNode[]): void {
  const { plan, kept, table } = work
  const { slotOf, slots } = assignSlots(nodes, plan.registerCount)
  const bars = table.instrumentOf.length
  const scratch = Array.from({ length: slots }, (): Float64Array | undefined => undefined)
  const columnOf = (register: number): Float64Array => {
    const own = kept.get(register)
    if (own !== undefined) return own
    const slot = slotOf[register]!
    scratch[slot] ??= new Float64Array(bars)
    return scratch[slot]
  }
  for (const node of nodes) {
    runNode(work, node, { columnOf, offset: 0, bars, instrument: 0 })
    for (const register of node.outputs) {
      const values = kept.get(register)
      if (values !== undefined) {
        work.inspect({ run: work, register, instrument: 0, values, offset: 0, bars })
      }
    }
  }
}

function computeInBlocks(work: Work, nodes: readonly PlanNode[]): void {
  const { plan, grid, kept } = work
  const { slotOf, slots } = assignSlots(nodes, plan.registerCount)
  const written = new Set(nodes.flatMap(({ outputs }) => outputs))
  const sources = [...kept].filter(([register]) => slotOf[register] !== -1 && !written.has(register))
  let longest = 0
  for (let i = 0; i < grid.instruments; i++) longest = Math.max(longest, grid.lengthOf(i))
  const width = laneCount(grid.instruments, longest)
  // Eight lanes at equal places of a page would compete for the same lines of the cache.
  const pitch = longest % 64 === 0 ? longest + 8 : longest
  const scratch = Array.from({ length: slots }, () => new Float64Array(width * pitch))
  const columnOf = (register: number): Float64Array => scratch[slotOf[register]!]!
  for (let from = 0; from < grid.instruments; from += width) {
    const count = Math.min(width, grid.instruments - from)
    const lanesOf = (register: number): Lanes => ({ values: columnOf(register), pitch, from, count })
    for (const [register, column] of sources) grid.gather(column, lanesOf(register))
    for (const node of nodes) {
      for (let k = 0; k < count; k++) {
        const instrument = from + k
        runNode(work, node, { columnOf, offset: k * pitch, bars: grid.lengthOf(instrument), instrument })
      }
      for (const register of node.outputs) deliver(work, register, lanesOf(register))
    }
  }
}

/** Shows what is kept and puts it into its column. */
function deliver(work: Work, register: number, lanes: Lanes): void {
  const column = work.kept.get(register)
  if (column === undefined) return
  const { values, pitch, from, count } = lanes
  for (let k = 0; k < count; k++) {
    const instrument = from + k
    const bars = work.grid.lengthOf(instrument)
    work.inspect({ run: work, register, instrument, values, offset: k * pitch, bars })
  }
  work.grid.scatter(lanes, column)
}

/** All eight lanes, unless few instruments with long histories would make the scratch as large as the columns. */
function laneCount(instruments: number, longest: number): number {
  const lanes = Math.min(LANES, instruments)
  return lanes * longest <= SMALL_SLOT ? lanes : Math.max(1, Math.min(LANES, instruments >> 3))
}

interface Lane {
  readonly columnOf: (register: number) => Float64Array
  readonly offset: number
  readonly bars: number
  readonly instrument: number
}

function runNode(work: Work, node: PlanNode, { columnOf, offset, bars, instrument }: Lane): void {
  const outputs = node.outputs.map(columnOf)
  const start = startBarOf(work, node, instrument)
  const first = start + node.first - node.start
  for (const output of outputs) output.fill(Number.NaN, offset, offset + Math.min(first, bars))
  if (first < bars) {
    const run = { inputs: node.inputs.map(columnOf), outputs, start: offset + start, end: offset + bars }
    try {
      runColumns(node.definition, node.params, run)
    } catch (error) {
      throw failedFeature(error, node.key, work.table.instruments[instrument]!.id)
    }
  }
  if (!node.isLate) return
  const isLateItself = node.definition.composed?.isLate === true
  let warm = first
  while (isLateItself && warm < bars && Number.isNaN(outputs[0]![offset + warm]!)) warm++
  work.lateFirst.get(node.outputs[0]!)![instrument] = warm
}

function computeAcross(work: Work, node: PlanNode): void {
  const starts = Uint32Array.from(work.table.instruments, (_, i) => startBarOf(work, node, i))
  work.lateFirst.get(node.outputs[0]!)?.set(starts)
  const column = (register: number): Float64Array => work.kept.get(register)!
  try {
    const inputs = node.inputs.map(column)
    runAcross(work.table, node, { starts, inputs, outputs: node.outputs.map(column) })
  } catch (error) {
    throw failedFeature(error, node.key, 'all instruments')
  }
  for (const register of node.outputs) inspectRows(work, register)
}

/** Shows a row-aligned column instrument by instrument. */
function inspectRows(work: Work, register: number): void {
  const { grid } = work
  const column = work.kept.get(register)!
  for (let instrument = 0; instrument < grid.instruments; instrument++) {
    const bars = grid.lengthOf(instrument)
    const values = new Float64Array(bars)
    for (let t = 0; t < bars; t++) values[t] = column[grid.rowOf(instrument, t)]!
    work.inspect({ run: work, register, instrument, values, offset: 0, bars })
  }
}
