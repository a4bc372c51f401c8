import { defineIndicator } from '../define.ts'
import { trueRange } from '../kernels/true-range.ts'

/**
 * True range, in units of price.
 *
 * Formula: max(high - low, |high - close[t - 1]|, |low - close[t - 1]|).
 * Source: J. W. Wilder 1978; TA-Lib TRANGE.
 * Warm-up: 1 bar. Output: value.
 */
export const trange = defineIndicator({
  name: 'trange',
  title: 'True range',
  params: {},
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 1,
  init: () => ({ previous: Number.NaN }),
  step(state, input, output) {
    output[0] = trueRange(input[0]!, input[1]!, state.previous)
    state.previous = input[2]!
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const output = outputs[0]!
    for (let t = start + 1; t < end; t++) output[t] = trueRange(high[t]!, low[t]!, close[t - 1]!)
  },
})
