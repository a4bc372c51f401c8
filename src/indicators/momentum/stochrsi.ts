import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averageColumn } from '../kernels/average-columns.ts'
import { pushValuePosition, rangePosition } from '../kernels/range-position.ts'
import { positionColumn } from '../kernels/range-position-columns.ts'
import { pushStrength, strengthState } from '../kernels/strength.ts'
import { strengthColumn } from '../kernels/strength-columns.ts'

/**
 * Stochastic oscillator of the RSI.
 *
 * Formula: that of stochf with RSI(x, period) as high, low and close.
 * Source: T. Chande and S. Kroll 1994; TA-Lib STOCHRSI.
 * Warm-up: period + range - 1 bars and those of the average. Outputs: fastK, fastD.
 */
export const stochrsi = defineIndicator({
  name: 'stochrsi',
  title: 'Stochastic RSI',
  params: { period: bars(14), range: bars(5), d: bars(3), dKind: average('sma') },
  inputs: ['close'],
  outputs: ['fastK', 'fastD'],
  lookback: (p) => p.period + p.range - 1 + averageLookback(p.dKind, p.d),
  init: (p) => ({
    strength: strengthState(p.period),
    range: rangePosition(p.range),
    d: averageState(p.dKind, p.d),
  }),
  step(state, input, output) {
    const strength = pushStrength(state.strength, input[0]!)
    const k = pushValuePosition(state.range, strength)
    const d = pushAverage(state.d, k)
    output[0] = Number.isNaN(d) ? d : k
    output[1] = d
  },
  columns(p, { inputs, outputs, start, end }) {
    const [k, d] = outputs as readonly [Float64Array, Float64Array]
    // The strength lies where the slower line will be.
    strengthColumn({ input: inputs[0]!, output: d, period: p.period, start, end })
    const first = start + p.period
    const raw = first + p.range - 1
    positionColumn({ high: d, low: d, close: d, output: k, period: p.range, start: first, end })
    averageColumn(p.dKind, { input: k, output: d, period: p.d, start: raw, end })
    const warm = raw + averageLookback(p.dKind, p.d)
    d.fill(Number.NaN, first, warm)
    k.fill(Number.NaN, raw, warm)
  },
})
