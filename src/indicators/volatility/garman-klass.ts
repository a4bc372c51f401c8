import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Garman-Klass volatility: annualised, from all four prices, as a fraction.
 *
 * Formula: sqrt(periods x mean of ln(high / low)^2 / 2 - (2 ln 2 - 1) ln(close / open)^2), at least 0.
 * Source: M. Garman and M. Klass, Journal of Business 53(1), 1980, eq. 20 in its practical form.
 * Warm-up: period - 1 bars. Output: value.
 */
export const garmanKlass = defineIndicator({
  name: 'garman-klass',
  title: 'Garman-Klass volatility',
  params: { period: bars(20), periods: { default: 252, low: 1 } },
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period, periods }) => ({ scale: periods / period, sum: windowSum(period) }),
  step(state, input, output) {
    const range = Math.log(input[1]! / input[2]!)
    const body = Math.log(input[3]! / input[0]!)
    const sum = pushSum(state.sum, 0.5 * range * range - (2 * Math.LN2 - 1) * body * body)
    output[0] = Math.sqrt(state.scale * Math.max(sum, 0))
  },
})
