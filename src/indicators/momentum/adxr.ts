import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { directionalIndex, movementState, pushMovement } from '../kernels/directional.ts'
import { averageIndexColumn } from '../kernels/directional-columns.ts'
import { pushEma } from '../kernels/exponential.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Mean of the ADX now and period - 1 bars ago.
 *
 * Formula: (ADX[t] + ADX[t - (period - 1)]) / 2.
 * Source: J. W. Wilder 1978; TA-Lib ADXR.
 * Warm-up: 3 period - 2 bars. Output: value.
 */
export const adxr = defineIndicator({
  name: 'adxr',
  title: 'Average directional movement index rating',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => 3 * period - 2,
  init: ({ period }) => ({
    movement: movementState(period),
    average: wilderState(period),
    before: delayLine(period - 1),
  }),
  step(state, input, output) {
    const { movement } = state
    const count = pushMovement(movement, input[0]!, input[1]!)
    if (count < movement.period) return
    const adx = pushEma(state.average, directionalIndex(movement))
    output[0] = (adx + pushDelay(state.before, adx)) / 2
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low] = inputs as readonly [Float64Array, Float64Array]
    const output = outputs[0]!
    averageIndexColumn({ high, low, output, period, start, end }, wilderState(period))
    const first = start + 3 * period - 2
    // Backwards, so that what is averaged with is still the index itself.
    for (let t = end - 1; t >= first; t--) output[t] = (output[t]! + output[t - period + 1]!) / 2
    output.fill(Number.NaN, start + 2 * period - 1, first)
  },
})
