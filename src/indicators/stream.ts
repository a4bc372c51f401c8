/**
 * The features of one instrument, bar by bar: the live form of `computeFeatures`, with the same bits. Nothing is allocated
 * per bar. What it remembers saves to JSON and resumes.
 */
import {
  type BarField,
  DataError,
  isoTime,
  type JsonObject,
  type JsonValue,
  UsageError,
} from '../model/index.ts'
import { isAllowed, keyOf } from './compute.ts'
import { BAR_INPUTS } from './definition.ts'
import { failedFeature, notFinite } from './errors.ts'
import type { Feature } from './feature.ts'
import { createMachine, type MachineState } from './machine.ts'
import { planFeatures } from './plan.ts'
import { resumeState, saveState } from './state.ts'

/** A closed bar; `timeMs` is its opening instant, epoch ms. */
export type StreamBar = { readonly [F in BarField]: number } & {
  readonly timeMs: number
  /** Its closing instant, epoch ms; needed where a feature reads it, as those on other time frames do. */
  readonly closeMs?: number
}

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

const CLOSE_TIME = BAR_INPUTS.indexOf('closeTime')

/**
 * A stream of the features of one instrument. `push` throws `DataError` FEATURE_NOT_FINITE as `computeFeatures` does, and
 * `UsageError` FEATURE_FAILED. Throws `UsageError` FEATURE_CANNOT_STREAM for functions of whole columns and
 * FEATURE_NEEDS_UNIVERSE for cross-sections.
 */
export function createFeatureStream(
  features: Readonly<Record<string, Feature>>,
  instrumentId = 'the instrument',
): FeatureStream {
  const plan = planFeatures(features)
  const machine = createMachine(plan)
  const state = machine.init()
  const values = new Float64Array(plan.names.length)
  const readsClose = plan.nodes.some(({ inputs }) => inputs.includes(CLOSE_TIME))
  const fingerprint = plan.nodes.map(({ key }) => key).join(';')
  return {
    names: plan.names,
    push(bar) {
      if (readsClose && bar.closeMs === undefined) throw closeMissing(instrumentId)
      readFields(bar, state.registers)
      try {
        machine.step(state)
      } catch (error) {
        throw failedFeature(error, plan.names.join(', '), instrumentId)
      }
      for (let k = 0; k < values.length; k++) {
        const register = plan.registers[k]!
        const value = state.registers[register]!
        if (!isAllowed(plan, register, value) && machine.isWarm(state, register)) {
          const at = { instrument: instrumentId, time: isoTime(bar.timeMs), value }
          throw notFinite({ feature: plan.names[k], key: keyOf(plan, register), ...at })
        }
        values[k] = value
      }
      return values
    },
    get bars() {
      return state.bars
    },
    get isWarm() {
      return plan.registers.every((register) => machine.isWarm(state, register))
    },
    save: () => ({ fingerprint, ...saveState(state) }),
    resume(saved) {
      if (state.bars !== 0) {
        throw new DataError('BAD_INDICATOR_STATE', 'A state must be resumed before the first bar is taken.')
      }
      const whole: MachineState & { fingerprint: string } = { fingerprint, ...state }
      state.bars = resumeState(whole, saved).bars
    },
  }
}

export function closeMissing(instrument: string): UsageError {
  return new UsageError(
    'CLOSE_TIME_REQUIRED',
    `A feature on another time frame needs the instant at which each bar closes, but a bar of ${instrument} has no closeMs.`,
    { instrument },
  )
}

/** Writes a bar's fields to their registers. */
export function readFields(bar: StreamBar, registers: Float64Array): void {
  registers[0] = bar.open
  registers[1] = bar.high
  registers[2] = bar.low
  registers[3] = bar.close
  registers[4] = bar.volume
  registers[5] = bar.timeMs
  registers[6] = bar.closeMs ?? Number.NaN
}
