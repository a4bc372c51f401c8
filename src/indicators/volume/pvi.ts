import { defineIndicator } from '../define.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Positive volume index: compounded returns of the bars whose volume rose; starts at 1000.
 *
 * Formula: value x close / close[t - 1] where volume > volume[t - 1], else unchanged.
 * Source: P. Dysart, N. Fosback 1976; TA-Lib PVI.
 * Warm-up: none. Output: value.
 */
export const pvi = defineIndicator({
  name: 'pvi',
  title: 'Positive volume index',
  params: {},
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ close: Number.NaN, volume: Number.NaN, value: 1000 }),
  step(state, input, output) {
    const close = input[0]!
    const volume = input[1]!
    if (volume > state.volume && state.close !== 0)
      state.value += state.value * ((close - state.close) / state.close)
    state.close = close
    state.volume = volume
    output[0] = state.value
  },
  columns(_, { inputs, outputs, start, end }) {
    if (start < end) outputs[0]![start] = 1000
    const run = { inputs, outputs, start: start + 1, end, first: start + 1, lag: 1, isOnePass: true }
    runTiles(run, ({ kernels, bytes }) => {
      const state = bytes(16)
      doublesAt(state, 2).set([1000, 1])
      return (rows, [close, volume, y]) => {
        kernels.compound(state, close!, volume!, y!, rows)
      }
    })
  },
})
