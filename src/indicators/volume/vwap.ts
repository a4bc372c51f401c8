import { defineIndicator } from '../define.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Volume-weighted average price since the first bar. See session-vwap and anchored-vwap for one that starts anew.
 *
 * Formula: sum(typical price x volume) / sum(volume); the typical price while no volume was traded.
 * Source: TA-Lib VWAP.
 * Warm-up: none. Output: value.
 */
export const vwap = defineIndicator({
  name: 'vwap',
  title: 'Volume-weighted average price',
  params: {},
  inputs: ['high', 'low', 'close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ flow: 0, volume: 0 }),
  step(state, input, output) {
    const typical = (input[0]! + input[1]! + input[2]!) / 3
    state.flow += typical * input[3]!
    state.volume += input[3]!
    output[0] = state.volume === 0 ? typical : state.flow / state.volume
  },
  columns(_, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start, isOnePass: true }, ({ kernels, bytes }) => {
      const state = bytes(16)
      doublesAt(state, 2).fill(0)
      return (rows, [high, low, close, volume, y]) => {
        kernels.weightedByVolume(state, high!, low!, close!, volume!, y!, rows)
      }
    })
  },
})
