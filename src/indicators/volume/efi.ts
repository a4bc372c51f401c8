import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'

/**
 * Force index: changes of the close weighted by volume, averaged.
 *
 * Formula: EMA((close - close[t - 1]) volume, period).
 * Source: A. Elder 1993; TA-Lib EFI.
 * Warm-up: period bars. Output: value.
 */
export const efi = defineIndicator({
  name: 'efi',
  title: 'Elder force index',
  params: { period: bars(13) },
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ previous: Number.NaN, average: emaState(period) }),
  step(state, input, output) {
    const change = input[0]! - state.previous
    state.previous = input[0]!
    output[0] = pushEma(state.average, change * input[1]!)
  },
})
