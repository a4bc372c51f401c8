/**
 * The part of a plan that another thread can run, as data that a message carries: nodes of the package's own definitions, each
 * with its registers. What comes out of `unpackPlan` has the same registers, warm-ups and order as the plan it was packed from.
 */

import type { FeaturePlan, PlanNode } from './plan.ts'
import { type DefinitionRef, definitionOf, definitionRef } from './portable.ts'

type PackedNode = Omit<PlanNode, 'definition'> & { readonly definition: DefinitionRef }

export interface PackedPlan {
  readonly nodes: readonly PackedNode[]
  readonly registerCount: number
  readonly firstOf: readonly number[]
  readonly gapsOf: readonly boolean[]
}

/** Packs the nodes, which must be portable and hold every node that one of them reads. */
export function packPlan(plan: FeaturePlan, nodes: Iterable<PlanNode>): PackedPlan {
  const { registerCount, firstOf, gapsOf } = plan
  const packed = Array.from(nodes, (node): PackedNode => {
    const definition = definitionRef(node.definition)
    if (definition === undefined) throw new RangeError(`'${node.key}' holds a function of its own.`)
    return { ...node, definition }
  })
  return { nodes: packed, registerCount, firstOf, gapsOf }
}

/** The plan again: without names, and without the nodes that were not packed. */
export function unpackPlan({ nodes: packed, registerCount, firstOf, gapsOf }: PackedPlan): FeaturePlan {
  const nodes = packed.map((node): PlanNode => ({ ...node, definition: definitionOf(node.definition) }))
  const nodeOf = new Array<PlanNode | undefined>(registerCount).fill(undefined)
  for (const node of nodes) for (const register of node.outputs) nodeOf[register] = node
  const warmUp = firstOf.reduce((most, first) => Math.max(most, first), 0)
  return {
    names: [],
    features: [],
    registers: [],
    nodes,
    registerCount,
    firstOf,
    gapsOf,
    nodeOf,
    warmUp,
    fingerprint: {},
  }
}
