/**
 * A plan over the whole columns of a table, stage by stage: gather an instrument's bars into scratch, run the kernels of the
 * stage in order, put what is kept into its rows; then the stage's cross-sections, pulse by pulse. Eight instruments at a
 * time, so that a pass over the table uses whole cache lines. Memory: the kept columns, and scratch of at most an eighth of a
 * column a slot once columns are large.
 */
import type { BarTable } from '../model/index.ts'
import { runAcross } from './across-columns.ts'
import { runColumns, stepColumns } from './definition.ts'
import { failedFeature } from './errors.ts'
import { mark, release, takeColumn } from './kernels/compiled.ts'
import type { FeaturePlan, PlanNode } from './plan.ts'
import { openPlan, type PlanOptions, type PlanRun, type PlanWork, startBarOf } from './plan-work.ts'
import type { Lanes } from './row-grid.ts'
import { computeWide, splitWide, WIDE_LANES } from './run-wide.ts'
import { assignSlots } from './slots.ts'

/** Instruments handled together: four cache lines of each pulse, so that a page of a wide table is visited seldom. */
const LANES = 32
/** Up to so many values a slot, all lanes are used however few instruments there are. */
const SMALL_SLOT = 1 << 17

/** Runs a plan and keeps the columns of `wanted` registers. Throws `UsageError` FEATURE_FAILED where a function throws. */
export function runPlan(table: BarTable, plan: FeaturePlan, options: PlanOptions): PlanRun {
  const work = openPlan(table, plan, options)
  for (const { kernels, across } of stagesOf(work.nodes)) {
    const { count, run } = kernelBlocks(work, kernels)
    for (let block = 0; block < count; block++) run(block)
    for (const node of across) runAcrossNode(work, node)
  }
  return work
}

export interface Stage {
  readonly kernels: readonly PlanNode[]
  readonly across: readonly PlanNode[]
}

/** The nodes by stage: the kernels of one can be computed once the cross-sections of the stages before are. */
export function stagesOf(nodes: readonly PlanNode[]): readonly Stage[] {
  const count = nodes.reduce((most, { stage }) => Math.max(most, stage + 1), 0)
  return Array.from({ length: count }, (_, stage) => {
    const own = nodes.filter((node) => node.stage === stage)
    return {
      kernels: own.filter(({ form }) => form !== 'across'),
      across: own.filter(({ form }) => form === 'across'),
    }
  })
}

export interface KernelBlocks {
  readonly count: number
  /** Computes the kernels of a block of instruments; blocks are independent of each other. */
  run(block: number): void
}

/** The kernels of one stage, cut into blocks of instruments. */
export function kernelBlocks(work: PlanWork, kernels: readonly PlanNode[]): KernelBlocks {
  if (kernels.length === 0) return { count: 0, run: () => undefined }
  if (work.grid.instruments === 1) return { count: 1, run: () => computeInPlace(work, kernels) }
  return blocksOf(work, kernels)
}

/** One instrument: the table's columns are its own, so kernels read and write them directly. */
function computeInPlace(work: PlanWork, nodes: readonly PlanNode[]): void {
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

function blocksOf(work: PlanWork, kernels: readonly PlanNode[]): KernelBlocks {
  const { plan, grid, kept } = work
  const { wide, nodes } = splitWide(work, kernels)
  const { slotOf, slots } = assignSlots(nodes, plan.registerCount)
  const written = new Set(nodes.flatMap(({ outputs }) => outputs))
  const sources = [...kept].filter(([register]) => slotOf[register] !== -1 && !written.has(register))
  let longest = 0
  for (let i = 0; i < grid.instruments; i++) longest = Math.max(longest, grid.lengthOf(i))
  const width = nodes.length === 0 ? WIDE_LANES : laneCount(grid.instruments, longest)
  // Lanes at equal places of a page would compete for the same lines of the cache.
  const pitch = longest % 64 === 0 ? longest + 8 : longest
  return {
    count: Math.ceil(grid.instruments / width),
    run(block) {
      const from = block * width
      const count = Math.min(width, grid.instruments - from)
      for (const node of wide)
        computeWide(work, node, { from, count, stride: grid.instruments, bars: longest })
      if (nodes.length === 0) return
      const height = mark()
      try {
        runLanes(from, count)
      } finally {
        release(height)
      }
    },
  }
  function runLanes(from: number, count: number): void {
    const scratch = Array.from({ length: slots }, () => takeColumn(width * pitch))
    const columnOf = (register: number): Float64Array => scratch[slotOf[register]!]!
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
function deliver(work: PlanWork, register: number, lanes: Lanes): void {
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

/** All lanes, unless few instruments with long histories would make the scratch as large as the columns. */
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

function runNode(work: PlanWork, node: PlanNode, { columnOf, offset, bars, instrument }: Lane): void {
  const outputs = node.outputs.map(columnOf)
  const start = startBarOf(work, node, instrument)
  const first = start + node.first - node.start
  for (const output of outputs) output.fill(Number.NaN, offset, offset + Math.min(first, bars))
  if (first < bars) {
    const run = { inputs: node.inputs.map(columnOf), outputs, start: offset + start, end: offset + bars }
    // A kernel's own loop may assume numbers; where an input documents gaps, both forms must meet them alike.
    const hasGaps = node.form === 'kernel' && node.inputs.some((register) => work.plan.gapsOf[register])
    try {
      if (hasGaps) stepColumns(node.definition, node.params, run)
      else runColumns(node.definition, node.params, run)
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

/** Computes a cross-section. Throws `UsageError` FEATURE_FAILED. */
export function runAcrossNode(work: PlanWork, node: PlanNode): void {
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
function inspectRows(work: PlanWork, register: number): void {
  const { grid } = work
  const column = work.kept.get(register)!
  for (let instrument = 0; instrument < grid.instruments; instrument++) {
    const bars = grid.lengthOf(instrument)
    const values = new Float64Array(bars)
    for (let t = 0; t < bars; t++) values[t] = column[grid.rowOf(instrument, t)]!
    work.inspect({ run: work, register, instrument, values, offset: 0, bars })
  }
}
