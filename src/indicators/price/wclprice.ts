import { defineIndicator } from '../define.ts'
import { runTiles } from '../kernels/tiles.ts'

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
    const run = { inputs, outputs, start, end, first: start, isOnePass: true }
    runTiles(run, ({ kernels }) => (rows, [high, low, close, y]) => {
      kernels.weightedClose(high!, low!, close!, y!, rows)
    })
  },
})
