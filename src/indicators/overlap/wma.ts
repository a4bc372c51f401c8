import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrend, trendWeightedMean, windowTrend } from '../kernels/trend.ts'
import { weightedMeanColumn } from '../kernels/trend-columns.ts'

/**
 * Weighted moving average.
 *
 * Formula: weights 1 (oldest) to period (newest), divided by their sum.
 * Source: TA-Lib WMA; summed without drift (kernels/trend.ts).
 * Warm-up: period - 1 bars. Output: value.
 */
export const wma = defineIndicator({
  name: 'wma',
  title: 'Weighted moving average',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowTrend(period),
  step(state, input, output) {
    output[0] = pushTrend(state, input[0]!) ? trendWeightedMean(state) : Number.NaN
  },
  columns({ period }, { inputs, outputs, start, end }) {
    weightedMeanColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
