import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushMoments, windowMoments } from '../kernels/moments.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Yang-Zhang volatility: annualised, independent of drift and of opening jumps, as a fraction.
 *
 * Formula: sqrt(periods x (Vo + k Vc + (1 - k) Vrs)): sample variances of overnight and open-to-close returns and the Rogers-Satchell
 * mean; k = 0.34 / (1.34 + (period + 1) / (period - 1)).
 * Source: D. Yang and Q. Zhang, Journal of Business 73(3), 2000.
 * Warm-up: period bars. Output: value.
 */
export const yangZhang = defineIndicator({
  name: 'yang-zhang',
  title: 'Yang-Zhang volatility',
  params: { period: bars(20, 2), periods: { default: 252, low: 1 } },
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period, periods }) => ({
    periods,
    k: 0.34 / (1.34 + (period + 1) / (period - 1)),
    close: Number.NaN,
    overnight: windowMoments(period),
    day: windowMoments(period),
    range: windowSum(period),
  }),
  step(state, input, output) {
    const open = input[0]!
    const close = input[3]!
    const overnight = Math.log(open / state.close)
    state.close = close
    if (Number.isNaN(overnight)) return
    const day = Math.log(close / open)
    const up = Math.log(input[1]! / open)
    const down = Math.log(input[2]! / open)
    const { period } = state.range
    const range = pushSum(state.range, up * (up - day) + down * (down - day)) / period
    pushMoments(state.day, day)
    if (!pushMoments(state.overnight, overnight)) return
    const sample = period / (period - 1)
    const jump = sample * state.overnight.variance
    output[0] = Math.sqrt(
      state.periods * (jump + state.k * sample * state.day.variance + (1 - state.k) * Math.max(range, 0)),
    )
  },
})
