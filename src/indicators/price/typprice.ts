import { defineIndicator } from '../define.ts'
import { runTiles } from '../kernels/tiles.ts'

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
    const run = { inputs, outputs, start, end, first: start, isOnePass: true }
    runTiles(run, ({ kernels }) => (rows, [high, low, close, y]) => {
      kernels.typicalPrice(high!, low!, close!, y!, rows)
    })
  },
})
