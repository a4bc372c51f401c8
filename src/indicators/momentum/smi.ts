import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Stochastic momentum index: the distance of the close from the middle of the range, twice smoothed.
 *
 * Formula: 100 E(E(close - m)) / E(E((highest - lowest) / 2)), m the middle; E(E()) are EMAs of slow, then fast bars; signal = EMA(smi).
 * Source: W. Blau 1993; TA-Lib SMI.
 * Warm-up: period + slow + fast + signal - 4 bars. Outputs: smi, signal.
 */
export const smi = defineIndicator({
  name: 'smi',
  title: 'Stochastic momentum index',
  params: { period: bars(13), fast: bars(2), slow: bars(25), signal: bars(9) },
  inputs: ['high', 'low', 'close'],
  outputs: ['smi', 'signal'],
  lookback: (p) => p.period + p.slow + p.fast - 3 + p.signal - 1,
  init: (p) => ({
    high: windowMax(p.period),
    low: windowMin(p.period),
    distance: { slow: emaState(p.slow), fast: emaState(p.fast) },
    range: { slow: emaState(p.slow), fast: emaState(p.fast) },
    signal: emaState(p.signal),
  }),
  step(state, input, output) {
    const highest = pushMax(state.high, input[0]!)
    const lowest = pushMin(state.low, input[1]!)
    const distance = pushEma(state.distance.slow, input[2]! - (highest + lowest) / 2)
    const range = pushEma(state.range.slow, (highest - lowest) / 2)
    const above = pushEma(state.distance.fast, distance)
    const half = pushEma(state.range.fast, range)
    const smi = half === 0 ? 0 : (100 * above) / half
    const signal = pushEma(state.signal, smi)
    output[0] = Number.isNaN(signal) ? signal : smi
    output[1] = signal
  },
})
