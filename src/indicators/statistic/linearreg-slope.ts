import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrend, trendSlope, windowTrend } from '../kernels/trend.ts'
import { slopeColumn } from '../kernels/trend-columns.ts'

/**
 * Linear regression, slope of the last period bars.
 *
 * Formula: the slope of the least-squares line, per bar.
 * Source: TA-Lib LINEARREG_SLOPE.
 * Warm-up: period - 1 bars. Output: value.
 */
export const linearregSlope = defineIndicator({
  name: 'linearreg-slope',
  title: 'Linear regression, slope',
  params: { period: bars(14, 2) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowTrend(period),
  step(state, input, output) {
    if (!pushTrend(state, input[0]!)) return
    output[0] = trendSlope(state)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    slopeColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
