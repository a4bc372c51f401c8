/**
 * The features of many instruments, pulse by pulse: the live form of `computeFeatures` where cross-sections are among them,
 * with the same bits.
 */
import {
  compareIds,
  DataError,
  didYouMean,
  isoTime,
  type JsonObject,
  type JsonValue,
  UsageError,
} from '../../model/index.ts'
import { createSection, type Section } from '../across-columns.ts'
import { isAllowed, keyOf } from '../compute.ts'
import { BAR_INPUTS } from '../definition.ts'
import { failedFeature, notFinite } from '../errors.ts'
import type { Feature } from '../feature.ts'
import { createStagedMachine, type Machine, type MachineState } from '../machine.ts'
import { type FeaturePlan, type PlanNode, planFeatures } from '../plan.ts'
import { resumeState, saveState } from '../state.ts'
import { closeMissing, readFields, type StreamBar } from '../stream.ts'

export interface UniverseStream {
  readonly names: readonly string[]
  /**
   * Takes the bars that close at one pulse, by instrument id, and gives the features of those instruments in the order of
   * `names`; NaN before their warm-up. The arrays are reused.
   */
  push(bars: ReadonlyMap<string, StreamBar>): ReadonlyMap<string, Float64Array>
  save(): JsonObject
  /** Continues from what `save` gave, in a fresh stream of the same instruments and features. */
  resume(saved: JsonValue): void
}

interface Universe {
  readonly plan: FeaturePlan
  readonly machine: Machine
  readonly ids: readonly string[]
  readonly states: readonly MachineState[]
  readonly across: readonly { readonly node: PlanNode; readonly section: Section }[]
  /** Scratch by register: one value an instrument. */
  readonly columns: readonly Float64Array[]
}

/** A stream over the instruments of a universe. Throws as `createFeatureStream`, and UNKNOWN_INSTRUMENT for a bar of another. */
export function createUniverseStream(
  instrumentIds: readonly string[],
  features: Readonly<Record<string, Feature>>,
): UniverseStream {
  const plan = planFeatures(features)
  const machine = createStagedMachine(plan)
  const ids = instrumentIds.toSorted(compareIds)
  const indexOf = new Map(ids.map((id, index) => [id, index]))
  const universe: Universe = {
    plan,
    machine,
    ids,
    states: ids.map(() => machine.init()),
    across: plan.nodes
      .filter(({ form }) => form === 'across')
      .map((node) => ({ node, section: createSection(node, ids.length) })),
    columns: Array.from({ length: plan.registerCount }, () => new Float64Array(ids.length)),
  }
  const values = ids.map(() => new Float64Array(plan.names.length))
  const readsClose = plan.nodes.some(({ inputs }) => inputs.includes(BAR_INPUTS.indexOf('closeTime')))
  const fingerprint = [...ids, ...plan.nodes.map(({ key }) => key)].join(';')
  return {
    names: plan.names,
    push(bars) {
      const present: number[] = []
      for (const [id, bar] of bars) {
        const i = indexOf.get(id)
        if (i === undefined) throw unknownInstrument(id, ids)
        if (readsClose && bar.closeMs === undefined) throw closeMissing(id)
        readFields(bar, universe.states[i]!.registers)
        present.push(i)
      }
      present.sort((a, b) => a - b)
      stepPulse(universe, present)
      const given = new Map<string, Float64Array>()
      for (const i of present) {
        readValues(universe, i, { values: values[i]!, timeMs: bars.get(ids[i]!)!.timeMs })
        given.set(ids[i]!, values[i]!)
      }
      return given
    },
    save: () => ({ fingerprint, instruments: universe.states.map((state) => saveState(state)) }),
    resume(saved) {
      if (universe.states.some(({ bars }) => bars !== 0)) {
        throw new DataError('BAD_INDICATOR_STATE', 'A state must be resumed before the first bar is taken.')
      }
      const found = saved as {
        readonly fingerprint?: JsonValue
        readonly instruments?: readonly JsonValue[]
      } | null
      if (found?.fingerprint !== fingerprint || !Array.isArray(found.instruments)) {
        throw new DataError(
          'BAD_INDICATOR_STATE',
          'A saved state must be of the same instruments and features, but it is of others. Start from the bars again.',
        )
      }
      universe.states.forEach((state, i) => {
        state.bars = resumeState({ ...state }, found.instruments![i] ?? null, ids[i]!).bars
      })
    },
  }
}

function stepPulse(universe: Universe, present: readonly number[]): void {
  const { plan, machine, states, ids, across } = universe
  const stages = plan.nodes.reduce((count, { stage }) => Math.max(count, stage + 1), 0)
  for (let stage = 0; stage < stages; stage++) {
    for (const i of present) {
      try {
        machine.stepStage(states[i]!, stage)
      } catch (error) {
        throw failedFeature(error, plan.names.join(', '), ids[i]!)
      }
    }
    for (const { node, section } of across) {
      if (node.stage === stage) stepAcross(universe, { node, section, present })
    }
  }
  for (const i of present) machine.finish(states[i]!)
}

interface Across {
  readonly node: PlanNode
  readonly section: Section
  readonly present: readonly number[]
}

function stepAcross({ plan, states, columns }: Universe, { node, section, present }: Across): void {
  const inputs = node.inputs.map((register) => columns[register]!)
  const outputs = node.outputs.map((register) => columns[register]!)
  section.clear()
  for (const i of present) {
    const state = states[i]!
    for (const register of node.outputs) columns[register]![i] = Number.NaN
    const isWarm = node.inputs.every((register) =>
      plan.nodeOf[register]?.isLate === true
        ? state.isWarm[register] === 1
        : state.bars >= plan.firstOf[register]!,
    )
    if (!isWarm) continue
    for (const register of node.outputs) state.isWarm[register] = 1
    for (const register of node.inputs) columns[register]![i] = state.registers[register]!
    section.take(i, inputs)
  }
  section.give(outputs)
  for (const i of present) {
    for (const register of node.outputs) states[i]!.registers[register] = columns[register]![i]!
  }
}

function readValues(
  { plan, machine, states, ids }: Universe,
  i: number,
  { values, timeMs }: { readonly values: Float64Array; readonly timeMs: number },
): void {
  const state = states[i]!
  for (let k = 0; k < values.length; k++) {
    const register = plan.registers[k]!
    const value = state.registers[register]!
    if (!isAllowed(plan, register, value) && machine.isWarm(state, register)) {
      const at = { instrument: ids[i]!, time: isoTime(timeMs), value }
      throw notFinite({ feature: plan.names[k], key: keyOf(plan, register), ...at })
    }
    values[k] = value
  }
}

function unknownInstrument(id: string, ids: readonly string[]): UsageError {
  return new UsageError(
    'UNKNOWN_INSTRUMENT',
    `A bar must be of one of the stream's instruments, but '${id}' is none.${didYouMean(id, ids)}`,
    { instrument: id },
  )
}
