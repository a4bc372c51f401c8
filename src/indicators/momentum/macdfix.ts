import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'

/**
 * MACD with the weights 0.15 and 0.075 of its first publication.
 *
 * Formula: that of macd with periods 12 and 26 for the seeds.
 * Source: G. Appel 1979; TA-Lib MACDFIX.
 * Warm-up: 25 + signal - 1 bars. Outputs: macd, signal, histogram.
 */
export const macdfix = defineIndicator({
  name: 'macdfix',
  title: 'MACD 12/26 with fixed weights',
  params: { signal: bars(9) },
  inputs: ['close'],
  outputs: ['macd', 'signal', 'histogram'],
  lookback: ({ signal }) => 25 + signal - 1,
  init: ({ signal }) => ({
    skip: 14,
    fast: emaState(12, 0.15),
    slow: emaState(26, 0.075),
    signal: emaState(signal),
  }),
  step(state, input, output) {
    const value = input[0]!
    const slow = pushEma(state.slow, value)
    const fast = state.skip > 0 ? Number.NaN : pushEma(state.fast, value)
    if (state.skip > 0) state.skip--
    const macd = fast - slow
    const signal = pushEma(state.signal, macd)
    output[0] = Number.isNaN(signal) ? signal : macd
    output[1] = signal
    output[2] = macd - signal
  },
})
