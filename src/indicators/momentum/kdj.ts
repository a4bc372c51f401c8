import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { pushRangePosition, rangePosition } from '../kernels/range-position.ts'

/**
 * KDJ: a stochastic oscillator and the line that runs ahead of it.
 *
 * Formula: k = average(100 (close - lowest) / (highest - lowest)), d = average(k), j = 3 k - 2 d.
 * Source: TA-Lib KDJ.
 * Warm-up: period - 1 bars and those of both averages. Outputs: k, d, j.
 */
export const kdj = defineIndicator({
  name: 'kdj',
  title: 'KDJ',
  params: { period: bars(9), k: bars(3), d: bars(3), kind: average('rma') },
  inputs: ['high', 'low', 'close'],
  outputs: ['k', 'd', 'j'],
  lookback: (p) => p.period - 1 + averageLookback(p.kind, p.k) + averageLookback(p.kind, p.d),
  init: (p) => ({
    range: rangePosition(p.period),
    k: averageState(p.kind, p.k),
    d: averageState(p.kind, p.d),
  }),
  step(state, input, output) {
    const raw = pushRangePosition(state.range, input)
    const k = pushAverage(state.k, raw)
    const d = pushAverage(state.d, k)
    output[0] = Number.isNaN(d) ? d : k
    output[1] = d
    output[2] = 3 * k - 2 * d
  },
})
