/**
 * The features of one instrument, bar by bar: the live form of `computeFeatures`, with the same bits. Nothing is allocated
 * per bar. What it remembers saves to JSON and resumes.
 */
import { type BarField, DataError, isoTime, type JsonObject, type JsonValue } from '../model/index.ts'
import { notFinite } from './compute.ts'
import type { Feature } from './feature.ts'
import { type FeaturePlan, type PlanNode, planFeatures } from './plan.ts'
import { resumeState, saveState } from './state.ts'

/** A closed bar; `timeMs` is its opening instant, epoch ms. */
export type StreamBar = { readonly [F in BarField]: number } & { readonly timeMs: number }

export interface FeatureStream {
  readonly names: readonly string[]
  /** Takes the next bar and gives every feature in the order of `names`; NaN before its warm-up. The array is reused. */
  push(bar: StreamBar): Float64Array
  /** Bars taken so far. */
  readonly bars: number
  /** True once every feature has a value. */
  readonly isWarm: boolean
  save(): JsonObject
  /** Continues from what `save` gave, in a fresh stream of the same features. */
  resume(saved: JsonValue): void
}

interface RunningNode extends PlanNode {
  readonly state: object
  readonly input: Float64Array
  readonly output: Float64Array
}

/** A stream of the features of one instrument. `push` throws `DataError` FEATURE_NOT_FINITE as `computeFeatures` does. */
export function createFeatureStream(
  features: Readonly<Record<string, Feature>>,
  instrumentId = 'the instrument',
): FeatureStream {
  const plan = planFeatures(features)
  const registers = new Float64Array(plan.registerCount).fill(Number.NaN)
  const values = new Float64Array(plan.names.length)
  const nodes = plan.nodes.map(runningNode)
  let bars = 0
  return {
    names: plan.names,
    push(bar) {
      readFields(bar, registers)
      for (let n = 0; n < nodes.length; n++) stepNode(nodes[n]!, registers, bars)
      for (let k = 0; k < values.length; k++) {
        const register = plan.registers[k]!
        const value = registers[register]!
        if (bars >= plan.firstOf[register]! && !isAllowed(plan, register, value)) {
          const feature = plan.names[k]!
          throw notFinite(plan, { feature, instrument: instrumentId, time: isoTime(bar.timeMs), value })
        }
        values[k] = value
      }
      bars++
      return values
    },
    get bars() {
      return bars
    },
    get isWarm() {
      return bars > plan.warmUp
    },
    save: () => saveState({ bars, ...Object.fromEntries(nodes.map(({ key, state }) => [key, state])) }),
    resume(saved) {
      const fresh = { bars: 0, ...Object.fromEntries(nodes.map(({ key, state }) => [key, state])) }
      if (bars !== 0) {
        throw new DataError('BAD_INDICATOR_STATE', 'A state must be resumed before the first bar is taken.')
      }
      bars = resumeState(fresh, saved).bars
    },
  }
}

function runningNode(node: PlanNode): RunningNode {
  return {
    ...node,
    state: node.definition.init(node.params),
    input: new Float64Array(node.inputs.length),
    output: new Float64Array(node.outputs.length).fill(Number.NaN),
  }
}

function readFields(bar: StreamBar, registers: Float64Array): void {
  registers[0] = bar.open
  registers[1] = bar.high
  registers[2] = bar.low
  registers[3] = bar.close
  registers[4] = bar.volume
  registers[5] = bar.timeMs
}

function stepNode(node: RunningNode, registers: Float64Array, bar: number): void {
  if (bar < node.start) return
  const { inputs, outputs, input, output } = node
  for (let k = 0; k < inputs.length; k++) input[k] = registers[inputs[k]!]!
  node.definition.step(node.state, input, output)
  if (bar < node.first) return
  for (let k = 0; k < outputs.length; k++) registers[outputs[k]!] = output[k]!
}

function isAllowed(plan: FeaturePlan, register: number, value: number): boolean {
  return Number.isFinite(value) || (plan.gapsOf[register]! && Number.isNaN(value))
}
