/**
 * A plan's kernels bar by bar for one instrument, stage by stage where cross-sections stand between. The machine holds what never changes and some scratch; all that is
 * remembered is in the state, plain data that saves to JSON. Nothing is allocated per bar.
 */
import { UsageError } from '../model/index.ts'
import type { FeaturePlan, PlanNode } from './plan.ts'

export interface MachineState {
  /** Bars taken so far. */
  bars: number
  /** The newest value of every register; the caller writes the bar's fields before each step. */
  readonly registers: Float64Array
  /** For each node, the bars that it was fed while it waited for its first value. */
  readonly fed: Float64Array
  /** For each register of a late node, 1 once it has a value. */
  readonly isWarm: Float64Array
  /** For each node, its kernel's own state. */
  readonly kernels: object[]
}

export interface Machine {
  init(): MachineState
  /** Takes the bar whose fields are in the registers. */
  step(state: MachineState): void
  /** Runs the kernels of one stage on it; `finish` after the last stage ends the bar. */
  stepStage(state: MachineState, stage: number): void
  finish(state: MachineState): void
  /** Whether a register has had its first value, after the newest bar. */
  isWarm(state: MachineState, register: number): boolean
}

interface RunningNode {
  readonly node: PlanNode
  readonly index: number
  /** For each input of a late node, the first bar at which it has a value, or -1 where the bars decide. */
  readonly inputFirst: readonly number[]
  readonly input: Float64Array
  readonly output: Float64Array
}

/** Throws `UsageError` FEATURE_CANNOT_STREAM where a node is no kernel, FEATURE_NEEDS_UNIVERSE at a cross-section. */
export function createMachine(plan: FeaturePlan): Machine {
  for (const node of plan.nodes) requireKernel(node, false)
  return machineOf(plan)
}

/** A machine whose caller takes the cross-sections between the stages and writes them to the registers. */
export function createStagedMachine(plan: FeaturePlan): Machine {
  for (const node of plan.nodes) requireKernel(node, true)
  return machineOf(plan)
}

function machineOf(plan: FeaturePlan): Machine {
  const all = plan.nodes.map(
    (node, index): RunningNode => ({
      node,
      index,
      inputFirst: node.inputs.map((register) =>
        plan.nodeOf[register]?.isLate === true ? -1 : plan.firstOf[register]!,
      ),
      input: new Float64Array(node.inputs.length),
      output: new Float64Array(node.outputs.length).fill(Number.NaN),
    }),
  )
  const kernels = all.filter(({ node }) => node.form === 'kernel')
  const stages = kernels.reduce((count, { node }) => Math.max(count, node.stage + 1), 0)
  const byStage = Array.from({ length: stages }, (_, stage) =>
    kernels.filter(({ node }) => node.stage === stage),
  )
  return {
    init: () => ({
      bars: 0,
      registers: new Float64Array(plan.registerCount).fill(Number.NaN),
      fed: new Float64Array(all.length),
      isWarm: new Float64Array(plan.registerCount),
      kernels: plan.nodes.map(({ definition, params }) => definition.init(params)),
    }),
    step(state) {
      stepAll(kernels, state)
      state.bars++
    },
    stepStage(state, stage) {
      if (stage < byStage.length) stepAll(byStage[stage]!, state)
    },
    finish(state) {
      state.bars++
    },
    isWarm: (state, register) =>
      plan.nodeOf[register]?.isLate === true
        ? state.isWarm[register] === 1
        : state.bars > plan.firstOf[register]!,
  }
}

function stepAll(nodes: readonly RunningNode[], state: MachineState): void {
  const { bars } = state
  for (let n = 0; n < nodes.length; n++) {
    const running = nodes[n]!
    if (running.node.isLate) stepLate(running, state)
    else if (bars >= running.node.start) stepNode(running, state, bars >= running.node.first)
  }
}

function stepNode({ node, index, input, output }: RunningNode, state: MachineState, gives: boolean): void {
  const { inputs, outputs, definition } = node
  const { registers } = state
  for (let k = 0; k < inputs.length; k++) input[k] = registers[inputs[k]!]!
  definition.step(state.kernels[index]!, input, output)
  if (!gives) return
  for (let k = 0; k < outputs.length; k++) registers[outputs[k]!] = output[k]!
}

/** Fed once all inputs are warm; warm itself after its lookback and, where it decides that itself, a first number. */
function stepLate(running: RunningNode, state: MachineState): void {
  const { inputs, outputs, start, first, definition } = running.node
  const { isWarm, fed, bars } = state
  for (let k = 0; k < inputs.length; k++) {
    const inputFirst = running.inputFirst[k]!
    if (inputFirst === -1 ? isWarm[inputs[k]!] !== 1 : bars < inputFirst) return
  }
  const count = fed[running.index]! + 1
  fed[running.index] = count
  const gives = count > first - start
  stepNode(running, state, gives)
  if (!gives || (definition.composed?.isLate === true && Number.isNaN(running.output[0]!))) return
  for (let k = 0; k < outputs.length; k++) isWarm[outputs[k]!] = 1
}

/** Refuses what cannot be computed bar by bar for one instrument. */
function requireKernel({ form, key }: PlanNode, takesAcross: boolean): void {
  if (form === 'kernel' || (takesAcross && form === 'across')) return
  const isAcross = form === 'across'
  throw new UsageError(
    isAcross ? 'FEATURE_NEEDS_UNIVERSE' : 'FEATURE_CANNOT_STREAM',
    isAcross
      ? `A feature across instruments needs all of them at once, but '${key}' is streamed for one. Use createUniverseStream.`
      : `A feature must be a kernel to be computed bar by bar, but '${key}' is a function of whole columns. Write it with ` +
          'customKernel or defineIndicator.',
    { feature: key },
  )
}
