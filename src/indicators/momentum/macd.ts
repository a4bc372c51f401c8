import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState } from '../kernels/exponential.ts'
import { type MacdState, macdColumns, macdState, pushMacd } from '../kernels/macd.ts'

/**
 * Moving average convergence and divergence. As in TA-Lib both averages begin at one bar: the fast one is seeded with the mean of the
 * values just before the slow one is.
 *
 * Formula: macd = EMA(x, fast) - EMA(x, slow), signal = EMA(macd, signal), histogram = macd - signal.
 * Source: G. Appel 1979; TA-Lib MACD, which swaps fast and slow where fast is the longer one.
 * Warm-up: max(fast, slow) - 1 + signal - 1 bars. Outputs: macd, signal, histogram.
 */
export const macd = defineIndicator({
  name: 'macd',
  title: 'Moving average convergence and divergence',
  params: { fast: bars(12), slow: bars(26), signal: bars(9) },
  inputs: ['close'],
  outputs: ['macd', 'signal', 'histogram'],
  lookback: (p) => Math.max(p.fast, p.slow) - 1 + p.signal - 1,
  init: createMacd,
  step: pushMacd,
  columns(p, run) {
    macdColumns(createMacd(p), run)
  },
})

function createMacd(p: { readonly fast: number; readonly slow: number; readonly signal: number }): MacdState {
  return macdState(emaState(p.fast), emaState(p.slow), emaState(p.signal))
}
