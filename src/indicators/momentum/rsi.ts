import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushStrength, strengthState } from '../kernels/strength.ts'
import { strengthColumn } from '../kernels/strength-columns.ts'

/**
 * Relative strength index: the share of upward movement in all movement, 0 to 100.
 *
 * Formula: value = 100 x G / (G + L), G and L the Wilder averages of gains max(x[t] - x[t - 1], 0) and losses.
 * Where nothing has moved it is 0, as TA-Lib says it; unlike there only if G + L is 0 itself, so that small prices count.
 * Source: Wilder 1978; TA-Lib RSI (default compatibility, no unstable period).
 * Warm-up: period bars. Output: value.
 */
export const rsi = defineIndicator({
  name: 'rsi',
  title: 'Relative strength index',
  params: { period: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => strengthState(period),
  step(state, input, output) {
    output[0] = pushStrength(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    strengthColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
