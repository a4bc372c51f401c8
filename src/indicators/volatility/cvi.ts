import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'

/**
 * Chaikin volatility: the rate of change of the average range, in percent.
 *
 * Formula: ROC(EMA(high - low, period), change); 0 where the average was 0.
 * Source: M. Chaikin; TA-Lib CVI.
 * Warm-up: period - 1 + change bars. Output: value.
 */
export const cvi = defineIndicator({
  name: 'cvi',
  title: 'Chaikin volatility',
  params: { period: bars(10), change: bars(10) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: (p) => p.period - 1 + p.change,
  init: (p) => ({ range: emaState(p.period), before: delayLine(p.change) }),
  step(state, input, output) {
    const range = pushEma(state.range, input[0]! - input[1]!)
    const before = pushDelay(state.before, range)
    output[0] = before === 0 ? 0 : ((range - before) / before) * 100
  },
})
