/**
 * Nodes that have a form for all instruments at once (`wide`), where every instrument has a bar at every pulse: they read and
 * write the rows of the table as they lie, and nothing is gathered into lanes or put back.
 */
import type { PlanNode } from './plan.ts'
import type { PlanWork } from './plan-work.ts'
import type { GridRef } from './row-grid.ts'

/** The nodes that are computed over the rows themselves, and those that need lanes. */
export function splitWide(
  { plan, grid, kept }: PlanWork,
  kernels: readonly PlanNode[],
): { readonly wide: readonly PlanNode[]; readonly nodes: readonly PlanNode[] } {
  const inLanes = new Set<number>()
  const wide: PlanNode[] = []
  const nodes: PlanNode[] = []
  for (const node of kernels) {
    const isAligned = (register: number): boolean =>
      kept.has(register) && !inLanes.has(register) && !plan.gapsOf[register]
    if (isWide(node, grid.ref, isAligned)) wide.push(node)
    else {
      nodes.push(node)
      for (const register of node.outputs) inLanes.add(register)
    }
  }
  return { wide, nodes }
}

/** Computes a strip and shows it lane by lane where it holds something that is not finite. */
export function computeWide(work: PlanWork, node: PlanNode, strip: Strip): void {
  if (runWide(node, (register) => work.kept.get(register)!, strip)) return
  const { from, count, bars } = strip
  for (const register of node.outputs) {
    const column = work.kept.get(register)!
    const values = new Float64Array(count * bars)
    work.grid.gather(column, { values, pitch: bars, from, count })
    for (let k = 0; k < count; k++) {
      work.inspect({ run: work, register, instrument: from + k, values, offset: k * bars, bars })
    }
  }
}

/** Whether a node can be computed over the rows themselves: `isRowAligned` says it of each register. */
function isWide(node: PlanNode, grid: GridRef, isRowAligned: (register: number) => boolean): boolean {
  return (
    grid.kind === 'dense' &&
    node.form === 'kernel' &&
    !node.isLate &&
    node.definition.wide !== undefined &&
    node.inputs.every(isRowAligned) &&
    node.outputs.every(isRowAligned)
  )
}

/** Lanes of a strip where nothing needs lanes of its own: whole pages of each pulse, and few enough that threads can share them out. */
export const WIDE_LANES = 512

/** Instruments `from` up to but not including `from + count`. */
interface Strip {
  readonly from: number
  readonly count: number
  readonly stride: number
  readonly bars: number
}

/** Computes the strip of a node's outputs, NaN before their first value; true where all values from there on are finite. */
function runWide(node: PlanNode, columnOf: (register: number) => Float64Array, strip: Strip): boolean {
  const { from, count, stride, bars } = strip
  const outputs = node.outputs.map(columnOf)
  let isFinite = true
  if (node.first < bars) {
    const inputs = node.inputs.map(columnOf)
    const run = { inputs, outputs, stride, from, count, start: node.start, end: bars }
    isFinite = node.definition.wide!(node.params, run)
  }
  const cold = Math.min(node.first, bars)
  for (const output of outputs) {
    for (let t = 0; t < cold; t++) output.fill(Number.NaN, t * stride + from, t * stride + from + count)
  }
  return isFinite
}
