import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Lowest and highest value of the last period bars.
 *
 * Formula: min(x), max(x).
 * Source: TA-Lib MINMAX.
 * Warm-up: period - 1 bars. Outputs: low, high.
 */
export const minmax = defineIndicator({
  name: 'minmax',
  title: 'Lowest and highest value',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['low', 'high'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ high: windowMax(period), low: windowMin(period) }),
  step(state, input, output) {
    output[0] = pushMin(state.low, input[0]!)
    output[1] = pushMax(state.high, input[0]!)
  },
})
