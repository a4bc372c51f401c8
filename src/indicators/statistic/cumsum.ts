import { defineIndicator } from '../define.ts'

/**
 * Sum of all values so far.
 *
 * Formula: value[t - 1] + x[t].
 * Source: TA-Lib CUMSUM.
 * Warm-up: none. Output: value.
 */
export const cumsum = defineIndicator({
  name: 'cumsum',
  title: 'Cumulative sum',
  params: {},
  inputs: ['close'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ sum: 0 }),
  step(state, input, output) {
    state.sum += input[0]!
    output[0] = state.sum
  },
})
