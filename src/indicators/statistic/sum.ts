import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, sumColumn, windowSum } from '../kernels/window.ts'

/**
 * Sum of the last period bars.
 *
 * Formula: sum(x), without drift (kernels/window.ts).
 * Source: TA-Lib SUM.
 * Warm-up: period - 1 bars. Output: value.
 */
export const sum = defineIndicator({
  name: 'sum',
  title: 'Sum',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowSum(period),
  step(state, input, output) {
    output[0] = pushSum(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    sumColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
