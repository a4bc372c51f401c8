import { defineIndicator } from '../define.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * On-balance volume: starts at the first volume, as TA-Lib does, and adds the volume of rising bars, less that of falling ones.
 *
 * Formula: value + volume where close > close[t - 1], value - volume where it is below.
 * Source: J. Granville 1963; TA-Lib OBV.
 * Warm-up: none. Output: value.
 */
export const obv = defineIndicator({
  name: 'obv',
  title: 'On-balance volume',
  params: {},
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ close: Number.NaN, sum: Number.NaN }),
  step(state, input, output) {
    const close = input[0]!
    const volume = input[1]!
    if (Number.isNaN(state.sum)) state.sum = volume
    else if (close > state.close) state.sum += volume
    else if (close < state.close) state.sum -= volume
    state.close = close
    output[0] = state.sum
  },
  columns(_params, { inputs, outputs, start, end }) {
    const first = inputs[1]![start]!
    outputs[0]![start] = first
    runTiles(
      { inputs, outputs, start: start + 1, end, first: start + 1, lag: 1, isOnePass: true },
      (memory) => {
        const sum = memory.bytes(8)
        doublesAt(sum, 1)[0] = first
        return (count, [close, volume, y]) => {
          memory.kernels.onBalance(sum, close!, volume!, y!, count)
        }
      },
    )
  },
})
