import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { averageLookback } from '../kernels/average.ts'
import { t3State } from '../kernels/chains.ts'
import { pushChain } from '../kernels/ema-chain.ts'
import { t3Column } from '../kernels/exponential-columns.ts'

/**
 * Tillson's T3: a chain of six exponential averages with the lag taken back out.
 *
 * Formula: c1 e6 + c2 e5 + c3 e4 + c4 e3, weights from the volume factor v (kernels/chains.ts).
 * Source: T. Tillson, Stocks and Commodities 1998; TA-Lib T3.
 * Warm-up: 6 (period - 1) bars. Output: value.
 */
export const t3 = defineIndicator({
  name: 't3',
  title: 'Tillson T3 moving average',
  params: { period: bars(5), factor: { default: 0.7, low: 0, high: 1 } },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => averageLookback('t3', period),
  init: ({ period, factor }) => t3State(period, factor),
  step(state, input, output) {
    output[0] = pushChain(state, input[0]!)
  },
  columns({ period, factor }, { inputs, outputs, start, end }) {
    t3Column({ input: inputs[0]!, output: outputs[0]!, period, start, end }, factor)
  },
})
