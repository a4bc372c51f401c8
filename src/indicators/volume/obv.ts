import { defineIndicator } from '../define.ts'

/**
 * On-balance volume: starts at the first volume, as TA-Lib does, and adds the volume of rising bars, less that of falling ones.
 *
 * Formula: value + volume where close > close[t - 1], value - volume where it is below.
 * Source: J. Granville 1963; TA-Lib OBV.
 * Warm-up: none. Output: value.
 */
export const obv = defineIndicator({
  name: 'obv',
  title: 'On-balance volume',
  params: {},
  inputs: ['close', 'volume'],
  outputs: ['value'],
  lookback: () => 0,
  init: () => ({ close: Number.NaN, sum: Number.NaN }),
  step(state, input, output) {
    const close = input[0]!
    const volume = input[1]!
    if (Number.isNaN(state.sum)) state.sum = volume
    else if (close > state.close) state.sum += volume
    else if (close < state.close) state.sum -= volume
    state.close = close
    output[0] = state.sum
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [close, volume] = inputs as readonly [Float64Array, Float64Array]
    const output = outputs[0]!
    let sum = volume[start]!
    output[start] = sum
    for (let t = start + 1; t < end; t++) {
      if (close[t]! > close[t - 1]!) sum += volume[t]!
      else if (close[t]! < close[t - 1]!) sum -= volume[t]!
      output[t] = sum
    }
  },
})
