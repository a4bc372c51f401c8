import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { sumWide } from '../kernels/wide-sum.ts'
import { meanColumn, pushSum, type WindowFold, windowSum } from '../kernels/window.ts'

/**
 * Simple moving average: the mean of the last `period` values.
 *
 * Formula: value[t] = (x[t - period + 1] + ... + x[t]) / period.
 * Source: TA-Lib SMA; summed without drift (window.ts).
 * Warm-up: period - 1 bars. Output: value.
 */
export const sma = defineIndicator({
  name: 'sma',
  title: 'Simple moving average',
  params: { period: bars(20) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowSum(period),
  step(state: WindowFold, input, output) {
    output[0] = pushSum(state, input[0]!) / state.period
  },
  columns({ period }, { inputs, outputs, start, end }) {
    meanColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
  wide({ period }, { inputs, outputs, ...rows }) {
    return sumWide({ input: inputs[0]!, output: outputs[0]!, ...rows }, { period, divisor: period })
  },
})
