import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Money flow index: an RSI weighted by volume.
 *
 * Formula: 100 P / (P + N), P and N the sums of typical price x volume where it rose or fell; 0 where nothing flowed (in TA-Lib: less than 1).
 * Source: G. Quong and A. Soudack 1989; TA-Lib MFI.
 * Warm-up: period bars. Output: value.
 */
export const mfi = defineIndicator({
  name: 'mfi',
  title: 'Money flow index',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close', 'volume'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ previous: Number.NaN, up: windowSum(period), down: windowSum(period) }),
  step(state, input, output) {
    const typical = (input[0]! + input[1]! + input[2]!) / 3
    const change = typical - state.previous
    state.previous = typical
    if (Number.isNaN(change)) return
    const flow = typical * input[3]!
    // Equal prices whose sums were rounded differently have not moved.
    const noise = 1e-12 * Math.abs(typical)
    const up = pushSum(state.up, change > noise ? flow : 0)
    const both = up + pushSum(state.down, change < -noise ? flow : 0)
    output[0] = both === 0 ? 0 : 100 * (up / both)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const rows = { inputs, outputs, start: start + 1, end, first: start + period }
    runTiles({ ...rows, lag: 1, unit: 4 * period }, (memory) => {
      const { kernels, column } = memory
      const [prices, up, down, ups, downs] = [column(), column(), column(), column(), column()] as const
      const [rising, falling] = [newSum(memory, period), newSum(memory, period)]
      return (count, [high, low, close, volume, y]) => {
        kernels.typicalPrice(high! - 8, low! - 8, close! - 8, prices, count + 1)
        kernels.moneyFlows(prices + 8, volume!, up, down, count)
        kernels.sum(rising, up, ups, count)
        kernels.sum(falling, down, downs, count)
        kernels.balance(ups, downs, y!, count)
      }
    })
  },
})
