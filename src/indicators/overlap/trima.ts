import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { trimaColumn } from '../kernels/average-columns.ts'
import { pushTrima, trimaState } from '../kernels/chains.ts'

/**
 * Triangular moving average.
 *
 * Formula: SMA of SMA, over windows that together span period bars.
 * Source: TA-Lib TRIMA.
 * Warm-up: period - 1 bars. Output: value.
 */
export const trima = defineIndicator({
  name: 'trima',
  title: 'Triangular moving average',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => trimaState(period),
  step(state, input, output) {
    output[0] = pushTrima(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    trimaColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
