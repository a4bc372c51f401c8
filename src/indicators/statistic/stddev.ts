import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { deviationColumn } from '../kernels/moment-columns.ts'
import { pushMoments, windowMoments } from '../kernels/moments.ts'

/**
 * Standard deviation about the mean; of the population unless sample is 1.
 *
 * Formula: deviations x sqrt(sum((x - mean)^2) / (period - sample)).
 * Source: TA-Lib STDDEV; variance relative to a moving base (kernels/moments.ts).
 * Warm-up: period - 1 bars. Output: value.
 */
export const stddev = defineIndicator({
  name: 'stddev',
  title: 'Standard deviation',
  params: {
    period: bars(5),
    deviations: { default: 1, low: 0 },
    sample: { default: 0, low: 0, high: 1, integer: true },
  },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  check: ({ period, sample }) =>
    sample < period ? undefined : 'a sample needs a period of at least 2, but it is 1.',
  init: ({ period, deviations, sample }) => ({
    deviations,
    scale: period / (period - sample),
    moments: windowMoments(period),
  }),
  step(state, input, output) {
    if (pushMoments(state.moments, input[0]!))
      output[0] = state.deviations * Math.sqrt(state.scale * state.moments.variance)
  },
  columns({ period, deviations, sample }, { inputs, outputs, start, end }) {
    const scale = period / (period - sample)
    deviationColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end }, scale, deviations)
  },
})
