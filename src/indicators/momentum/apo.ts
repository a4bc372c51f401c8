import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, pushAverage } from '../kernels/average.ts'
import { averagesColumn } from '../kernels/average-columns.ts'
import { slowerLookback, twoAverages } from '../kernels/two-averages.ts'

/**
 * Absolute price oscillator: the difference of two averages of one kind.
 *
 * Formula: average(x, fast) - average(x, slow).
 * Source: TA-Lib APO.
 * Warm-up: that of the slow average. Output: value.
 */
export const apo = defineIndicator({
  name: 'apo',
  title: 'Absolute price oscillator',
  params: { fast: bars(12), slow: bars(26), kind: average('ema') },
  inputs: ['close'],
  outputs: ['value'],
  lookback: slowerLookback,
  init: twoAverages,
  step(state, input, output) {
    output[0] = pushAverage(state.fast, input[0]!) - pushAverage(state.slow, input[0]!)
  },
  columns(p, { inputs, outputs, start, end }) {
    const run = { input: inputs[0]!, output: outputs[0]!, start, end }
    averagesColumn({ ...run, ...p }, 'subtract')
  },
})
