import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushEma } from '../kernels/exponential.ts'
import { trueRange } from '../kernels/true-range.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Supertrend: a stop that trails by a multiple of the average true range and changes side when the close crosses it.
 *
 * Formula: bands (high + low) / 2 +- multiple x ATR; each only tightens until the close before lies beyond it. The lower band is
 * the value while direction is 1, the upper while it is -1; the direction starts at 1.
 * Source: O. Seban; TA-Lib SUPERTREND.
 * Warm-up: period bars. Outputs: value, direction (1 or -1).
 */
export const supertrend = defineIndicator({
  name: 'supertrend',
  title: 'Supertrend',
  params: { period: bars(10), multiple: { default: 3, low: 0 } },
  inputs: ['high', 'low', 'close'],
  outputs: ['value', 'direction'],
  lookback: ({ period }) => period,
  init: ({ period, multiple }) => ({
    multiple,
    previous: Number.NaN,
    range: wilderState(period),
    upper: Number.NaN,
    lower: Number.NaN,
    direction: 1,
  }),
  step(state, input, output) {
    const middle = (input[0]! + input[1]!) / 2
    const close = input[2]!
    const previous = state.previous
    const range = pushEma(state.range, trueRange(input[0]!, input[1]!, previous))
    state.previous = close
    if (Number.isNaN(range)) return
    const upper = middle + state.multiple * range
    const lower = middle - state.multiple * range
    // Bands that are NaN, as on the first bar, fail both comparisons and are set.
    const upperBand = upper >= state.upper && previous <= state.upper ? state.upper : upper
    const lowerBand = lower <= state.lower && previous >= state.lower ? state.lower : lower
    if (state.direction === 1 ? close < lowerBand : close > upperBand) state.direction = -state.direction
    state.upper = upperBand
    state.lower = lowerBand
    output[0] = state.direction === 1 ? lowerBand : upperBand
    output[1] = state.direction
  },
})
