import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { trueRange } from '../kernels/true-range.ts'
import { pushSum, windowSum } from '../kernels/window.ts'
import { newShare } from '../kernels/window-ladder.ts'

/**
 * Vortex indicator: movement from one bar to the opposite end of the next, in true ranges.
 *
 * Formula: plus = sum |high - low[t - 1]| / sum TR, minus = sum |low - high[t - 1]| / sum TR over the window; 0 where TR is 0.
 * Source: E. Botes and D. Siepman 2010; TA-Lib VORTEX.
 * Warm-up: period bars. Outputs: plus, minus.
 */
export const vortex = defineIndicator({
  name: 'vortex',
  title: 'Vortex indicator',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['plus', 'minus'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
    plus: windowSum(period),
    minus: windowSum(period),
    range: windowSum(period),
  }),
  step(state, input, output) {
    const high = input[0]!
    const low = input[1]!
    const plus = pushSum(state.plus, Math.abs(high - state.low))
    const minus = pushSum(state.minus, Math.abs(low - state.high))
    const range = pushSum(state.range, trueRange(high, low, state.close))
    state.high = high
    state.low = low
    state.close = input[2]!
    output[0] = range === 0 ? 0 : plus / range
    output[1] = range === 0 ? 0 : minus / range
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start: start + 1, end, first: start + period, lag: 1, unit: 2 * period }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const [rises, falls] = [memory.column(2), memory.column(2)]
      const [rise, fall] = [newShare(memory, period), newShare(memory, period)]
      return (rows, [high, low, close, plus, minus]) => {
        kernels.vortexPairs(high!, low!, close!, rises, falls, rows)
        kernels.shareOnly(rise, rises, plus!, rows)
        kernels.shareOnly(fall, falls, minus!, rows)
      }
    })
  },
})
