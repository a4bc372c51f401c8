import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrend, trendMean, trendSlope, windowTrend } from '../kernels/trend.ts'

/**
 * Forecast oscillator: how far the value is from what the regression of the bars before had forecast, in percent.
 *
 * Formula: 100 (x[t] - TSF(x, period)[t - 1]) / x[t]; 0 where x[t] is 0.
 * Source: T. Chande; TA-Lib FOSC.
 * Warm-up: period bars. Output: value.
 */
export const fosc = defineIndicator({
  name: 'fosc',
  title: 'Forecast oscillator',
  params: { period: bars(5, 2) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ trend: windowTrend(period), forecast: Number.NaN }),
  step(state, input, output) {
    const value = input[0]!
    const forecast = state.forecast
    output[0] = value === 0 ? 0 : (100 * (value - forecast)) / value
    if (!pushTrend(state.trend, value)) return
    const { period } = state.trend
    state.forecast = trendMean(state.trend) + (trendSlope(state.trend) * (period + 1)) / 2
  },
})
