import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { createRing, meanDistance, pushRing } from '../kernels/ring.ts'
import { newDistances } from '../kernels/ring-columns.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Mean absolute deviation of the last period bars.
 *
 * Formula: mean |x - mean(x)|.
 * Source: TA-Lib AVGDEV.
 * Warm-up: period - 1 bars. Output: value.
 */
export const avgdev = defineIndicator({
  name: 'avgdev',
  title: 'Mean absolute deviation',
  params: { period: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ ring: createRing(period), sum: windowSum(period) }),
  step(state, input, output) {
    const mean = pushSum(state.sum, input[0]!) / state.sum.period
    if (pushRing(state.ring, input[0]!)) output[0] = meanDistance(state.ring, mean)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start + period - 1, unit: 4 * period }, (memory) => {
      const { kernels } = memory
      const [means, sum] = [memory.column(), newSum(memory, period)]
      const ring = newDistances(memory, period)
      return (rows, [x, y]) => {
        kernels.mean(sum, x!, means, rows, period)
        kernels.meanDistance(ring, x!, means, y!, rows)
      }
    })
  },
})
