import { defineIndicator } from '../define.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Williams accumulation and distribution: how far closes came from the true low or high, summed up.
 *
 * Formula: adds close - min(low, previous close) after a rise, close - max(high, previous close) after a fall; starts at 0.
 * Source: L. Williams; TA-Lib WAD.
 * Warm-up: none. Output: value.
 */
export const wad = defineIndicator({
  name: 'wad',
  title: 'Williams accumulation and distribution',
  params: {},
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ previous: Number.NaN, sum: 0 }),
  step(state, input, output) {
    const close = input[2]!
    const previous = state.previous
    if (close > previous) state.sum += close - Math.min(input[1]!, previous)
    else if (close < previous) state.sum += close - Math.max(input[0]!, previous)
    state.previous = close
    output[0] = state.sum
  },
  columns(_, { inputs, outputs, start, end }) {
    if (start < end) outputs[0]![start] = 0
    const run = { inputs, outputs, start: start + 1, end, first: start + 1, lag: 1 }
    runTiles(run, ({ kernels, bytes }) => {
      const state = bytes(8)
      doublesAt(state, 1)[0] = 0
      return (rows, [high, low, close, y]) => {
        kernels.williams(state, high!, low!, close!, y!, rows)
      }
    })
  },
})
