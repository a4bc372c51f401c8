import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Qstick: the mean body.
 *
 * Formula: SMA(close - open, period).
 * Source: T. Chande; TA-Lib QSTICK.
 * Warm-up: period - 1 bars. Output: value.
 */
export const qstick = defineIndicator({
  name: 'qstick',
  title: 'Qstick',
  params: { period: bars(10) },
  inputs: ['open', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowSum(period),
  step(state, input, output) {
    output[0] = pushSum(state, input[1]! - input[0]!) / state.period
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start, end, first: start + period - 1, unit: 4 * period, isOnePass: true }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const sum = newSum(memory, period)
      return (rows, [open, close, y]) => {
        kernels.meanDifference(sum, close!, open!, y!, rows, period)
      }
    })
  },
})
