import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { minColumn } from '../kernels/extreme-columns.ts'
import { pushMin, windowMin } from '../kernels/window.ts'

/**
 * Lowest value of the last period bars.
 *
 * Formula: min(x).
 * Source: TA-Lib MIN.
 * Warm-up: period - 1 bars. Output: value.
 */
export const min = defineIndicator({
  name: 'min',
  title: 'Lowest value',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowMin(period),
  step(state, input, output) {
    output[0] = pushMin(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    minColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
