import { defineIndicator } from '../define.ts'
import { runTiles } from '../kernels/tiles.ts'
import { trueRange } from '../kernels/true-range.ts'

/**
 * True range, in units of price.
 *
 * Formula: max(high - low, |high - close[t - 1]|, |low - close[t - 1]|).
 * Source: J. W. Wilder 1978; TA-Lib TRANGE.
 * Warm-up: 1 bar. Output: value.
 */
export const trange = defineIndicator({
  name: 'trange',
  title: 'True range',
  params: {},
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 1,
  init: () => ({ previous: Number.NaN }),
  step(state, input, output) {
    output[0] = trueRange(input[0]!, input[1]!, state.previous)
    state.previous = input[2]!
  },
  columns(_params, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start: start + 1, end, first: start + 1, lag: 1, isOnePass: true }
    runTiles(run, ({ kernels }) => (rows, [high, low, close, y]) => {
      kernels.trueRanges(high!, low!, close!, y!, rows)
    })
  },
})
