import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'
import { newShare } from '../kernels/window-ladder.ts'

/**
 * Volume-weighted moving average; where no volume was traded in the window it is the plain average.
 *
 * Formula: sum(x volume) / sum(volume) over the last period bars.
 * Source: TA-Lib VWMA.
 * Warm-up: period - 1 bars. Output: value.
 */
export const vwma = defineIndicator({
  name: 'vwma',
  title: 'Volume-weighted moving average',
  params: { period: bars(30) },
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ flow: windowSum(period), volume: windowSum(period), price: windowSum(period) }),
  step(state, input, output) {
    const value = input[0]!
    const weight = input[1]!
    const flow = pushSum(state.flow, value * weight)
    const volume = pushSum(state.volume, weight)
    const plain = pushSum(state.price, value)
    output[0] = volume === 0 ? plain / state.price.period : flow / volume
  },
  columns({ period }, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start + period - 1, unit: 4 * period }, (memory) => {
      const { kernels } = memory
      const [pairs, sums, share] = [memory.column(2), memory.column(2), newShare(memory, period)]
      const [prices, sum] = [memory.column(), newSum(memory, period)]
      return (rows, [price, volume, y]) => {
        kernels.priceFlows(price!, volume!, pairs, rows)
        kernels.windowShare(share, pairs, sums, y!, rows)
        kernels.sum(sum, price!, prices, rows)
        kernels.meanWhereNone(sums, prices, y!, rows, period)
      }
    })
  },
})
