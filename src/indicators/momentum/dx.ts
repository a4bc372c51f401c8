import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { directionalIndex, movementState, pushMovement } from '../kernels/directional.ts'
import { indexColumn } from '../kernels/directional-columns.ts'

/**
 * Directional movement index.
 *
 * Formula: 100 |+DI - -DI| / (+DI + -DI); the value before where both are 0.
 * Source: J. W. Wilder 1978; TA-Lib DX.
 * Warm-up: period bars. Output: value.
 */
export const dx = defineIndicator({
  name: 'dx',
  title: 'Directional movement index',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => movementState(period),
  step(state, input, output) {
    const count = pushMovement(state, input[0]!, input[1]!)
    output[0] = count < state.period ? Number.NaN : directionalIndex(state)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low] = inputs as readonly [Float64Array, Float64Array]
    indexColumn({ high, low, output: outputs[0]!, period, start, end })
  },
})
