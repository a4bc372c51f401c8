import { defineIndicator } from './define.ts'
import { bars } from './definition.ts'

interface EmaState {
  readonly period: number
  readonly weight: number
  count: number
  /** Sum of the first values until there are `period`, then the average. */
  value: number
}

/**
 * Exponential moving average, seeded with the mean of the first `period` values.
 *
 * Formula: value[t] = value[t - 1] + weight x (x[t] - value[t - 1]), weight = 2 / (period + 1).
 * Source: TA-Lib EMA (default compatibility, no unstable period).
 * Warm-up: period - 1 bars. Output: value.
 */
export const ema = defineIndicator({
  name: 'ema',
  title: 'Exponential moving average',
  params: { period: bars(20) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }): EmaState => emaState(period),
  step(state: EmaState, input, output) {
    output[0] = pushEma(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const output = outputs[0]!
    const weight = 2 / (period + 1)
    let value = 0
    const seeded = start + period
    for (let t = start; t < seeded; t++) value += input[t]!
    value /= period
    output[seeded - 1] = value
    for (let t = seeded; t < end; t++) {
      value += (input[t]! - value) * weight
      output[t] = value
    }
  },
})

export type { EmaState }

export function emaState(period: number, weight = 2 / (period + 1)): EmaState {
  return { period, weight, count: 0, value: 0 }
}

/** Takes a value; the average, or NaN before there are `period` values. */
export function pushEma(state: EmaState, value: number): number {
  if (state.count >= state.period) {
    state.value += (value - state.value) * state.weight
    return state.value
  }
  state.value += value
  state.count++
  if (state.count < state.period) return Number.NaN
  state.value /= state.period
  return state.value
}
