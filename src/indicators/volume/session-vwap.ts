import { defineIndicator } from '../define.ts'
import { pushPrice, restartPrice, weightedPrice } from '../kernels/weighted-price.ts'

/**
 * Volume-weighted average price since the session began; with the population standard deviation of the price about it.
 *
 * Formula: value = sum(p v) / sum(v), deviation = sqrt(sum(v (p - value)^2) / sum(v)), p = typical price; a session begins every 24 hours at
 * startHour after midnight UTC.
 * Source: the execution benchmark of S. Berkowitz et al., Journal of Finance 43(1), 1988.
 * Warm-up: none. Outputs: value, deviation.
 */
export const sessionVwap = defineIndicator({
  name: 'session-vwap',
  title: 'Session volume-weighted average price',
  params: { startHour: { default: 0, low: 0, high: 23.99 } },
  inputs: ['high', 'low', 'close', 'volume', 'time'],
  outputs: ['value', 'deviation'],
  lookback: () => 0,
  init: ({ startHour }) => ({ startHour, day: Number.NaN, ...weightedPrice() }),
  step(state, input, output) {
    const day = Math.floor(input[4]! / 86_400_000 - state.startHour / 24)
    if (day !== state.day) restartPrice(state)
    state.day = day
    pushPrice(state, (input[0]! + input[1]! + input[2]!) / 3, input[3]!)
    output[0] = state.mean
    output[1] = Math.sqrt(state.variance)
  },
})
