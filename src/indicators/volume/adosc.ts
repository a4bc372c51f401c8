import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { type DecayingSum, decayingSum, pushDecaying } from '../kernels/decaying-sum.ts'
import { wholeFrom } from '../kernels/exponential-columns.ts'
import { closeLocation } from '../kernels/money-flow.ts'
import { LONG_TILE, runTiles } from '../kernels/tiles.ts'

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
  init: createOscillator,
  step(state, input, output) {
    state.flow = closeLocation(input[0]!, input[1]!, input[2]!) * input[3]!
    takeFlow(state)
    if (state.count > state.settle) output[0] = state.value
  },
  columns(p, { inputs, outputs, start, end }) {
    const [high, low, close, volume] = inputs as readonly [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const output = outputs[0]!
    const oscillator = createOscillator(p)
    const first = start + oscillator.settle
    const from = wholeFrom(first + 1, end)
    for (let t = start; t < from; t++) {
      oscillator.flow = closeLocation(high[t]!, low[t]!, close[t]!) * volume[t]!
      takeFlow(oscillator)
      if (t >= first) output[t] = oscillator.value
    }
    const rows = { start: from, end, first: from, tile: LONG_TILE }
    runTiles({ inputs, outputs, ...rows }, ({ kernels, bytes }) => {
      const { fast, slow } = oscillator
      const sums = [fast.before, fast.value, slow.before, slow.value]
      const numbers = [fast.keep, fast.square, slow.keep, slow.square, 0, fast.last, ...sums, 0]
      const state = bytes(8 * numbers.length)
      doublesAt(state, numbers.length).set(numbers)
      return (rows, [h, l, c, v, y]) => {
        kernels.adosc(state, h!, l!, c!, v!, y!, rows)
      }
    })
  },
})

interface Oscillator {
  readonly settle: number
  count: number
  /** What a bar adds to the line, and the oscillator there: kept here, for numbers that calls take or give are boxed. */
  flow: number
  value: number
  readonly fast: DecayingSum
  readonly slow: DecayingSum
}

function createOscillator(p: { readonly fast: number; readonly slow: number }): Oscillator {
  return {
    settle: Math.max(p.fast, p.slow) - 1,
    count: 0,
    flow: Number.NaN,
    value: Number.NaN,
    fast: decayingSum((p.fast + 1) / 2, 0),
    slow: decayingSum((p.slow + 1) / 2, 0),
  }
}

/**
 * Takes what a bar adds to the line. An average lags the line by keep times the decaying sum of what was added (exponential.ts
 * with the change turned round), so the line itself is not needed: it cancels.
 */
function takeFlow(oscillator: Oscillator): void {
  const { fast, slow } = oscillator
  // Both averages begin at the line's first value, which they do not lag.
  if (oscillator.count === 0) oscillator.flow = 0
  oscillator.count++
  pushDecaying(fast, oscillator.flow)
  pushDecaying(slow, oscillator.flow)
  oscillator.value = slow.keep * slow.value - fast.keep * fast.value
}
