import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback } from '../kernels/average.ts'
import { averagePair, pushAveragePair } from '../kernels/average-pair.ts'

/**
 * Absolute price oscillator: the difference of two averages that begin at one bar.
 *
 * Formula: average(x, fast) - average(x, slow).
 * Source: TA-Lib APO.
 * Warm-up: that of the slow average. Output: value.
 */
export const apo = defineIndicator({
  name: 'apo',
  title: 'Absolute price oscillator',
  params: { fast: bars(12), slow: bars(26), kind: average('ema') },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (p) => averageLookback(p.kind, Math.max(p.fast, p.slow)),
  init: (p) => averagePair(p.fast, p.slow, p.kind),
  step(state, input, output) {
    pushAveragePair(state, input[0]!)
    output[0] = state.fastValue - state.slowValue
  },
})
