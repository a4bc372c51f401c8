import { defineIndicator } from '../define.ts'

/**
 * Weighted close of a bar.
 *
 * Formula: (high + low + 2 close) / 4.
 * Source: TA-Lib WCLPRICE.
 * Warm-up: none. Output: value.
 */
export const wclprice = defineIndicator({
  name: 'wclprice',
  title: 'Weighted close',
  params: {},
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({}),
  step(_state, input, output) {
    output[0] = (input[0]! + input[1]! + 2 * input[2]!) / 4
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const output = outputs[0]!
    for (let t = start; t < end; t++) output[t] = (high[t]! + low[t]! + 2 * close[t]!) / 4
  },
})
