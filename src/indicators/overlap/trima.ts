import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
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
    const input = inputs[0]!
    const output = outputs[0]!
    const state = trimaState(period)
    for (let t = start; t < end; t++) output[t] = pushTrima(state, input[t]!)
  },
})
