import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, windowSum } from '../kernels/window.ts'

/**
 * Intraday momentum index: the share of rising bodies in all bodies.
 *
 * Formula: 100 G / (G + L), G the sum of close - open of rising bars, L that of open - close of falling ones; 0 where no bar has a body.
 * Source: T. Chande 1994; TA-Lib IMI.
 * Warm-up: period - 1 bars. Output: value.
 */
export const imi = defineIndicator({
  name: 'imi',
  title: 'Intraday momentum index',
  params: { period: bars(14) },
  inputs: ['open', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ gain: windowSum(period), loss: windowSum(period) }),
  step(state, input, output) {
    const body = input[1]! - input[0]!
    const gain = pushSum(state.gain, Math.max(body, 0))
    const both = gain + pushSum(state.loss, Math.max(-body, 0))
    output[0] = both === 0 ? 0 : 100 * (gain / both)
  },
})
