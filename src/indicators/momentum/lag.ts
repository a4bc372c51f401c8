import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type DelayLine, delayLine, pushDelay } from '../kernels/delay.ts'

/**
 * The value of some bars ago, counted in the instrument's own bars.
 *
 * Formula: value = x[t - bars]. There is no way to look ahead: `bars` is at least 1.
 * Warm-up: bars. Output: value.
 */
export const lag = defineIndicator({
  name: 'lag',
  title: 'Value of some bars ago',
  params: { bars: bars(1) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (params) => params.bars,
  init: (params) => delayLine(params.bars),
  step(state: DelayLine, input, output) {
    output[0] = pushDelay(state, input[0]!)
  },
  columns(params, { inputs, outputs, start, end }) {
    outputs[0]!.set(inputs[0]!.subarray(start, end - params.bars), start + params.bars)
  },
})
