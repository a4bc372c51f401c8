import { defineIndicator } from '../define.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Balance of power: the body in its range.
 *
 * Formula: (close - open) / (high - low); 0 for a bar without range.
 * Source: I. Livshin 2001; TA-Lib BOP.
 * Warm-up: none. Output: value.
 */
export const bop = defineIndicator({
  name: 'bop',
  title: 'Balance of power',
  params: {},
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({}),
  step(_state, input, output) {
    const range = input[1]! - input[2]!
    output[0] = range === 0 ? 0 : (input[3]! - input[0]!) / range
  },
  columns(_params, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start, end, first: start, isOnePass: true }
    runTiles(run, ({ kernels }) => (rows, [open, high, low, close, y]) => {
      kernels.balanceOfPower(open!, high!, low!, close!, y!, rows)
    })
  },
})
