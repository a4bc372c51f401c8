import { defineIndicator } from '../define.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Sum of all values so far.
 *
 * Formula: value[t - 1] + x[t].
 * Source: TA-Lib CUMSUM.
 * Warm-up: none. Output: value.
 */
export const cumsum = defineIndicator({
  name: 'cumsum',
  title: 'Cumulative sum',
  params: {},
  inputs: ['close'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ sum: 0 }),
  step(state, input, output) {
    state.sum += input[0]!
    output[0] = state.sum
  },
  columns(_, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start, isOnePass: true }, ({ kernels, bytes }) => {
      const state = bytes(8)
      doublesAt(state, 1)[0] = 0
      return (rows, [x, y]) => {
        kernels.cumulative(state, x!, y!, rows)
      }
    })
  },
})
