import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { pushTrend, trendWeightedMean, windowTrend } from '../kernels/trend.ts'
import { newTrend } from '../kernels/trend-columns.ts'

/**
 * Hull moving average: a weighted average with most of its lag taken back out.
 *
 * Formula: WMA(2 WMA(x, period / 2) - WMA(x, period), sqrt(period)), both lengths rounded down.
 * Source: A. Hull 2005; TA-Lib HMA.
 * Warm-up: period - 1 + floor(sqrt(period)) - 1 bars. Output: value.
 */
export const hma = defineIndicator({
  name: 'hma',
  title: 'Hull moving average',
  params: { period: bars(20, 2) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1 + Math.floor(Math.sqrt(period)) - 1,
  init: ({ period }) => ({
    half: windowTrend(Math.floor(period / 2)),
    whole: windowTrend(period),
    smooth: windowTrend(Math.floor(Math.sqrt(period))),
  }),
  step(state, input, output) {
    const value = input[0]!
    const half = pushTrend(state.half, value) ? trendWeightedMean(state.half) : Number.NaN
    const whole = pushTrend(state.whole, value) ? trendWeightedMean(state.whole) : Number.NaN
    output[0] = pushTrend(state.smooth, 2 * half - whole) ? trendWeightedMean(state.smooth) : Number.NaN
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [half, last] = [Math.floor(period / 2), Math.floor(Math.sqrt(period))]
    const warm = start + period - 1
    const run = { inputs, outputs, start, end, first: warm + last - 1, unit: 4 * period }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const [fast, slow] = [memory.column(), memory.column()]
      const [halves, wholes, smooth] = [half, period, last].map((length) => newTrend(memory, length))
      return (rows, [x, y], t) => {
        kernels.weightedMean(halves!, x!, fast, rows)
        kernels.weightedMean(wholes!, x!, slow, rows)
        const cold = 8 * Math.min(rows, Math.max(0, warm - t))
        kernels.twiceLess(fast, slow, fast, rows)
        kernels.weightedMean(smooth!, fast + cold, y! + cold, rows - cold / 8)
      }
    })
  },
})
