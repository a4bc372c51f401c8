import { defineIndicator } from '../define.ts'
import { runTiles } from '../kernels/tiles.ts'

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
    const run = { inputs, outputs, start, end, first: start, isOnePass: true }
    runTiles(run, ({ kernels }) => (rows, [high, low, y]) => {
      kernels.medianPrice(high!, low!, y!, rows)
    })
  },
})
