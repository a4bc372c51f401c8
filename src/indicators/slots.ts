/** Which scratch column each register of a plan uses: a register's slot is taken over once nothing reads it any more. */
import { BAR_INPUTS } from './definition.ts'
import type { FeaturePlan } from './plan.ts'

export interface SlotPlan {
  /** For each register its slot, or -1 where nothing reads or wants it. */
  readonly slotOf: readonly number[]
  readonly slots: number
}

/** An output never shares a slot with an input of its own node, nor two outputs of one node with each other. */
export function assignSlots(plan: FeaturePlan): SlotPlan {
  const lastUse: number[] = new Array<number>(plan.registerCount).fill(-1)
  plan.nodes.forEach((node, index) => {
    for (const register of node.inputs) lastUse[register] = index
    // Written even if nothing reads it: a kernel has no way to leave an output out.
    for (const register of node.outputs) lastUse[register] = index
  })
  const slotOf: number[] = new Array<number>(plan.registerCount).fill(-1)
  const free: number[] = []
  let slots = 0
  const take = (register: number): void => {
    slotOf[register] = free.pop() ?? slots++
  }
  BAR_INPUTS.forEach((_, register) => {
    if (lastUse[register] !== -1) take(register)
  })
  plan.nodes.forEach((node, index) => {
    node.outputs.forEach(take)
    for (const register of new Set([...node.inputs, ...node.outputs])) {
      if (lastUse[register] === index) free.push(slotOf[register]!)
    }
  })
  return { slotOf, slots }
}
