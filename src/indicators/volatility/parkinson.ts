import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Parkinson volatility: annualised, from highs and lows, as a fraction.
 *
 * Formula: sqrt(periods x mean of ln(high / low)^2 / (4 ln 2)).
 * Source: M. Parkinson, Journal of Business 53(1), 1980.
 * Warm-up: period - 1 bars. Output: value.
 */
export const parkinson = defineIndicator({
  name: 'parkinson',
  title: 'Parkinson volatility',
  params: { period: bars(20), periods: { default: 252, low: 1 } },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period, periods }) => ({ scale: periods / (4 * Math.LN2 * period), sum: windowSum(period) }),
  step(state, input, output) {
    const range = Math.log(input[0]! / input[1]!)
    output[0] = Math.sqrt(state.scale * pushSum(state.sum, range * range))
  },
})
