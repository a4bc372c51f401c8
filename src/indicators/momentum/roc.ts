import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type DelayLine, delayLine, pushDelay } from '../kernels/delay.ts'
import { lagColumn } from '../kernels/lag-columns.ts'

/**
 * Rate of change in percent.
 *
 * Formula: value = (x[t] / x[t - period] - 1) x 100; 0 where x[t - period] is 0, as TA-Lib says it.
 * Source: TA-Lib ROC.
 * Warm-up: period bars. Output: value.
 */
export const roc = defineIndicator({
  name: 'roc',
  title: 'Rate of change, percent',
  params: { period: bars(10) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => delayLine(period),
  step(state: DelayLine, input, output) {
    const value = input[0]!
    output[0] = percentChange(value, pushDelay(state, value))
  },
  columns({ period }, { inputs, outputs, start, end }) {
    lagColumn(
      { input: inputs[0]!, output: outputs[0]!, period, start, end },
      (kernels, { x, before, y, rows }) => {
        kernels.relativeChange(x, before, y, rows, 100)
      },
    )
  },
})

function percentChange(value: number, before: number): number {
  return before === 0 ? 0 : (value / before - 1) * 100
}
