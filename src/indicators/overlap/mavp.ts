import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type AverageState, average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'

/**
 * A moving average whose period is a feature of its own, read anew at each bar: cut to whole bars and kept between low and high.
 *
 * Formula: average(x, period[t]) at bar t; every period from low to high is averaged all along.
 * Source: TA-Lib MAVP, with averages that begin with the data.
 * Warm-up: that of the average over high bars. Output: value.
 */
export const mavp = defineIndicator({
  name: 'mavp',
  title: 'Moving average with variable period',
  params: { low: bars(2), high: bars(30), kind: average('sma') },
  inputs: ['close', 'period'],
  outputs: ['value'],
  lookback: (p) => averageLookback(p.kind, p.high),
  check: ({ low, high }) => (low <= high ? undefined : 'low must not exceed high, but it does.'),
  init: (p) => ({
    low: p.low,
    high: p.high,
    averages: Object.fromEntries(
      Array.from({ length: p.high - p.low + 1 }, (_, k) => [p.low + k, averageState(p.kind, p.low + k)]),
    ) as Record<number, AverageState>,
  }),
  step(state, input, output) {
    const { low, high, averages } = state
    const wanted = Math.min(high, Math.max(low, Math.trunc(input[1]!)))
    let found = Number.NaN
    let slowest = Number.NaN
    for (let period = low; period <= high; period++) {
      slowest = pushAverage(averages[period]!, input[0]!)
      if (period === wanted) found = slowest
    }
    // Each period may be asked for, so none is given before the longest has a value.
    output[0] = Number.isNaN(slowest) ? slowest : found
  },
})
