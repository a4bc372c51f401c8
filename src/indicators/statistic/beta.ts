import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pairColumn } from '../kernels/pair-columns.ts'
import { productsXY, pushPair, squaresX, windowPairs } from '../kernels/pairs.ts'

/**
 * Rolling beta: the slope of the returns of y on the returns of x; 0 where x does not move.
 *
 * Formula: cov(rx, ry) / var(rx) over period returns r = x[t] / x[t - 1] - 1.
 * Source: TA-Lib BETA, whose first input is the market.
 * Warm-up: period bars. Output: value.
 */
export const beta = defineIndicator({
  name: 'beta',
  title: 'Rolling beta',
  params: { period: bars(5) },
  inputs: ['x', 'y'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ x: Number.NaN, y: Number.NaN, pairs: windowPairs(period) }),
  step(state, input, output) {
    const x = input[0]! / state.x - 1
    const y = input[1]! / state.y - 1
    state.x = input[0]!
    state.y = input[1]!
    if (!pushPair(state.pairs, x, y)) return
    const squares = squaresX(state.pairs)
    output[0] = squares === 0 ? 0 : productsXY(state.pairs) / squares
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const x = returnsOf(inputs[0]!, start, end)
    const y = returnsOf(inputs[1]!, start, end)
    const output = outputs[0]!.subarray(start + 1, end)
    pairColumn({ x, y, output, period, start: 0, end: x.length }, 'slope')
  },
})

/** Row i is the return of row start + 1 + i. */
function returnsOf(input: Float64Array, start: number, end: number): Float64Array {
  const returns = new Float64Array(end - start - 1)
  for (let i = 0; i < returns.length; i++) returns[i] = input[start + 1 + i]! / input[start + i]! - 1
  return returns
}
