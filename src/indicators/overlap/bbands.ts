import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averageColumn } from '../kernels/average-columns.ts'
import { bandColumns, meanBandColumns } from '../kernels/moment-columns.ts'
import { pushMoments, windowMoments } from '../kernels/moments.ts'

/**
 * Bollinger bands: an average and a multiple of the standard deviation to each side.
 *
 * Formula: middle = average(x, period); upper, lower = middle +- deviations x population standard deviation about the mean.
 * Source: J. Bollinger 2001; TA-Lib BBANDS.
 * Warm-up: that of the average, at least period - 1 bars. Outputs: middle, upper, lower.
 */
export const bbands = defineIndicator({
  name: 'bbands',
  title: 'Bollinger bands',
  params: {
    period: bars(20),
    up: { default: 2, low: 0 },
    down: { default: 2, low: 0 },
    kind: average('sma'),
  },
  inputs: ['close'],
  outputs: ['middle', 'upper', 'lower'],
  lookback: ({ period, kind }) => averageLookback(kind, period),
  init: ({ period, up, down, kind }) => ({
    up,
    down,
    average: averageState(kind, period),
    moments: windowMoments(period),
  }),
  step(state, input, output) {
    const middle = pushAverage(state.average, input[0]!)
    pushMoments(state.moments, input[0]!)
    const deviation = Math.sqrt(state.moments.variance)
    output[0] = middle
    output[1] = middle + state.up * deviation
    output[2] = middle - state.down * deviation
  },
  columns({ period, up, down, kind }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const [middle, upper, lower] = outputs as readonly [Float64Array, Float64Array, Float64Array]
    const first = start + averageLookback(kind, period)
    const bands = { input, middle, upper, lower, period, start, first, end }
    if (kind === 'sma') return meanBandColumns(bands, up, down)
    averageColumn(kind, { input, output: middle, period, start, end })
    bandColumns(bands, up, down)
  },
})
