import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type EmaState, emaState, pushEma } from '../kernels/exponential.ts'
import { emaColumn } from '../kernels/exponential-columns.ts'

/**
 * Exponential moving average, seeded with the mean of the first `period` values.
 *
 * Formula: value[t] = value[t - 1] + weight x (x[t] - value[t - 1]), weight = 2 / (period + 1).
 * Source: TA-Lib EMA (default compatibility, no unstable period).
 * Warm-up: period - 1 bars. Output: value.
 */
export const ema = defineIndicator({
  name: 'ema',
  title: 'Exponential moving average',
  params: { period: bars(20) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }): EmaState => emaState(period),
  step(state: EmaState, input, output) {
    output[0] = pushEma(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    emaColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
