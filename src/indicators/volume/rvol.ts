import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Relative volume: the volume in multiples of the mean of the bars before.
 *
 * Formula: volume / mean of the period volumes before this bar; 0 where nothing was traded.
 * Source: TA-Lib RVOL.
 * Warm-up: period bars. Output: value.
 */
export const rvol = defineIndicator({
  name: 'rvol',
  title: 'Relative volume',
  params: { period: bars(20) },
  inputs: ['volume'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ sum: windowSum(period), mean: Number.NaN }),
  step(state, input, output) {
    const volume = input[0]!
    output[0] = state.mean === 0 ? 0 : volume / state.mean
    state.mean = pushSum(state.sum, volume) / state.sum.period
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start: start + 1, end, first: start + period, lag: 1, unit: 4 * period }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const [means, sum] = [memory.column(), newSum(memory, period)]
      return (rows, [x, y]) => {
        kernels.mean(sum, x! - 8, means, rows, period)
        kernels.divideOrZero(x!, means, y!, rows)
      }
    })
  },
})
