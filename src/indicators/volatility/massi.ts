import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Mass index: widening and narrowing of the range.
 *
 * Formula: sum over period of EMA(high - low, smooth) / EMA(EMA(high - low)); a ratio of 0 where the range is 0.
 * Source: D. Dorsey 1992; TA-Lib MASSI.
 * Warm-up: 2 (smooth - 1) + period - 1 bars. Output: value.
 */
export const massi = defineIndicator({
  name: 'massi',
  title: 'Mass index',
  params: { smooth: bars(9), period: bars(25) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: (p) => 2 * (p.smooth - 1) + p.period - 1,
  init: (p) => ({ first: emaState(p.smooth), second: emaState(p.smooth), sum: windowSum(p.period) }),
  step(state, input, output) {
    const first = pushEma(state.first, input[0]! - input[1]!)
    const second = pushEma(state.second, first)
    output[0] = pushSum(state.sum, second === 0 ? 0 : first / second)
  },
})
