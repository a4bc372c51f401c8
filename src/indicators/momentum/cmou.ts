import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { gainOf } from '../kernels/strength.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

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
})
