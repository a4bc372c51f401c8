import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { correlationColumn } from '../kernels/pair-columns.ts'
import { productsXY, pushPair, squaresX, squaresY, windowPairs } from '../kernels/pairs.ts'

/**
 * Pearson correlation of two features; 0 where one of them does not move.
 *
 * Formula: sum of products of deviations over the root of the product of squared deviations.
 * Source: TA-Lib CORREL.
 * Warm-up: period - 1 bars. Output: value.
 */
export const correl = defineIndicator({
  name: 'correl',
  title: 'Rolling correlation',
  params: { period: bars(30, 2) },
  inputs: ['x', 'y'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowPairs(period),
  step(state, input, output) {
    if (!pushPair(state, input[0]!, input[1]!)) return
    const spread = Math.sqrt(squaresX(state)) * Math.sqrt(squaresY(state))
    output[0] = spread === 0 ? 0 : Math.max(-1, Math.min(1, productsXY(state) / spread))
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [x, y] = inputs as readonly [Float64Array, Float64Array]
    correlationColumn({ x, y, output: outputs[0]!, period, start, end })
  },
})
