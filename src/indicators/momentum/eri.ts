import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'

/**
 * Elder ray: how far the bar reaches above and below an exponential average.
 *
 * Formula: bull = high - EMA(close), bear = low - EMA(close).
 * Source: A. Elder 1989; TA-Lib ERI.
 * Warm-up: period - 1 bars. Outputs: bull, bear.
 */
export const eri = defineIndicator({
  name: 'eri',
  title: 'Elder ray index',
  params: { period: bars(13) },
  inputs: ['high', 'low', 'close'],
  outputs: ['bull', 'bear'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => emaState(period),
  step(state, input, output) {
    const average = pushEma(state, input[2]!)
    output[0] = input[0]! - average
    output[1] = input[1]! - average
  },
})
