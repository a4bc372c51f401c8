/**
 * Column loops of a strategy's own indicators get copies of their inputs: those may be the table's columns or kept ones, and a
 * loop that wrote into them would make one run depend on another. Loops of the package are held by its tests instead.
 */
import { type FeaturePlan, type PlanNode, portableNodes, type SetsPlan } from '../indicators/index.ts'

/** The same plan, with guarded definitions where a node rests on a loop that is not the package's. */
export function guardInputs({ plan, sets }: SetsPlan): SetsPlan {
  const portable = portableNodes(plan)
  if (portable.size === plan.nodes.length) return { plan, sets }
  const guarded = new Map<PlanNode | undefined, PlanNode>(
    plan.nodes.map((node) => [node, portable.has(node) ? node : withCopies(node)]),
  )
  const nodeOf = plan.nodeOf.map((node) => guarded.get(node))
  return { plan: { ...plan, nodes: [...guarded.values()], nodeOf } satisfies FeaturePlan, sets }
}

function withCopies(node: PlanNode): PlanNode {
  const { definition } = node
  if (definition.columns === undefined || definition.composed !== undefined) return node
  return {
    ...node,
    definition: {
      ...definition,
      columns: (params, { inputs, outputs, start, end }) => {
        definition.columns!(params, {
          inputs: inputs.map((column) => column.slice(start, end)),
          outputs: outputs.map((column) => column.subarray(start, end)),
          start: 0,
          end: end - start,
        })
      },
    },
  }
}
