/** Which nodes of a plan remain to be computed where the columns of some registers are known, and which columns that keeps. */
import type { FeaturePlan, PlanNode } from './plan.ts'

/** A known column, row-aligned with the table. */
export interface GivenColumn {
  readonly column: Float64Array
  /** Of a late node, the index of each instrument's first bar with a value. */
  readonly first?: Uint32Array
}

/** The nodes that the wanted registers need, in the plan's order, without those that only given ones need. */
export function neededNodes(
  plan: FeaturePlan,
  wanted: readonly number[],
  given: ReadonlyMap<number, unknown>,
): readonly PlanNode[] {
  const needed = new Set<PlanNode>()
  const open = [...wanted]
  for (let register = open.pop(); register !== undefined; register = open.pop()) {
    const node = plan.nodeOf[register]
    if (node === undefined || given.has(register) || needed.has(node)) continue
    needed.add(node)
    open.push(...node.inputs)
  }
  return plan.nodes.filter((node) => needed.has(node))
}

/** The wanted registers, and what the nodes read from the bars, from a column that is given, across or in a later stage. */
export function keptRegisters(
  plan: FeaturePlan,
  nodes: readonly PlanNode[],
  wanted: readonly number[],
): ReadonlySet<number> {
  const kept = new Set(wanted)
  const computed = new Set(nodes)
  for (const node of nodes) {
    for (const register of node.inputs) {
      const source = plan.nodeOf[register]
      if (source === undefined || !computed.has(source)) kept.add(register)
      else if (source.stage < node.stage || node.form === 'across') kept.add(register)
    }
    if (node.form === 'across') for (const register of node.outputs) kept.add(register)
  }
  return kept
}
