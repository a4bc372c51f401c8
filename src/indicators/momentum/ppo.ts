import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { average, averageLookback, averageState, pushAverage } from '../kernels/average.ts'
import { averagesColumn } from '../kernels/average-columns.ts'

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
  lookback: (p) => averageLookback(p.kind, Math.max(p.fast, p.slow)),
  init: (p) => ({
    fast: averageState(p.kind, Math.min(p.fast, p.slow)),
    slow: averageState(p.kind, Math.max(p.fast, p.slow)),
  }),
  step(state, input, output) {
    const fast = pushAverage(state.fast, input[0]!)
    const slow = pushAverage(state.slow, input[0]!)
    output[0] = slow === 0 ? 0 : ((fast - slow) / slow) * 100
  },
  columns({ fast, slow, kind }, { inputs, outputs, start, end }) {
    const run = { input: inputs[0]!, output: outputs[0]!, start, end }
    averagesColumn({ ...run, kind, fast, slow }, 'percentChange')
  },
})
