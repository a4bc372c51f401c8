import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Acceleration bands: averages of highs and lows pushed out by the relative range.
 *
 * Formula: upper = SMA(high (1 + 4 r)), lower = SMA(low (1 - 4 r)), r = (high - low) / (high + low); middle = SMA(close).
 * Source: P. Headley; TA-Lib ACCBANDS.
 * Warm-up: period - 1 bars. Outputs: middle, upper, lower.
 */
export const accbands = defineIndicator({
  name: 'accbands',
  title: 'Acceleration bands',
  params: { period: bars(20) },
  inputs: ['high', 'low', 'close'],
  outputs: ['middle', 'upper', 'lower'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ middle: windowSum(period), upper: windowSum(period), lower: windowSum(period) }),
  step(state, input, output) {
    const high = input[0]!
    const low = input[1]!
    const both = high + low
    const push = both === 0 ? 0 : (4 * (high - low)) / both
    const { period } = state.middle
    output[0] = pushSum(state.middle, input[2]!) / period
    output[1] = pushSum(state.upper, high * (1 + push)) / period
    output[2] = pushSum(state.lower, low * (1 - push)) / period
  },
})
