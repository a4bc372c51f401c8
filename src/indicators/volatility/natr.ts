import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushEma } from '../kernels/exponential.ts'
import { percentOf, relativeRangeColumn } from '../kernels/range-columns.ts'
import { trueRange } from '../kernels/true-range.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Average true range in percent of the close.
 *
 * Formula: 100 ATR / close; 0 where the close is 0.
 * Source: J. Forman 2006; TA-Lib NATR.
 * Warm-up: period bars. Output: value.
 */
export const natr = defineIndicator({
  name: 'natr',
  title: 'Normalised average true range',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ previous: Number.NaN, average: wilderState(period) }),
  step(state, input, output) {
    const close = input[2]!
    const range = pushEma(state.average, trueRange(input[0]!, input[1]!, state.previous))
    state.previous = close
    output[0] = percentOf(range, close)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    relativeRangeColumn({ high, low, close, output: outputs[0]!, period, start, end })
  },
})
