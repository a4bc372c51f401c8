import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { pushTrend, trendWeightedMean, windowTrend } from '../kernels/trend.ts'

/**
 * Coppock curve: a weighted average of two rates of change, in percent.
 *
 * Formula: WMA(ROC(x, first) + ROC(x, second), period).
 * Source: E. Coppock 1962; TA-Lib COPPOCK.
 * Warm-up: max(first, second) + period - 1 bars. Output: value.
 */
export const coppock = defineIndicator({
  name: 'coppock',
  title: 'Coppock curve',
  params: { period: bars(10), first: bars(11), second: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.first, p.second) + p.period - 1,
  init: (p) => ({
    first: delayLine(p.first),
    second: delayLine(p.second),
    average: windowTrend(p.period),
  }),
  step(state, input, output) {
    const value = input[0]!
    const first = pushDelay(state.first, value)
    const second = pushDelay(state.second, value)
    const sum =
      (first === 0 ? 0 : (value / first - 1) * 100) + (second === 0 ? 0 : (value / second - 1) * 100)
    output[0] = pushTrend(state.average, sum) ? trendWeightedMean(state.average) : Number.NaN
  },
})
