import { defineIndicator } from '../define.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Market facilitation index: the range per unit of volume.
 *
 * Formula: (high - low) / volume; 0 where no volume was traded.
 * Source: B. Williams 1995; TA-Lib MARKETFI.
 * Warm-up: none. Output: value.
 */
export const marketfi = defineIndicator({
  name: 'marketfi',
  title: 'Market facilitation index',
  params: {},
  inputs: ['high', 'low', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({}),
  step(_state, input, output) {
    output[0] = input[2]! === 0 ? 0 : (input[0]! - input[1]!) / input[2]!
  },
  columns(_, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start, end, first: start, isOnePass: true }
    runTiles(run, ({ kernels }) => (rows, [high, low, volume, y]) => {
      kernels.marketFacilitation(high!, low!, volume!, y!, rows)
    })
  },
})
