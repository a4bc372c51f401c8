import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Average range of a bar, in units of price.
 *
 * Formula: SMA(high - low, period).
 * Source: TA-Lib ADR.
 * Warm-up: period - 1 bars. Output: value.
 */
export const adr = defineIndicator({
  name: 'adr',
  title: 'Average daily range',
  params: { period: bars(14) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowSum(period),
  step(state, input, output) {
    output[0] = pushSum(state, input[0]! - input[1]!) / state.period
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start, end, first: start + period - 1, unit: 4 * period, isOnePass: true }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const sum = newSum(memory, period)
      return (rows, [high, low, y]) => {
        kernels.meanDifference(sum, high!, low!, y!, rows, period)
      }
    })
  },
})
