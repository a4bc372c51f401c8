import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrend, trendSlope, windowTrend } from '../kernels/trend.ts'
import { slopeColumn } from '../kernels/trend-columns.ts'

/**
 * Linear regression, angle of the last period bars.
 *
 * Formula: arctangent of the slope of the least-squares line, degrees.
 * Source: TA-Lib LINEARREG_ANGLE.
 * Warm-up: period - 1 bars. Output: value.
 */
export const linearregAngle = defineIndicator({
  name: 'linearreg-angle',
  title: 'Linear regression, angle',
  params: { period: bars(14, 2) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowTrend(period),
  step(state, input, output) {
    if (!pushTrend(state, input[0]!)) return
    output[0] = (Math.atan(trendSlope(state)) * 180) / Math.PI
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const output = outputs[0]!
    slopeColumn({ input: inputs[0]!, output, period, start, end })
    for (let t = start + period - 1; t < end; t++) output[t] = (Math.atan(output[t]!) * 180) / Math.PI
  },
})
