import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { averageLookback } from '../kernels/average.ts'
import { demaState } from '../kernels/chains.ts'
import { pushChain } from '../kernels/ema-chain.ts'
import { demaColumn } from '../kernels/exponential-columns.ts'

/**
 * Double exponential moving average.
 *
 * Formula: 2 EMA(x) - EMA(EMA(x)).
 * Source: P. Mulloy, Stocks and Commodities 1994; TA-Lib DEMA.
 * Warm-up: 2 (period - 1) bars. Output: value.
 */
export const dema = defineIndicator({
  name: 'dema',
  title: 'Double exponential moving average',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => averageLookback('dema', period),
  init: ({ period }) => demaState(period),
  step(state, input, output) {
    output[0] = pushChain(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    demaColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
