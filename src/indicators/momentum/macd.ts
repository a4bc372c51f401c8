import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'

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
  init: (p) => {
    const fast = Math.min(p.fast, p.slow)
    const slow = Math.max(p.fast, p.slow)
    return { skip: slow - fast, fast: emaState(fast), slow: emaState(slow), signal: emaState(p.signal) }
  },
  step(state, input, output) {
    const value = input[0]!
    const slow = pushEma(state.slow, value)
    const fast = state.skip > 0 ? Number.NaN : pushEma(state.fast, value)
    if (state.skip > 0) state.skip--
    const macd = fast - slow
    const signal = pushEma(state.signal, macd)
    output[0] = Number.isNaN(signal) ? signal : macd
    output[1] = signal
    output[2] = macd - signal
  },
  columns(p, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const [line, signal, histogram] = outputs as readonly [Float64Array, Float64Array, Float64Array]
    const fast = emaState(Math.min(p.fast, p.slow))
    const slow = emaState(Math.max(p.fast, p.slow))
    const trigger = emaState(p.signal)
    const begin = start + slow.period - fast.period
    const seeded = start + slow.period - 1 + p.signal
    for (let t = start; t < seeded; t++) {
      pushEma(slow, input[t]!)
      const macd =
        (t < begin ? Number.NaN : pushEma(fast, input[t]!)) -
        (t < start + slow.period - 1 ? Number.NaN : slow.value)
      pushEma(trigger, macd)
    }
    let quick = fast.value
    let steady = slow.value
    let average = trigger.value
    for (let t = seeded - 1; t < end; t++) {
      if (t >= seeded) {
        quick += (input[t]! - quick) * fast.weight
        steady += (input[t]! - steady) * slow.weight
        average += (quick - steady - average) * trigger.weight
      }
      const macd = quick - steady
      line[t] = macd
      signal[t] = average
      histogram[t] = macd - average
    }
  },
})
