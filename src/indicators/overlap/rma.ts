import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushEma } from '../kernels/exponential.ts'
import { emaColumn } from '../kernels/exponential-columns.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Wilder moving average.
 *
 * Formula: value = (value[t - 1] (period - 1) + x) / period, seeded with the mean of the first period values.
 * Source: J. W. Wilder 1978; TA-Lib RMA.
 * Warm-up: period - 1 bars. Output: value.
 */
export const rma = defineIndicator({
  name: 'rma',
  title: 'Wilder moving average',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => wilderState(period),
  step(state, input, output) {
    output[0] = pushEma(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    emaColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end }, wilderState(period))
  },
})
