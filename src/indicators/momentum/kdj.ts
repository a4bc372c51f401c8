import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averageColumn } from '../kernels/average-columns.ts'
import { pushRangePosition, rangePosition } from '../kernels/range-position.ts'
import { positionColumn } from '../kernels/range-position-columns.ts'

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
  columns(p, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const [k, d, j] = outputs as readonly [Float64Array, Float64Array, Float64Array]
    // The raw position lies where the slower line will be.
    positionColumn({ high, low, close, output: d, period: p.period, start, end })
    const raw = start + p.period - 1
    const slow = raw + averageLookback(p.kind, p.k)
    const warm = slow + averageLookback(p.kind, p.d)
    averageColumn(p.kind, { input: d, output: k, period: p.k, start: raw, end })
    averageColumn(p.kind, { input: k, output: d, period: p.d, start: slow, end })
    d.fill(Number.NaN, raw, warm)
    k.fill(Number.NaN, slow, warm)
    for (let t = warm; t < end; t++) j[t] = 3 * k[t]! - 2 * d[t]!
  },
})
