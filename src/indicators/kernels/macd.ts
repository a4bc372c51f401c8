/** Two exponential averages that begin at one bar, their distance, its average and the distance of those. */
import type { ColumnRun } from '../definition.ts'
import { type EmaState, pushEma } from './exponential.ts'
import { newEma, wholeFrom } from './exponential-columns.ts'
import { runTiles } from './tiles.ts'
import { stepRows } from './warm-up.ts'

export interface MacdState {
  /** Values that the fast average leaves out. */
  skip: number
  readonly fast: EmaState
  readonly slow: EmaState
  readonly signal: EmaState
}

/** Of two averages the one of fewer values leaves out what comes before the other needs it. */
export function macdState(one: EmaState, other: EmaState, signal: EmaState): MacdState {
  const [fast, slow] = one.period <= other.period ? [one, other] : [other, one]
  return { skip: slow.period - fast.period, fast, slow, signal }
}

/** Takes the value in `input`; the line, its average and their distance, NaN before there are all three. */
// Its number comes in an array, for one that is passed would be boxed.
export function pushMacd(state: MacdState, input: ArrayLike<number>, output: Float64Array): void {
  const { fast, slow, signal } = state
  const value = input[0]!
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

/** `pushMacd` over a column, from a fresh state. */
export function macdColumns(state: MacdState, { inputs, outputs, start, end }: ColumnRun): void {
  const first = start + state.slow.period - 1 + state.signal.period - 1
  const from = wholeFrom(first + 1, end)
  if (first >= end) return
  stepRows({ inputs, outputs, start, end: from, first }, (input, output) => {
    pushMacd(state, input, output)
  })
  runTiles({ inputs, outputs, start: from, end, first: from }, (memory) => {
    const { kernels } = memory
    const states = newEma(memory, state.fast, state.slow, state.signal)
    return (rows, [x, line, signal, histogram]) => {
      kernels.macd(states, x!, line!, signal!, histogram!, rows)
    }
  })
}
