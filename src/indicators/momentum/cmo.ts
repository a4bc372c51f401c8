import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushBalance, strengthState } from '../kernels/strength.ts'
import { balanceColumn } from '../kernels/strength-columns.ts'

/**
 * Chande momentum oscillator on Wilder averages, as TA-Lib has it; cmou is the unsmoothed original.
 *
 * Formula: 100 (G - L) / (G + L), G and L the Wilder averages of gains and losses; 0 where nothing has moved.
 * Source: T. Chande 1994; TA-Lib CMO.
 * Warm-up: period bars. Output: value.
 */
export const cmo = defineIndicator({
  name: 'cmo',
  title: 'Chande momentum oscillator, smoothed',
  params: { period: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => strengthState(period),
  step(state, input, output) {
    output[0] = pushBalance(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    balanceColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
