import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type EmaState, pushEma } from '../kernels/exponential.ts'
import { averageRangeColumn } from '../kernels/range-columns.ts'
import { trueRange } from '../kernels/true-range.ts'
import { wilderState } from '../kernels/wilder.ts'

interface AtrState {
  /** The close before, NaN before the first. */
  previous: number
  readonly average: EmaState
}

/**
 * Average true range, in units of price.
 *
 * Formula: Wilder average of TR[t] = max(high - low, |high - close[t - 1]|, |low - close[t - 1]|), first taken at bar 1.
 * Source: Wilder 1978; TA-Lib ATR (no unstable period).
 * Warm-up: period bars. Output: value.
 */
export const atr = defineIndicator({
  name: 'atr',
  title: 'Average true range',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }): AtrState => ({ previous: Number.NaN, average: wilderState(period) }),
  step(state, input, output) {
    const previous = state.previous
    state.previous = input[2]!
    if (Number.isNaN(previous)) return
    output[0] = pushEma(state.average, trueRange(input[0]!, input[1]!, previous))
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    averageRangeColumn({ high, low, close, output: outputs[0]!, period, start, end })
  },
})
