import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushMoments, windowMoments } from '../kernels/moments.ts'

/**
 * Distance from the mean of the window in population standard deviations; 0 where nothing deviates.
 *
 * Formula: (x - mean) / sd over the last period bars.
 * Source: textbook.
 * Warm-up: period - 1 bars. Output: value.
 */
export const zscore = defineIndicator({
  name: 'zscore',
  title: 'Rolling z-score',
  params: { period: bars(20, 2) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowMoments(period),
  step(state, input, output) {
    if (pushMoments(state, input[0]!))
      output[0] = state.variance === 0 ? 0 : (input[0]! - state.mean) / Math.sqrt(state.variance)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const output = outputs[0]!
    const state = windowMoments(period)
    for (let t = start; t < end; t++) {
      if (!pushMoments(state, input[t]!)) continue
      output[t] = state.variance === 0 ? 0 : (input[t]! - state.mean) / Math.sqrt(state.variance)
    }
  },
})
