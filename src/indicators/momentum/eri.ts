import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type EmaState, emaState, pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { runTiles } from '../kernels/tiles.ts'
import { stepRows } from '../kernels/warm-up.ts'

/**
 * Elder ray: how far the bar reaches above and below an exponential average.
 *
 * Formula: bull = high - EMA(close), bear = low - EMA(close).
 * Source: A. Elder 1989; TA-Lib ERI.
 * Warm-up: period - 1 bars. Outputs: bull, bear.
 */
export const eri = defineIndicator({
  name: 'eri',
  title: 'Elder ray index',
  params: { period: bars(13) },
  inputs: ['high', 'low', 'close'],
  outputs: ['bull', 'bear'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => emaState(period),
  step: pushRays,
  columns({ period }, { inputs, outputs, start, end }) {
    const average = emaState(period)
    const first = start + period - 1
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    stepRows({ inputs, outputs, start, end: from, first }, (input, output) => {
      pushRays(average, input, output)
    })
    runTiles({ inputs, outputs, start: from, end, first: from }, (memory) => {
      const { kernels } = memory
      const [averages, state] = [memory.column(), newEma(memory, average)]
      return (rows, [top, bottom, x, above, below]) => {
        kernels.ema(state, x!, averages, rows)
        kernels.subtract(top!, averages, above!, rows)
        kernels.subtract(bottom!, averages, below!, rows)
      }
    })
  },
})

function pushRays(state: EmaState, input: ArrayLike<number>, output: Float64Array): void {
  const average = pushEma(state, input[2]!)
  output[0] = input[0]! - average
  output[1] = input[1]! - average
}
