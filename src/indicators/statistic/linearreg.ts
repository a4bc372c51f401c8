import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrend, trendMean, trendSlope, windowTrend } from '../kernels/trend.ts'
import { lineColumn } from '../kernels/trend-columns.ts'

/**
 * Linear regression, end point of the last period bars.
 *
 * Formula: the least-squares line at this bar.
 * Source: TA-Lib LINEARREG.
 * Warm-up: period - 1 bars. Output: value.
 */
export const linearreg = defineIndicator({
  name: 'linearreg',
  title: 'Linear regression, end point',
  params: { period: bars(14, 2) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowTrend(period),
  step(state, input, output) {
    if (!pushTrend(state, input[0]!)) return
    output[0] = trendMean(state) + (trendSlope(state) * (state.period - 1)) / 2
  },
  columns({ period }, { inputs, outputs, start, end }) {
    lineColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end }, period - 1)
  },
})
