import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { trueRange } from '../kernels/true-range.ts'
import { pushWilder, type WilderState, wilderState } from '../kernels/wilder.ts'

interface AtrState {
  /** The close before, NaN before the first. */
  previous: number
  readonly average: WilderState
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
    output[0] = pushWilder(state.average, trueRange(input[0]!, input[1]!, previous))
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const output = outputs[0]!
    const seeded = start + period
    let value = 0
    for (let t = start + 1; t <= seeded; t++) value += trueRange(high[t]!, low[t]!, close[t - 1]!)
    value /= period
    output[seeded] = value
    for (let t = seeded + 1; t < end; t++) {
      value = (value * (period - 1) + trueRange(high[t]!, low[t]!, close[t - 1]!)) / period
      output[t] = value
    }
  },
})
