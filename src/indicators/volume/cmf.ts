import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { closeLocation } from '../kernels/money-flow.ts'
import { runTiles } from '../kernels/tiles.ts'
import { pushSum, windowSum } from '../kernels/window.ts'
import { newShare } from '../kernels/window-ladder.ts'

/**
 * Chaikin money flow: the share of the volume that closed near the high, -1 to 1.
 *
 * Formula: sum(location x volume) / sum(volume) over the window; 0 where no volume was traded.
 * Source: M. Chaikin; TA-Lib CMF.
 * Warm-up: period - 1 bars. Output: value.
 */
export const cmf = defineIndicator({
  name: 'cmf',
  title: 'Chaikin money flow',
  params: { period: bars(20) },
  inputs: ['high', 'low', 'close', 'volume'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ flow: windowSum(period), volume: windowSum(period) }),
  step(state, input, output) {
    const flow = pushSum(state.flow, closeLocation(input[0]!, input[1]!, input[2]!) * input[3]!)
    const volume = pushSum(state.volume, input[3]!)
    output[0] = volume === 0 ? 0 : flow / volume
  },
  columns({ period }, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start + period - 1, unit: 2 * period }, (memory) => {
      const { kernels } = memory
      const [pairs, share] = [memory.column(2), newShare(memory, period)]
      return (rows, [high, low, close, volume, y]) => {
        kernels.closeFlows(high!, low!, close!, volume!, pairs, rows)
        kernels.shareOnly(share, pairs, y!, rows)
      }
    })
  },
})
