import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { trueRange } from '../kernels/true-range.ts'
import { pushWilder, wilderState } from '../kernels/wilder.ts'

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
    const range = pushWilder(state.average, trueRange(input[0]!, input[1]!, state.previous))
    state.previous = close
    output[0] = close === 0 ? 0 : (range / close) * 100
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const output = outputs[0]!
    const seeded = start + period
    let range = 0
    for (let t = start + 1; t <= seeded; t++) range += trueRange(high[t]!, low[t]!, close[t - 1]!)
    range /= period
    for (let t = seeded; t < end; t++) {
      if (t > seeded) range = (range * (period - 1) + trueRange(high[t]!, low[t]!, close[t - 1]!)) / period
      output[t] = close[t] === 0 ? 0 : (range / close[t]!) * 100
    }
  },
})
