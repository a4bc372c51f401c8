import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { midpointColumn } from '../kernels/extreme-columns.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Midpoint between the highest and the lowest value of the window.
 *
 * Formula: (max(x) + min(x)) / 2 over the last period bars.
 * Source: TA-Lib MIDPOINT.
 * Warm-up: period - 1 bars. Output: value.
 */
export const midpoint = defineIndicator({
  name: 'midpoint',
  title: 'Midpoint of a value',
  params: { period: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ high: windowMax(period), low: windowMin(period) }),
  step(state, input, output) {
    output[0] = (pushMax(state.high, input[0]!) + pushMin(state.low, input[0]!)) / 2
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    midpointColumn({ inputs: [input, input], outputs, period, start, end })
  },
})
