/** Which scratch column each register of a stage uses: a register's slot is taken over once nothing reads it any more. */
import type { PlanNode } from './plan.ts'

export interface SlotPlan {
  /** For each register its slot, or -1 where no node of the stage reads or writes it. */
  readonly slotOf: readonly number[]
  readonly slots: number
}

/**
 * The slots of nodes that are computed together, in order. An output never shares a slot with an input of its own node, nor
 * two outputs of one node with each other.
 */
export function assignSlots(nodes: readonly PlanNode[], registerCount: number): SlotPlan {
  const lastUse: number[] = new Array<number>(registerCount).fill(-1)
  const written = new Set<number>()
  nodes.forEach((node, index) => {
    for (const register of node.inputs) lastUse[register] = index
    // Written even if nothing reads it: a kernel has no way to leave an output out.
    for (const register of node.outputs) {
      lastUse[register] = index
      written.add(register)
    }
  })
  const slotOf: number[] = new Array<number>(registerCount).fill(-1)
  const free: number[] = []
  let slots = 0
  const take = (register: number): void => {
    slotOf[register] = free.pop() ?? slots++
  }
  lastUse.forEach((last, register) => {
    if (last !== -1 && !written.has(register)) take(register)
  })
  nodes.forEach((node, index) => {
    node.outputs.forEach(take)
    for (const register of new Set([...node.inputs, ...node.outputs])) {
      if (lastUse[register] === index) free.push(slotOf[register]!)
    }
  })
  return { slotOf, slots }
}
