import { defineIndicator } from '../define.ts'

/**
 * Average price of a bar.
 *
 * Formula: (open + high + low + close) / 4.
 * Source: TA-Lib AVGPRICE.
 * Warm-up: none. Output: value.
 */
export const avgprice = defineIndicator({
  name: 'avgprice',
  title: 'Average price',
  params: {},
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({}),
  step(_state, input, output) {
    output[0] = (input[0]! + input[1]! + input[2]! + input[3]!) / 4
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [open, high, low, close] = inputs as readonly [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const output = outputs[0]!
    for (let t = start; t < end; t++) output[t] = (open[t]! + high[t]! + low[t]! + close[t]!) / 4
  },
})
