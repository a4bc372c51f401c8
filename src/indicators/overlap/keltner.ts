import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { trueRange } from '../kernels/true-range.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Keltner channel: an exponential average of the typical price and a multiple of the average true range to each side. Both are
 * what ema and atr say on their own; TA-Lib's KC seeds the one that is sooner warm anew where the later one begins, so its first
 * values differ and then converge.
 *
 * Formula: middle = EMA((high + low + close) / 3, period); upper, lower = middle +- multiple x ATR(range).
 * Source: C. Keltner 1960, L. Raschke's form; TA-Lib KC but for the seeds.
 * Warm-up: max(period - 1, range) bars. Outputs: middle, upper, lower.
 */
export const keltner = defineIndicator({
  name: 'keltner',
  title: 'Keltner channel',
  params: { period: bars(20), range: bars(10), multiple: { default: 2, low: 0 } },
  inputs: ['high', 'low', 'close'],
  outputs: ['middle', 'upper', 'lower'],
  lookback: ({ period, range }) => Math.max(period - 1, range),
  init: ({ period, range, multiple }) => ({
    multiple,
    previous: Number.NaN,
    middle: emaState(period),
    range: wilderState(range),
  }),
  step(state, input, output) {
    const close = input[2]!
    const middle = pushEma(state.middle, (input[0]! + input[1]! + close) / 3)
    const range = pushEma(state.range, trueRange(input[0]!, input[1]!, state.previous))
    state.previous = close
    if (Number.isNaN(range)) return
    output[0] = middle
    output[1] = middle + state.multiple * range
    output[2] = middle - state.multiple * range
  },
})
