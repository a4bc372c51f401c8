import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { extremeColumns } from '../kernels/extreme-columns.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Williams %R: how far the close is below the highest high, in percent of the range.
 *
 * Formula: -100 (highest - close) / (highest - lowest); 0 where the range is empty.
 * Source: L. Williams 1973; TA-Lib WILLR.
 * Warm-up: period - 1 bars. Output: value.
 */
export const willr = defineIndicator({
  name: 'willr',
  title: 'Williams %R',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ high: windowMax(period), low: windowMin(period) }),
  step(state, input, output) {
    const highest = pushMax(state.high, input[0]!)
    const step = (highest - pushMin(state.low, input[1]!)) / -100
    output[0] = step === 0 ? 0 : (highest - input[2]!) / step
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const output = outputs[0]!
    extremeColumns({ high, low, period, start, end }, ({ from, first, to, highest, lowest }) => {
      for (let t = first; t < to; t++) {
        const top = highest[t - from]!
        const step = (top - lowest[t - from]!) / -100
        output[t] = step === 0 ? 0 : (top - close[t]!) / step
      }
    })
  },
})
