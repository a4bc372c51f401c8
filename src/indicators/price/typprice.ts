import { defineIndicator } from '../define.ts'

/**
 * Typical price of a bar.
 *
 * Formula: (high + low + close) / 3.
 * Source: TA-Lib TYPPRICE.
 * Warm-up: none. Output: value.
 */
export const typprice = defineIndicator({
  name: 'typprice',
  title: 'Typical price',
  params: {},
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({}),
  step(_state, input, output) {
    output[0] = (input[0]! + input[1]! + input[2]!) / 3
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const output = outputs[0]!
    for (let t = start; t < end; t++) output[t] = (high[t]! + low[t]! + close[t]!) / 3
  },
})
