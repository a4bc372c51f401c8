import { defineIndicator } from '../define.ts'
import { closeLocation } from '../kernels/money-flow.ts'

/**
 * Accumulation and distribution: volume weighted by where in its range each bar closed, summed up.
 *
 * Formula: adds ((close - low) - (high - close)) / (high - low) x volume; a bar without range adds nothing.
 * Source: M. Chaikin; TA-Lib AD.
 * Warm-up: none. Output: value.
 */
export const ad = defineIndicator({
  name: 'ad',
  title: 'Accumulation and distribution line',
  params: {},
  inputs: ['high', 'low', 'close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ sum: 0 }),
  step(state, input, output) {
    state.sum += closeLocation(input[0]!, input[1]!, input[2]!) * input[3]!
    output[0] = state.sum
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [high, low, close, volume] = inputs as readonly [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const output = outputs[0]!
    let sum = 0
    for (let t = start; t < end; t++) {
      sum += closeLocation(high[t]!, low[t]!, close[t]!) * volume[t]!
      output[t] = sum
    }
  },
})
