import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averageColumn } from '../kernels/average-columns.ts'
import { pushRangePosition, rangePosition } from '../kernels/range-position.ts'
import { positionColumn } from '../kernels/range-position-columns.ts'

/**
 * Fast stochastic oscillator: where the close lies in the range of the window.
 *
 * Formula: fastK = 100 (close - lowest) / (highest - lowest), fastD = average(fastK).
 * Source: G. Lane; TA-Lib STOCHF.
 * Warm-up: period - 1 bars and those of the average. Outputs: fastK, fastD.
 */
export const stochf = defineIndicator({
  name: 'stochf',
  title: 'Fast stochastic oscillator',
  params: { period: bars(5), d: bars(3), dKind: average('sma') },
  inputs: ['high', 'low', 'close'],
  outputs: ['fastK', 'fastD'],
  lookback: (p) => p.period - 1 + averageLookback(p.dKind, p.d),
  init: (p) => ({ range: rangePosition(p.period), d: averageState(p.dKind, p.d) }),
  step(state, input, output) {
    const k = pushRangePosition(state.range, input)
    const d = pushAverage(state.d, k)
    output[0] = Number.isNaN(d) ? d : k
    output[1] = d
  },
  columns(p, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const [k, d] = outputs as readonly [Float64Array, Float64Array]
    positionColumn({ high, low, close, output: k, period: p.period, start, end })
    const from = start + p.period - 1
    averageColumn(p.dKind, { input: k, output: d, period: p.d, start: from, end })
    k.fill(Number.NaN, from, from + averageLookback(p.dKind, p.d))
  },
})
