import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Volume-weighted moving average; where no volume was traded in the window it is the plain average.
 *
 * Formula: sum(x volume) / sum(volume) over the last period bars.
 * Source: TA-Lib VWMA.
 * Warm-up: period - 1 bars. Output: value.
 */
export const vwma = defineIndicator({
  name: 'vwma',
  title: 'Volume-weighted moving average',
  params: { period: bars(30) },
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ flow: windowSum(period), volume: windowSum(period), price: windowSum(period) }),
  step(state, input, output) {
    const value = input[0]!
    const weight = input[1]!
    const flow = pushSum(state.flow, value * weight)
    const volume = pushSum(state.volume, weight)
    const plain = pushSum(state.price, value)
    output[0] = volume === 0 ? plain / state.price.period : flow / volume
  },
})
