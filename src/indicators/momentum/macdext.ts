import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averagePairLookback, createAveragePair, pushAveragePair } from '../kernels/average-pair.ts'

/**
 * MACD whose three averages are chosen by kind.
 *
 * Formula: that of macd with average(x, fast), average(x, slow) and average(macd, signal).
 * Source: TA-Lib MACDEXT.
 * Warm-up: that of the slower average, then of the signal. Outputs: macd, signal, histogram.
 */
export const macdext = defineIndicator({
  name: 'macdext',
  title: 'MACD with averages by kind',
  params: {
    fast: bars(12),
    fastKind: average('sma'),
    slow: bars(26),
    slowKind: average('sma'),
    signal: bars(9),
    signalKind: average('sma'),
  },
  inputs: ['close'],
  outputs: ['macd', 'signal', 'histogram'],
  lookback: (p) => averagePairLookback(p) + averageLookback(p.signalKind, p.signal),
  init: (p) => ({
    pair: createAveragePair(p),
    signal: averageState(p.signalKind, p.signal),
  }),
  step(state, input, output) {
    pushAveragePair(state.pair, input[0]!)
    const macd = state.pair.fastValue - state.pair.slowValue
    const signal = pushAverage(state.signal, macd)
    output[0] = Number.isNaN(signal) ? signal : macd
    output[1] = signal
    output[2] = macd - signal
  },
})
