import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushMoments, windowMoments } from '../kernels/moments.ts'

/**
 * Realised volatility: the annualised standard deviation of logarithmic returns, as a fraction.
 *
 * Formula: sqrt(periods x sample variance of ln(x[t] / x[t - 1]) over period returns).
 * Source: J. Hull, Options, Futures and Other Derivatives.
 * Warm-up: period bars. Output: value.
 */
export const realisedVolatility = defineIndicator({
  name: 'realised-volatility',
  title: 'Realised volatility of closes',
  params: { period: bars(20, 2), periods: { default: 252, low: 1 } },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period, periods }) => ({
    scale: (periods * period) / (period - 1),
    previous: Number.NaN,
    moments: windowMoments(period),
  }),
  step(state, input, output) {
    const change = Math.log(input[0]! / state.previous)
    state.previous = input[0]!
    if (pushMoments(state.moments, change)) output[0] = Math.sqrt(state.scale * state.moments.variance)
  },
})
