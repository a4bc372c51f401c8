import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { createRing, pushRing } from '../kernels/ring.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Share of the period values before this one that are below it, in percent.
 *
 * Formula: 100 x count(x[t - i] < x[t], i = 1..period) / period.
 * Source: TA-Lib PERCENTRANK.
 * Warm-up: period bars. Output: value.
 */
export const percentrank = defineIndicator({
  name: 'percentrank',
  title: 'Rolling percent rank',
  params: { period: bars(100) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => createRing(period),
  step(state, input, output) {
    const value = input[0]!
    if (state.count === state.values.length) {
      let below = 0
      for (let i = 0; i < state.values.length; i++) if (state.values[i]! < value) below++
      output[0] = (100 * below) / state.values.length
    }
    pushRing(state, value)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const first = start + period
    const run = { inputs, outputs, start: first, end, first, lag: period, tile: period }
    runTiles(run, ({ kernels }) => (rows, [x, y]) => {
      kernels.percentRank(x!, y!, rows, period)
    })
  },
})
