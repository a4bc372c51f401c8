import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averageColumn } from '../kernels/average-columns.ts'

/**
 * A moving average whose kind is a parameter, so that a study can choose it.
 *
 * Formula: that of the indicator named by kind; T3 with volume factor 0.7.
 * Source: TA-Lib MA.
 * Warm-up: that of the kind. Output: value.
 */
export const ma = defineIndicator({
  name: 'ma',
  title: 'Moving average by kind',
  params: { period: bars(30), kind: average('sma') },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period, kind }) => averageLookback(kind, period),
  init: ({ period, kind }) => averageState(kind, period),
  step(state, input, output) {
    output[0] = pushAverage(state, input[0]!)
  },
  columns({ period, kind }, { inputs, outputs, start, end }) {
    averageColumn(kind, { input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
