import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Acceleration bands: averages of highs and lows pushed out by the relative range.
 *
 * Formula: upper = SMA(high (1 + 4 r)), lower = SMA(low (1 - 4 r)), r = (high - low) / (high + low); middle = SMA(close).
 * Source: P. Headley; TA-Lib ACCBANDS.
 * Warm-up: period - 1 bars. Outputs: middle, upper, lower.
 */
export const accbands = defineIndicator({
  name: 'accbands',
  title: 'Acceleration bands',
  params: { period: bars(20) },
  inputs: ['high', 'low', 'close'],
  outputs: ['middle', 'upper', 'lower'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ middle: windowSum(period), upper: windowSum(period), lower: windowSum(period) }),
  step(state, input, output) {
    const high = input[0]!
    const low = input[1]!
    const both = high + low
    const push = both === 0 ? 0 : (4 * (high - low)) / both
    const { period } = state.middle
    output[0] = pushSum(state.middle, input[2]!) / period
    output[1] = pushSum(state.upper, high * (1 + push)) / period
    output[2] = pushSum(state.lower, low * (1 - push)) / period
  },
  columns({ period }, { inputs, outputs, start, end }) {
    runTiles({ inputs, outputs, start, end, first: start + period - 1, unit: 4 * period }, (memory) => {
      const { kernels, column } = memory
      const [ups, downs] = [column(), column()]
      const [middles, uppers, lowers] = [1, 2, 3].map(() => newSum(memory, period))
      return (rows, [high, low, close, middle, upper, lower]) => {
        kernels.accelerations(high!, low!, ups, downs, rows)
        kernels.mean(middles!, close!, middle!, rows, period)
        kernels.mean(uppers!, ups, upper!, rows, period)
        kernels.mean(lowers!, downs, lower!, rows, period)
      }
    })
  },
})
