import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Efficiency ratio: net movement over the length of the path, 0 to 1.
 *
 * Formula: |x[t] - x[t - period]| / sum of |changes|; 0 where nothing has moved.
 * Source: P. Kaufman 1995; TA-Lib ER.
 * Warm-up: period bars. Output: value.
 */
export const er = defineIndicator({
  name: 'er',
  title: 'Efficiency ratio',
  params: { period: bars(10) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ before: delayLine(period), path: windowSum(period), previous: Number.NaN }),
  step(state, input, output) {
    const value = input[0]!
    const path = pushSum(state.path, Math.abs(value - state.previous))
    const net = Math.abs(value - pushDelay(state.before, value))
    state.previous = value
    output[0] = path === 0 ? 0 : net / path
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const first = start + period
    const run = { inputs, outputs, start: start + 1, end, first, lag: period, unit: 4 * period }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const [paths, sum] = [memory.column(), newSum(memory, period)]
      return (rows, [x, y], t) => {
        kernels.sumDistances(sum, x!, x! - 8, paths, rows)
        const cold = 8 * Math.min(rows, Math.max(0, first - t))
        kernels.shareOfPath(x! + cold, x! + cold - 8 * period, paths + cold, y! + cold, rows - cold / 8)
      }
    })
  },
})
