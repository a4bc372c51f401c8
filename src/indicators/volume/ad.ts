import { defineIndicator } from '../define.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { closeLocation } from '../kernels/money-flow.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Accumulation and distribution: volume weighted by where in its range each bar closed, summed up.
 *
 * Formula: adds ((close - low) - (high - close)) / (high - low) x volume; a bar without range adds nothing.
 * Source: M. Chaikin; TA-Lib AD.
 * Warm-up: none. Output: value.
 */
export const ad = defineIndicator({
  name: 'ad',
  title: 'Accumulation and distribution line',
  params: {},
  inputs: ['high', 'low', 'close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ sum: 0 }),
  step(state, input, output) {
    state.sum += closeLocation(input[0]!, input[1]!, input[2]!) * input[3]!
    output[0] = state.sum
  },
  columns(_params, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start, isOnePass: true }, (memory) => {
      const sum = memory.bytes(8)
      doublesAt(sum, 1)[0] = 0
      return (count, [high, low, close, volume, y]) => {
        memory.kernels.accumulation(sum, high!, low!, close!, volume!, y!, count)
      }
    })
  },
})
