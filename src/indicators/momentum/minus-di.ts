import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { directionalState, minusIndex, pushDirectional } from '../kernels/directional.ts'
import { sideColumn } from '../kernels/directional-columns.ts'

/**
 * Downward directional movement in percent of the true range.
 *
 * Formula: 100 (-DM) / TR, both smoothed (kernels/directional.ts).
 * Source: J. W. Wilder 1978; TA-Lib MINUS_DI.
 * Warm-up: period bars. Output: value.
 */
export const minusDi = defineIndicator({
  name: 'minus-di',
  title: 'Minus directional indicator',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => directionalState(period),
  step(state, input, output) {
    const count = pushDirectional(state, input)
    output[0] = count < state.movement.period ? Number.NaN : minusIndex(state)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    sideColumn({ high, low, close, output: outputs[0]!, period, start, end }, 'minus')
  },
})
