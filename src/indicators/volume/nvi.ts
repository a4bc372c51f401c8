import { defineIndicator } from '../define.ts'

/**
 * Negative volume index: compounded returns of the bars whose volume fell; starts at 1000.
 *
 * Formula: value x close / close[t - 1] where volume < volume[t - 1], else unchanged.
 * Source: P. Dysart, N. Fosback 1976; TA-Lib NVI.
 * Warm-up: none. Output: value.
 */
export const nvi = defineIndicator({
  name: 'nvi',
  title: 'Negative volume index',
  params: {},
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ close: Number.NaN, volume: Number.NaN, value: 1000 }),
  step(state, input, output) {
    const close = input[0]!
    const volume = input[1]!
    if (volume < state.volume && state.close !== 0)
      state.value += state.value * ((close - state.close) / state.close)
    state.close = close
    state.volume = volume
    output[0] = state.value
  },
})
