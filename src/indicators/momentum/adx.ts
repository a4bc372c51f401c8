import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { directionalIndex, directionalState, pushDirectional } from '../kernels/directional.ts'
import { indexColumn } from '../kernels/directional-columns.ts'
import { pushWilder, wilderColumn, wilderState } from '../kernels/wilder.ts'

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
  init: ({ period }) => ({ movement: directionalState(period), average: wilderState(period) }),
  step(state, input, output) {
    const { movement } = state
    const count = pushDirectional(movement, input)
    output[0] = count < movement.period ? Number.NaN : pushWilder(state.average, directionalIndex(movement))
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const output = outputs[0]!
    indexColumn({ high, low, close, output, period, start, end })
    const from = start + period
    wilderColumn({ input: output, output, period, start: from, end })
    output.fill(Number.NaN, from, from + period - 1)
  },
})
