import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { runTiles } from '../kernels/tiles.ts'
import { trueRange } from '../kernels/true-range.ts'
import { stepRows } from '../kernels/warm-up.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Supertrend: a stop that trails by a multiple of the average true range and changes side when the close crosses it.
 *
 * Formula: bands (high + low) / 2 +- multiple x ATR; each only tightens until the close before lies beyond it. The lower band is
 * the value while direction is 1, the upper while it is -1; the direction starts at 1.
 * Source: O. Seban; TA-Lib SUPERTREND.
 * Warm-up: period bars. Outputs: value, direction (1 or -1).
 */
export const supertrend = defineIndicator({
  name: 'supertrend',
  title: 'Supertrend',
  params: { period: bars(10), multiple: { default: 3, low: 0 } },
  inputs: ['high', 'low', 'close'],
  outputs: ['value', 'direction'],
  lookback: ({ period }) => period,
  init: supertrendState,
  step: pushSupertrend,
  columns(p, { inputs, outputs, start, end }) {
    const state = supertrendState(p)
    const first = start + p.period
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    stepRows({ inputs, outputs, start, end: from, first }, (input, output) => {
      pushSupertrend(state, input, output)
    })
    runTiles({ inputs, outputs, start: from, end, first: from, lag: 1 }, (memory) => {
      const { kernels } = memory
      const [ranges, average] = [memory.column(), newEma(memory, state.range)]
      const sides = memory.bytes(32)
      doublesAt(sides, 4).set([state.multiple, state.upper, state.lower, state.direction])
      return (rows, [high, low, close, value, direction]) => {
        kernels.averageRange(average, high!, low!, close!, ranges, rows)
        kernels.supertrend(sides, high!, low!, close!, ranges, value!, direction!, rows)
      }
    })
  },
})

function supertrendState({ period, multiple }: { readonly period: number; readonly multiple: number }) {
  return {
    multiple,
    previous: Number.NaN,
    range: wilderState(period),
    upper: Number.NaN,
    lower: Number.NaN,
    direction: 1,
  }
}

function pushSupertrend(
  state: ReturnType<typeof supertrendState>,
  input: ArrayLike<number>,
  output: Float64Array,
): void {
  const middle = (input[0]! + input[1]!) / 2
  const close = input[2]!
  const previous = state.previous
  const range = pushEma(state.range, trueRange(input[0]!, input[1]!, previous))
  state.previous = close
  if (Number.isNaN(range)) return
  const upper = middle + state.multiple * range
  const lower = middle - state.multiple * range
  // Bands that are NaN, as on the first bar, fail both comparisons and are set.
  const upperBand = upper >= state.upper && previous <= state.upper ? state.upper : upper
  const lowerBand = lower <= state.lower && previous >= state.lower ? state.lower : lower
  if (state.direction === 1 ? close < lowerBand : close > upperBand) state.direction = -state.direction
  state.upper = upperBand
  state.lower = lowerBand
  output[0] = state.direction === 1 ? lowerBand : upperBand
  output[1] = state.direction
}
