import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrend, trendWeightedMean, windowTrend } from '../kernels/trend.ts'

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
})
