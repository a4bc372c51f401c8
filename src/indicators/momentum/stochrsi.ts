import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { pushValuePosition, rangePosition } from '../kernels/range-position.ts'
import { pushStrength, strengthState } from '../kernels/strength.ts'

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
})
