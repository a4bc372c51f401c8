import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { returnSlopeColumn } from '../kernels/pair-columns.ts'
import { productsXY, pushPair, squaresX, windowPairs } from '../kernels/pairs.ts'

/**
 * Rolling beta: the slope of the returns of y on the returns of x; 0 where x does not move.
 *
 * Formula: cov(rx, ry) / var(rx) over period returns r = x[t] / x[t - 1] - 1, 0 after a value of 0.
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
    const x = returnOf(input[0]!, state.x)
    const y = returnOf(input[1]!, state.y)
    state.x = input[0]!
    state.y = input[1]!
    if (!pushPair(state.pairs, x, y)) return
    const squares = squaresX(state.pairs)
    output[0] = squares === 0 ? 0 : productsXY(state.pairs) / squares
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [x, y] = inputs as readonly [Float64Array, Float64Array]
    returnSlopeColumn({ x, y, output: outputs[0]!, period, start, end })
  },
})

function returnOf(value: number, before: number): number {
  return before === 0 ? 0 : value / before - 1
}
