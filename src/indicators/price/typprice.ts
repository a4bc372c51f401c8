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
})
