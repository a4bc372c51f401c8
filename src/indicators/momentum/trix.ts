import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTrix, trixState } from '../kernels/chains.ts'
import { trixColumn } from '../kernels/exponential-columns.ts'

/**
 * TRIX: the rate of change of a triple exponential average, in percent.
 *
 * Formula: 100 (e[t] / e[t - 1] - 1), e = EMA(EMA(EMA(x))).
 * Source: J. Hutson 1983; TA-Lib TRIX.
 * Warm-up: 3 (period - 1) + 1 bars. Output: value.
 */
export const trix = defineIndicator({
  name: 'trix',
  title: 'Triple exponential rate of change',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => 3 * (period - 1) + 1,
  init: ({ period }) => trixState(period),
  step(state, input, output) {
    output[0] = pushTrix(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    trixColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
