import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { lagColumn } from '../kernels/lag-columns.ts'

/**
 * Rate of change as a fraction.
 *
 * Formula: x[t] / x[t - period] - 1; 0 where x[t - period] is 0.
 * Source: TA-Lib ROCP.
 * Warm-up: period bars. Output: value.
 */
export const rocp = defineIndicator({
  name: 'rocp',
  title: 'Rate of change, fraction',
  params: { period: bars(10) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => delayLine(period),
  step(state, input, output) {
    const before = pushDelay(state, input[0]!)
    output[0] = before === 0 ? 0 : (input[0]! - before) / before
  },
  columns({ period }, { inputs, outputs, start, end }) {
    lagColumn(
      { input: inputs[0]!, output: outputs[0]!, period, start, end },
      (kernels, { x, before, y, rows }) => {
        kernels.fraction(x, before, y, rows)
      },
    )
  },
})
