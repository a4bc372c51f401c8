import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { maxColumn } from '../kernels/extreme-columns.ts'
import { pushMax, windowMax } from '../kernels/window.ts'

/**
 * Highest value of the last period bars.
 *
 * Formula: max(x).
 * Source: TA-Lib MAX.
 * Warm-up: period - 1 bars. Output: value.
 */
export const max = defineIndicator({
  name: 'max',
  title: 'Highest value',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowMax(period),
  step(state, input, output) {
    output[0] = pushMax(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    maxColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
