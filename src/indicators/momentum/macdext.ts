import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type AverageKind, average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averageColumn, joinColumns } from '../kernels/average-columns.ts'
import { averagePairLookback, createAveragePair, inOrder, pushAveragePair } from '../kernels/average-pair.ts'
import { mark, release, takeColumn } from '../kernels/compiled.ts'

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
  columns(p, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const warm = start + averagePairLookback(p)
    const first = warm + averageLookback(p.signalKind, p.signal)
    if (first >= end) return
    const height = mark()
    try {
      const [fast, slow] = [takeColumn(end), takeColumn(end)]
      const { fastKind, slowKind, ...periods } = inOrder(p)
      const begin = (kind: AverageKind, period: number) => warm - averageLookback(kind, period)
      const rows = { input, end }
      averageColumn(fastKind, {
        ...rows,
        output: fast,
        period: periods.fast,
        start: begin(fastKind, periods.fast),
      })
      averageColumn(slowKind, {
        ...rows,
        output: slow,
        period: periods.slow,
        start: begin(slowKind, periods.slow),
      })
      const line = takeColumn(end)
      joinColumns({ inputs: [fast, slow], output: line, first: warm, end }, 'subtract')
      averageColumn(p.signalKind, { input: line, output: slow, period: p.signal, start: warm, end })
      outputs[0]!.set(line.subarray(first, end), first)
      outputs[1]!.set(slow.subarray(first, end), first)
      joinColumns({ inputs: [line, slow], output: outputs[2]!, first, end }, 'subtract')
    } finally {
      release(height)
    }
  },
})
