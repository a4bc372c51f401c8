import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Qstick: the mean body.
 *
 * Formula: SMA(close - open, period).
 * Source: T. Chande; TA-Lib QSTICK.
 * Warm-up: period - 1 bars. Output: value.
 */
export const qstick = defineIndicator({
  name: 'qstick',
  title: 'Qstick',
  params: { period: bars(10) },
  inputs: ['open', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowSum(period),
  step(state, input, output) {
    output[0] = pushSum(state, input[1]! - input[0]!) / state.period
  },
})
