import { defineIndicator } from '../define.ts'

/**
 * Heikin-Ashi bars: each opens in the middle of the body before.
 *
 * Formula: close = (o + h + l + c) / 4, open = (open[t - 1] + close[t - 1]) / 2, first (o + c) / 2; high, low = extremes of h, l, open, close.
 * Source: D. Valcu, Stocks and Commodities 2004; TA-Lib HA.
 * Warm-up: none. Outputs: close, open, high, low.
 */
export const heikinAshi = defineIndicator({
  name: 'heikin-ashi',
  title: 'Heikin-Ashi',
  params: {},
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['close', 'open', 'high', 'low'],
  lookback: () => 0,
  init: () => ({ open: Number.NaN, close: Number.NaN }),
  step(state, input, output) {
    const close = (input[0]! + input[1]! + input[2]! + input[3]!) / 4
    const open = Number.isNaN(state.open) ? (input[0]! + input[3]!) / 2 : (state.open + state.close) / 2
    state.open = open
    state.close = close
    output[0] = close
    output[1] = open
    output[2] = Math.max(input[1]!, open, close)
    output[3] = Math.min(input[2]!, open, close)
  },
})
