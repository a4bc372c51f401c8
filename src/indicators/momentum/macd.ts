import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { type EmaState, emaState, pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { runTiles } from '../kernels/tiles.ts'

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
    pushMacd(state, input[0]!, output)
  },
  columns(p, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const state = createMacd(p)
    const first = start + Math.max(p.fast, p.slow) - 1 + p.signal - 1
    const from = wholeFrom(first + 1, end)
    const row = new Float64Array(3)
    for (let t = start; t < from; t++) {
      pushMacd(state, input[t]!, row)
      if (t >= first) row.forEach((value, k) => (outputs[k]![t] = value))
    }
    runTiles({ inputs, outputs, start: from, end, first: from }, (memory) => {
      const { kernels } = memory
      const states = newEma(memory, state.fast, state.slow, state.signal)
      return (rows, [x, line, signal, histogram]) => {
        kernels.macd(states, x!, line!, signal!, histogram!, rows)
      }
    })
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

/** Takes a value; the line, its average and their distance, NaN before there are all three. */
function pushMacd(state: MacdState, value: number, output: Float64Array): void {
  const { fast, slow, signal } = state
  pushEma(slow, value)
  if (state.skip > 0) state.skip--
  else pushEma(fast, value)
  // The value itself, which both averages have in them, cancels.
  const line = fast.keep * fast.distance - slow.keep * slow.distance
  const average = pushEma(signal, line)
  output[0] = Number.isNaN(average) ? average : line
  output[1] = average
  output[2] = line - average
}
