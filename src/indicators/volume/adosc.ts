import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { closeLocation } from '../kernels/money-flow.ts'

/**
 * Chaikin oscillator: the difference of two exponential averages of the accumulation and distribution line, both started at its
 * first value.
 *
 * Formula: EMA(AD, fast) - EMA(AD, slow).
 * Source: M. Chaikin; TA-Lib ADOSC.
 * Warm-up: max(fast, slow) - 1 bars. Output: value.
 */
export const adosc = defineIndicator({
  name: 'adosc',
  title: 'Chaikin oscillator',
  params: { fast: bars(3), slow: bars(10) },
  inputs: ['high', 'low', 'close', 'volume'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.fast, p.slow) - 1,
  init: (p) => ({
    quick: 2 / (p.fast + 1),
    steady: 2 / (p.slow + 1),
    settle: Math.max(p.fast, p.slow) - 1,
    count: 0,
    line: 0,
    fast: Number.NaN,
    slow: Number.NaN,
  }),
  step(state, input, output) {
    state.line += closeLocation(input[0]!, input[1]!, input[2]!) * input[3]!
    if (state.count === 0) {
      state.fast = state.line
      state.slow = state.line
    } else {
      state.fast += state.quick * (state.line - state.fast)
      state.slow += state.steady * (state.line - state.slow)
    }
    if (state.count++ >= state.settle) output[0] = state.fast - state.slow
  },
  columns(p, { inputs, outputs, start, end }) {
    const [high, low, close, volume] = inputs as readonly [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const output = outputs[0]!
    const quick = 2 / (p.fast + 1)
    const steady = 2 / (p.slow + 1)
    const settled = start + Math.max(p.fast, p.slow) - 1
    let line = closeLocation(high[start]!, low[start]!, close[start]!) * volume[start]!
    let fast = line
    let slow = line
    if (settled === start) output[start] = 0
    for (let t = start + 1; t < end; t++) {
      line += closeLocation(high[t]!, low[t]!, close[t]!) * volume[t]!
      fast += quick * (line - fast)
      slow += steady * (line - slow)
      if (t >= settled) output[t] = fast - slow
    }
  },
})
