import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, pushAverage } from '../kernels/average.ts'
import { averagesColumn } from '../kernels/average-columns.ts'
import { percentChange } from '../kernels/percent-change.ts'
import { slowerLookback, twoAverages } from '../kernels/two-averages.ts'

/**
 * Percentage price oscillator: the difference of two averages in percent of the slow one.
 *
 * Formula: 100 (average(x, fast) - average(x, slow)) / average(x, slow); 0 where the slow one is 0.
 * Source: TA-Lib PPO.
 * Warm-up: that of the slow average. Output: value.
 */
export const ppo = defineIndicator({
  name: 'ppo',
  title: 'Percentage price oscillator',
  params: { fast: bars(12), slow: bars(26), kind: average('ema') },
  inputs: ['close'],
  outputs: ['value'],
  lookback: slowerLookback,
  init: twoAverages,
  step(state, input, output) {
    output[0] = percentChange(pushAverage(state.fast, input[0]!), pushAverage(state.slow, input[0]!))
  },
  columns(p, { inputs, outputs, start, end }) {
    const run = { input: inputs[0]!, output: outputs[0]!, start, end }
    averagesColumn({ ...run, ...p }, 'percentChange')
  },
})
