import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { runTiles } from '../kernels/tiles.ts'

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
  step(state, input, output) {
    const average = pushEma(state, input[2]!)
    output[0] = input[0]! - average
    output[1] = input[1]! - average
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const [bull, bear] = outputs as readonly [Float64Array, Float64Array]
    const average = emaState(period)
    const first = start + period - 1
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    for (let t = start; t < from; t++) {
      const value = pushEma(average, close[t]!)
      if (t >= first) bull[t] = high[t]! - value
      if (t >= first) bear[t] = low[t]! - value
    }
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
