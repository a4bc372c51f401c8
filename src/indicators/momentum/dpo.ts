import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Detrended price oscillator, in the form that looks back only.
 *
 * Formula: x[t - (period / 2 + 1)] - SMA(x, period)[t], half the period rounded down.
 * Source: TA-Lib DPO.
 * Warm-up: max(period - 1, period / 2 + 1) bars. Output: value.
 */
export const dpo = defineIndicator({
  name: 'dpo',
  title: 'Detrended price oscillator',
  params: { period: bars(20) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => Math.max(period - 1, Math.floor(period / 2) + 1),
  init: ({ period }) => ({ before: delayLine(Math.floor(period / 2) + 1), sum: windowSum(period) }),
  step(state, input, output) {
    const value = input[0]!
    output[0] = pushDelay(state.before, value) - pushSum(state.sum, value) / state.sum.period
  },
})
