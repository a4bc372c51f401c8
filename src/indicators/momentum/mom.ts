import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { lagColumn } from '../kernels/lag-columns.ts'

/**
 * Momentum: the change over a number of bars.
 *
 * Formula: x[t] - x[t - period].
 * Source: TA-Lib MOM.
 * Warm-up: period bars. Output: value.
 */
export const mom = defineIndicator({
  name: 'mom',
  title: 'Momentum',
  params: { period: bars(10) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => delayLine(period),
  step(state, input, output) {
    output[0] = input[0]! - pushDelay(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    lagColumn(
      { input: inputs[0]!, output: outputs[0]!, period, start, end },
      (kernels, { x, before, y, rows }) => {
        kernels.change(x, before, y, rows)
      },
    )
  },
})
