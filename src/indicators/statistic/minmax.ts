import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { maxColumn, minColumn } from '../kernels/extreme-columns.ts'
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
  columns({ period }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const [low, high] = outputs as readonly [Float64Array, Float64Array]
    minColumn({ input, output: low, period, start, end })
    maxColumn({ input, output: high, period, start, end })
  },
})
