import { defineIndicator } from '../define.ts'

/**
 * Middle of the range of a bar.
 *
 * Formula: (high + low) / 2.
 * Source: TA-Lib MEDPRICE.
 * Warm-up: none. Output: value.
 */
export const medprice = defineIndicator({
  name: 'medprice',
  title: 'Median price',
  params: {},
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({}),
  step(_state, input, output) {
    output[0] = (input[0]! + input[1]!) / 2
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [high, low] = inputs as readonly [Float64Array, Float64Array]
    const output = outputs[0]!
    for (let t = start; t < end; t++) output[t] = (high[t]! + low[t]!) / 2
  },
})
