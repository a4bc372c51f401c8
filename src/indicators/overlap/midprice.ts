import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { midpointColumn } from '../kernels/extreme-columns.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Midpoint between the highest high and the lowest low of the window.
 *
 * Formula: (max(high) + min(low)) / 2 over the last period bars.
 * Source: TA-Lib MIDPRICE.
 * Warm-up: period - 1 bars. Output: value.
 */
export const midprice = defineIndicator({
  name: 'midprice',
  title: 'Midpoint of the range',
  params: { period: bars(14) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ high: windowMax(period), low: windowMin(period) }),
  step(state, input, output) {
    output[0] = (pushMax(state.high, input[0]!) + pushMin(state.low, input[1]!)) / 2
  },
  columns({ period }, run) {
    midpointColumn({ ...run, period })
  },
})
