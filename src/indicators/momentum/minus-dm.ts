import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { movementState, pushMovement } from '../kernels/directional.ts'
import { movementColumn } from '../kernels/directional-columns.ts'

/**
 * Smoothed downward directional movement, in units of price.
 *
 * Formula: low[t - 1] - low where it is positive and exceeds high - high[t - 1], summed by Wilder (kernels/directional.ts).
 * Source: J. W. Wilder 1978; TA-Lib MINUS_DM.
 * Warm-up: period - 1 bars. Output: value.
 */
export const minusDm = defineIndicator({
  name: 'minus-dm',
  title: 'Minus directional movement',
  params: { period: bars(14, 2) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => movementState(period),
  step(state, input, output) {
    const count = pushMovement(state, input[0]!, input[1]!)
    output[0] = count < state.period - 1 ? Number.NaN : state.minus.value
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low] = inputs as readonly [Float64Array, Float64Array]
    movementColumn({ high, low, output: outputs[0]!, period, start, end }, 'minus')
  },
})
