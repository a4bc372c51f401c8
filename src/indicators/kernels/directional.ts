/**
 * Wilder's directional movement (1978) in TA-Lib's form: sums of the first period - 1 movements and true ranges, each then
 * losing its period-th part a bar before the new one is added.
 */
import { trueRange } from './true-range.ts'

export interface DirectionalState {
  readonly period: number
  high: number
  low: number
  close: number
  /** Movements taken so far. */
  count: number
  plus: number
  minus: number
  range: number
  /** The last index that had movement to measure. */
  index: number
}

export function directionalState(period: number): DirectionalState {
  return {
    period,
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
    count: 0,
    plus: 0,
    minus: 0,
    range: 0,
    index: 0,
  }
}

/**
 * Takes high, low and close (movements alone need no close); the number of movements taken. After period - 1 of them `plus` and `minus` are the smoothed movements, after
 * `period` the indexes are defined.
 */
export function pushDirectional(state: DirectionalState, bar: Float64Array): number {
  const high = bar[0]!
  const low = bar[1]!
  const up = high - state.high
  const down = state.low - low
  const range = trueRange(high, low, state.close)
  state.high = high
  state.low = low
  state.close = bar[bar.length - 1]!
  if (Number.isNaN(range)) return 0
  const { period } = state
  const count = ++state.count
  if (count >= period) {
    state.plus -= state.plus / period
    state.minus -= state.minus / period
    state.range -= state.range / period
  }
  if (down > 0 && up < down) state.minus += down
  else if (up > 0 && up > down) state.plus += up
  state.range += range
  return count
}

/** +DI: upward movement in percent of the true range; 0 where nothing has moved. */
export function plusIndex({ plus, range }: DirectionalState): number {
  return range === 0 ? 0 : 100 * (plus / range)
}

/** -DI: downward movement in percent of the true range; 0 where nothing has moved. */
export function minusIndex({ minus, range }: DirectionalState): number {
  return range === 0 ? 0 : 100 * (minus / range)
}

/** DX: the difference of the two in percent of their sum; the one before where there is none. */
export function directionalIndex(state: DirectionalState): number {
  const plus = plusIndex(state)
  const minus = minusIndex(state)
  const both = plus + minus
  if (both !== 0) state.index = 100 * (Math.abs(minus - plus) / both)
  return state.index
}
