import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Efficiency ratio: net movement over the length of the path, 0 to 1.
 *
 * Formula: |x[t] - x[t - period]| / sum of |changes|; 0 where nothing has moved.
 * Source: P. Kaufman 1995; TA-Lib ER.
 * Warm-up: period bars. Output: value.
 */
export const er = defineIndicator({
  name: 'er',
  title: 'Efficiency ratio',
  params: { period: bars(10) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ before: delayLine(period), path: windowSum(period), previous: Number.NaN }),
  step(state, input, output) {
    const value = input[0]!
    const path = pushSum(state.path, Math.abs(value - state.previous))
    const net = Math.abs(value - pushDelay(state.before, value))
    state.previous = value
    output[0] = path === 0 ? 0 : net / path
  },
})
