import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushEma } from '../kernels/exponential.ts'
import { pushMoments, windowMoments } from '../kernels/moments.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Relative volatility index: an RSI whose movement is the standard deviation, counted up where the value rose.
 *
 * Formula: 100 U / (U + D), Wilder averages of the population deviation of rising and of falling bars; 0 where there is none.
 * Source: D. Dorsey 1993; TA-Lib RVI.
 * Warm-up: max(deviation - 1, 1) + period - 1 bars. Output: value.
 */
export const rvi = defineIndicator({
  name: 'rvi',
  title: 'Relative volatility index',
  params: { period: bars(14), deviation: bars(10) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.deviation - 1, 1) + p.period - 1,
  init: (p) => ({
    previous: Number.NaN,
    moments: windowMoments(p.deviation),
    up: wilderState(p.period),
    down: wilderState(p.period),
  }),
  step(state, input, output) {
    const change = input[0]! - state.previous
    state.previous = input[0]!
    if (!pushMoments(state.moments, input[0]!) || Number.isNaN(change)) return
    const deviation = Math.sqrt(state.moments.variance)
    const up = pushEma(state.up, change > 0 ? deviation : 0)
    const down = pushEma(state.down, change < 0 ? deviation : 0)
    const both = up + down
    output[0] = both === 0 ? 0 : (100 * up) / both
  },
})
