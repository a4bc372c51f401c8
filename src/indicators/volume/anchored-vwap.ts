import { defineIndicator } from '../define.ts'
import { pushPrice, weightedPrice } from '../kernels/weighted-price.ts'

/**
 * Volume-weighted average price since an instant; with the population standard deviation of the price about it. Before the anchor
 * there is no value (NaN): comparisons with it are false.
 *
 * Formula: that of session-vwap from the first bar that opens at or after anchor, epoch ms.
 * Source: B. Shannon, Maximum Trading Gains with Anchored VWAP, 2022.
 * Warm-up: none. Outputs: value, deviation.
 */
export const anchoredVwap = defineIndicator({
  name: 'anchored-vwap',
  title: 'Anchored volume-weighted average price',
  params: { anchor: { default: 0, low: Number.NEGATIVE_INFINITY } },
  inputs: ['high', 'low', 'close', 'volume', 'time'],
  outputs: ['value', 'deviation'],
  lookback: () => 0,
  gaps: 'before the anchor there is no value',
  init: ({ anchor }) => ({ anchor, ...weightedPrice() }),
  step(state, input, output) {
    if (input[4]! < state.anchor) return
    pushPrice(state, (input[0]! + input[1]! + input[2]!) / 3, input[3]!)
    output[0] = state.mean
    output[1] = Math.sqrt(state.variance)
  },
})
