import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { arcTangent } from '../kernels/arc-tangent.ts'
import { runTiles } from '../kernels/tiles.ts'
import { pushTrend, trendSlope, windowTrend } from '../kernels/trend.ts'
import { newTrend } from '../kernels/trend-columns.ts'

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
    output[0] = (arcTangent(trendSlope(state)) * 180) / Math.PI
  },
  columns({ period }, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start + period - 1, unit: 4 * period }, (memory) => {
      const { kernels } = memory
      const trend = newTrend(memory, period)
      return (rows, [x, y]) => {
        kernels.slope(trend, x!, y!, rows)
        kernels.degrees(y!, y!, rows)
      }
    })
  },
})
