import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averageColumn } from '../kernels/average-columns.ts'
import { pushRangePosition, rangePosition } from '../kernels/range-position.ts'
import { positionColumn } from '../kernels/range-position-columns.ts'

/**
 * Stochastic oscillator: where the close lies in the range of the window, smoothed twice.
 *
 * Formula: k = average(100 (close - lowest) / (highest - lowest), slow), d = average(k, signal).
 * Source: G. Lane; TA-Lib STOCH.
 * Warm-up: period - 1 bars and those of both averages. Outputs: slowK, slowD.
 */
export const stoch = defineIndicator({
  name: 'stoch',
  title: 'Stochastic oscillator',
  params: { period: bars(5), k: bars(3), kKind: average('sma'), d: bars(3), dKind: average('sma') },
  inputs: ['high', 'low', 'close'],
  outputs: ['slowK', 'slowD'],
  lookback: (p) => p.period - 1 + averageLookback(p.kKind, p.k) + averageLookback(p.dKind, p.d),
  init: (p) => ({
    range: rangePosition(p.period),
    k: averageState(p.kKind, p.k),
    d: averageState(p.dKind, p.d),
  }),
  step(state, input, output) {
    const raw = pushRangePosition(state.range, input)
    const k = pushAverage(state.k, raw)
    const d = pushAverage(state.d, k)
    output[0] = Number.isNaN(d) ? d : k
    output[1] = d
  },
  columns(p, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const [k, d] = outputs as readonly [Float64Array, Float64Array]
    // The raw position lies where the slower line will be.
    positionColumn({ high, low, close, output: d, period: p.period, start, end })
    const raw = start + p.period - 1
    const slow = raw + averageLookback(p.kKind, p.k)
    const warm = slow + averageLookback(p.dKind, p.d)
    averageColumn(p.kKind, { input: d, output: k, period: p.k, start: raw, end })
    averageColumn(p.dKind, { input: k, output: d, period: p.d, start: slow, end })
    d.fill(Number.NaN, raw, warm)
    k.fill(Number.NaN, slow, warm)
  },
})
