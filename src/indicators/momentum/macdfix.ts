import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState } from '../kernels/exponential.ts'
import { type MacdState, macdColumns, macdState, pushMacd } from '../kernels/macd.ts'

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
  init: ({ signal }) => createMacd(signal),
  step: pushMacd,
  columns({ signal }, run) {
    macdColumns(createMacd(signal), run)
  },
})

function createMacd(signal: number): MacdState {
  return macdState(emaState(12, 0.15), emaState(26, 0.075), emaState(signal))
}
