import { defineIndicator } from '../define.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Price volume trend: volume weighted by returns, summed up; starts at 0.
 *
 * Formula: adds volume (close - close[t - 1]) / close[t - 1].
 * Source: TA-Lib PVT.
 * Warm-up: none. Output: value.
 */
export const pvt = defineIndicator({
  name: 'pvt',
  title: 'Price volume trend',
  params: {},
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ close: Number.NaN, sum: 0 }),
  step(state, input, output) {
    const close = input[0]!
    if (!Number.isNaN(state.close) && state.close !== 0)
      state.sum += input[1]! * ((close - state.close) / state.close)
    state.close = close
    output[0] = state.sum
  },
  columns(_, { inputs, outputs, start, end }) {
    if (start < end) outputs[0]![start] = 0
    const run = { inputs, outputs, start: start + 1, end, first: start + 1, lag: 1 }
    runTiles(run, ({ kernels, bytes }) => {
      const state = bytes(8)
      doublesAt(state, 1)[0] = 0
      return (rows, [close, volume, y]) => {
        kernels.priceVolume(state, close!, volume!, y!, rows)
      }
    })
  },
})
