import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrend, trendMean, trendSlope, windowTrend } from '../kernels/trend.ts'
import { lineColumn } from '../kernels/trend-columns.ts'

/**
 * Time series forecast of the last period bars.
 *
 * Formula: the least-squares line one bar ahead of this one.
 * Source: TA-Lib TSF.
 * Warm-up: period - 1 bars. Output: value.
 */
export const tsf = defineIndicator({
  name: 'tsf',
  title: 'Time series forecast',
  params: { period: bars(14, 2) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowTrend(period),
  step(state, input, output) {
    if (!pushTrend(state, input[0]!)) return
    output[0] = trendMean(state) + (trendSlope(state) * (state.period + 1)) / 2
  },
  columns({ period }, { inputs, outputs, start, end }) {
    lineColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end }, period + 1)
  },
})
