import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Force index: changes of the close weighted by volume, averaged.
 *
 * Formula: EMA((close - close[t - 1]) volume, period).
 * Source: A. Elder 1993; TA-Lib EFI.
 * Warm-up: period bars. Output: value.
 */
export const efi = defineIndicator({
  name: 'efi',
  title: 'Elder force index',
  params: { period: bars(13) },
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ previous: Number.NaN, average: emaState(period) }),
  step(state, input, output) {
    const change = input[0]! - state.previous
    state.previous = input[0]!
    output[0] = pushEma(state.average, change * input[1]!)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [close, volume] = inputs as readonly [Float64Array, Float64Array]
    const average = emaState(period)
    const first = start + period
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    for (let t = start + 1; t < from; t++) {
      const value = pushEma(average, (close[t]! - close[t - 1]!) * volume[t]!)
      if (t >= first) outputs[0]![t] = value
    }
    runTiles({ inputs, outputs, start: from, end, first: from, lag: 1 }, (memory) => {
      const { kernels } = memory
      const [forces, state] = [memory.column(), newEma(memory, average)]
      return (rows, [x, v, y]) => {
        kernels.subtract(x!, x! - 8, forces, rows)
        kernels.multiply(forces, v!, forces, rows)
        kernels.ema(state, forces, y!, rows)
      }
    })
  },
})
