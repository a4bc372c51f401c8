import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { averageLookback } from '../kernels/average.ts'
import { temaState } from '../kernels/chains.ts'
import { pushChain } from '../kernels/ema-chain.ts'
import { temaColumn } from '../kernels/exponential-columns.ts'

/**
 * Triple exponential moving average.
 *
 * Formula: 3 EMA - 3 EMA(EMA) + EMA(EMA(EMA)).
 * Source: P. Mulloy, Stocks and Commodities 1994; TA-Lib TEMA.
 * Warm-up: 3 (period - 1) bars. Output: value.
 */
export const tema = defineIndicator({
  name: 'tema',
  title: 'Triple exponential moving average',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => averageLookback('tema', period),
  init: ({ period }) => temaState(period),
  step(state, input, output) {
    output[0] = pushChain(state, input[0]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    temaColumn({ input: inputs[0]!, output: outputs[0]!, period, start, end })
  },
})
