import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { createRing, meanDistance, pushRing } from '../kernels/ring.ts'
import { newDistances } from '../kernels/ring-columns.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Commodity channel index: the distance of the typical price from its mean, in mean deviations.
 *
 * Formula: (p - mean) / (0.015 mean |p - mean|) over the window, p = (high + low + close) / 3; 0 where nothing deviates.
 * Source: D. Lambert 1980; TA-Lib CCI.
 * Warm-up: period - 1 bars. Output: value.
 */
export const cci = defineIndicator({
  name: 'cci',
  title: 'Commodity channel index',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ ring: createRing(period), sum: windowSum(period) }),
  step(state, input, output) {
    const typical = (input[0]! + input[1]! + input[2]!) / 3
    const mean = pushSum(state.sum, typical) / state.sum.period
    if (!pushRing(state.ring, typical)) return
    const distance = meanDistance(state.ring, mean)
    const above = typical - mean
    output[0] = above === 0 || distance === 0 ? 0 : above / (0.015 * distance)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const rows = { inputs, outputs, start, end, first: start + period - 1, unit: 4 * period }
    runTiles(rows, (memory) => {
      const { kernels } = memory
      const [prices, means] = [memory.column(), memory.column()]
      const sum = newSum(memory, period)
      const ring = newDistances(memory, period)
      return (count, [high, low, close, y]) => {
        kernels.typicalPrice(high!, low!, close!, prices, count)
        kernels.mean(sum, prices, means, count, period)
        kernels.channelIndex(ring, prices, means, y!, count)
      }
    })
  },
})
