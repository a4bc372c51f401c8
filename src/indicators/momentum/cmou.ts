import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { gainOf } from '../kernels/strength.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Chande momentum oscillator as published: sums instead of smoothed averages.
 *
 * Formula: 100 (G - L) / (G + L), G and L the sums of gains and losses over the window; 0 where nothing has moved.
 * Source: T. Chande 1994; TA-Lib CMOU.
 * Warm-up: period bars. Output: value.
 */
export const cmou = defineIndicator({
  name: 'cmou',
  title: 'Chande momentum oscillator',
  params: { period: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ previous: Number.NaN, gain: windowSum(period), loss: windowSum(period) }),
  step(state, input, output) {
    const change = input[0]! - state.previous
    state.previous = input[0]!
    const gain = pushSum(state.gain, gainOf(change))
    const loss = pushSum(state.loss, gainOf(-change))
    const both = gain + loss
    output[0] = both === 0 ? 0 : (100 * (gain - loss)) / both
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start: start + 1, end, first: start + period, lag: 1, unit: 4 * period }
    runTiles(run, (memory) => {
      const { kernels, column } = memory
      const [rises, falls, gains, losses] = [column(), column(), column(), column()]
      const [gain, loss] = [newSum(memory, period), newSum(memory, period)]
      return (rows, [x, y]) => {
        kernels.gains(x!, rises, falls, rows)
        kernels.sum(gain, rises, gains, rows)
        kernels.sum(loss, falls, losses, rows)
        kernels.netShare(gains, losses, y!, rows)
      }
    })
  },
})
