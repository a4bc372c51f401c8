import { defineIndicator } from '../define.ts'

/**
 * Positive volume index: compounded returns of the bars whose volume rose; starts at 1000.
 *
 * Formula: value x close / close[t - 1] where volume > volume[t - 1], else unchanged.
 * Source: P. Dysart, N. Fosback 1976; TA-Lib PVI.
 * Warm-up: none. Output: value.
 */
export const pvi = defineIndicator({
  name: 'pvi',
  title: 'Positive volume index',
  params: {},
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ close: Number.NaN, volume: Number.NaN, value: 1000 }),
  step(state, input, output) {
    const close = input[0]!
    const volume = input[1]!
    if (volume > state.volume && state.close !== 0)
      state.value += state.value * ((close - state.close) / state.close)
    state.close = close
    state.volume = volume
    output[0] = state.value
  },
})
