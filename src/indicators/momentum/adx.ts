import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { directionalIndex, movementState, pushMovement } from '../kernels/directional.ts'
import { averageIndexColumn } from '../kernels/directional-columns.ts'
import { pushEma } from '../kernels/exponential.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Average directional movement index: how directed the movement is, whichever way.
 *
 * Formula: Wilder average of DX.
 * Source: J. W. Wilder 1978; TA-Lib ADX.
 * Warm-up: 2 period - 1 bars. Output: value.
 */
export const adx = defineIndicator({
  name: 'adx',
  title: 'Average directional movement index',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => 2 * period - 1,
  init: ({ period }) => ({ movement: movementState(period), average: wilderState(period) }),
  step(state, input, output) {
    const { movement } = state
    const count = pushMovement(movement, input[0]!, input[1]!)
    output[0] = count < movement.period ? Number.NaN : pushEma(state.average, directionalIndex(movement))
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low] = inputs as readonly [Float64Array, Float64Array]
    const run = { high, low, output: outputs[0]!, period, start, end }
    averageIndexColumn(run, wilderState(period))
  },
})
