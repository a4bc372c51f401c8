import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { runTiles } from '../kernels/tiles.ts'
import { pushTrend, trendMean, trendSlope, windowTrend } from '../kernels/trend.ts'
import { newTrend } from '../kernels/trend-columns.ts'

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
  columns({ period }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start: start + 1, end, first: start + period, lag: 1, unit: 4 * period }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const [errors, trend] = [memory.column(), newTrend(memory, period)]
      const hundred = memory.bytes(8)
      doublesAt(hundred, 1)[0] = 100
      return (rows, [x, y]) => {
        kernels.line(trend, x! - 8, errors, rows, period + 1)
        kernels.subtract(x!, errors, errors, rows)
        kernels.scale(errors, hundred, errors, rows)
        kernels.divideOrZero(errors, x!, y!, rows)
      }
    })
  },
})
