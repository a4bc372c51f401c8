import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'

/**
 * True strength index: twice smoothed changes over twice smoothed absolute changes.
 *
 * Formula: 100 EMA(EMA(d, slow), fast) / EMA(EMA(|d|, slow), fast), d = x[t] - x[t - 1]; 0 where nothing has moved.
 * Source: W. Blau 1991; TA-Lib TSI.
 * Warm-up: slow + fast - 1 bars. Output: value.
 */
export const tsi = defineIndicator({
  name: 'tsi',
  title: 'True strength index',
  params: { slow: bars(25), fast: bars(13) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (p) => p.slow + p.fast - 1,
  init: (p) => ({
    previous: Number.NaN,
    change: { slow: emaState(p.slow), fast: emaState(p.fast) },
    size: { slow: emaState(p.slow), fast: emaState(p.fast) },
  }),
  step(state, input, output) {
    const change = input[0]! - state.previous
    state.previous = input[0]!
    const net = pushEma(state.change.fast, pushEma(state.change.slow, change))
    const gross = pushEma(state.size.fast, pushEma(state.size.slow, Math.abs(change)))
    output[0] = gross === 0 ? 0 : (100 * net) / gross
  },
})
