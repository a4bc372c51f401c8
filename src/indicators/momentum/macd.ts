import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type EmaState, emaState, pushEma } from '../kernels/exponential.ts'

/**
 * Moving average convergence and divergence. As in TA-Lib both averages begin at one bar: the fast one is seeded with the mean of the
 * values just before the slow one is.
 *
 * Formula: macd = EMA(x, fast) - EMA(x, slow), signal = EMA(macd, signal), histogram = macd - signal.
 * Source: G. Appel 1979; TA-Lib MACD, which swaps fast and slow where fast is the longer one.
 * Warm-up: max(fast, slow) - 1 + signal - 1 bars. Outputs: macd, signal, histogram.
 */
export const macd = defineIndicator({
  name: 'macd',
  title: 'Moving average convergence and divergence',
  params: { fast: bars(12), slow: bars(26), signal: bars(9) },
  inputs: ['close'],
  outputs: ['macd', 'signal', 'histogram'],
  lookback: (p) => Math.max(p.fast, p.slow) - 1 + p.signal - 1,
  init: createMacd,
  step(state, input, output) {
    const distance = pushMacd(state, input[0]!)
    const signal = Number.isNaN(distance) ? distance : state.signal.value
    output[0] = Number.isNaN(distance) ? distance : state.fast.value - state.slow.value
    output[1] = signal
    output[2] = distance
  },
  columns(p, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const [line, signal, histogram] = outputs as readonly [Float64Array, Float64Array, Float64Array]
    const state = createMacd(p)
    const warm = start + Math.max(p.fast, p.slow) - 1 + p.signal - 1
    for (let t = start; t <= warm; t++) histogram[warm] = pushMacd(state, input[t]!)
    let fast = state.fast.value
    let slow = state.slow.value
    let average = state.signal.value
    line[warm] = fast - slow
    signal[warm] = average
    const { weight: fastWeight } = state.fast
    const { weight: slowWeight } = state.slow
    const { weight } = state.signal
    for (let t = warm + 1; t < end; t++) {
      fast += (input[t]! - fast) * fastWeight
      slow += (input[t]! - slow) * slowWeight
      const macd = fast - slow
      average += (macd - average) * weight
      line[t] = macd
      signal[t] = average
      histogram[t] = macd - average
    }
  },
})

interface MacdState {
  skip: number
  readonly fast: EmaState
  readonly slow: EmaState
  readonly signal: EmaState
}

function createMacd(p: { readonly fast: number; readonly slow: number; readonly signal: number }): MacdState {
  const fast = Math.min(p.fast, p.slow)
  const slow = Math.max(p.fast, p.slow)
  return { skip: slow - fast, fast: emaState(fast), slow: emaState(slow), signal: emaState(p.signal) }
}

/** The distance of the line from the signal, NaN before there is one. */
function pushMacd(state: MacdState, value: number): number {
  const slow = pushEma(state.slow, value)
  const fast = state.skip > 0 ? Number.NaN : pushEma(state.fast, value)
  if (state.skip > 0) state.skip--
  const macd = fast - slow
  return macd - pushEma(state.signal, macd)
}
