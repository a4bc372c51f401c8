import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { kamaState, pushKama } from '../kernels/adaptive.ts'
import { kamaColumn } from '../kernels/adaptive-columns.ts'

/**
 * Kaufman adaptive moving average.
 *
 * Formula: value += w (x - value), w = (e (2/3 - 2/31) + 2/31)^2, e = |x[t] - x[t - period]| / sum of |changes|.
 * Source: P. Kaufman, Smarter Trading, 1995; TA-Lib KAMA.
 * Warm-up: period bars. Output: value.
 */
export const kama = defineIndicator({
  name: 'kama',
  title: 'Kaufman adaptive moving average',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => kamaState(period),
  step(state, input, output) {
    output[0] = pushKama(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    kamaColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
