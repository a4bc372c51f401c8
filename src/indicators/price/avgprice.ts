import { defineIndicator } from '../define.ts'
import { runTiles } from '../kernels/tiles.ts'

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
    const run = { inputs, outputs, start, end, first: start, isOnePass: true }
    runTiles(run, ({ kernels }) => (rows, [open, high, low, close, y]) => {
      kernels.averagePrice(open!, high!, low!, close!, y!, rows)
    })
  },
})
