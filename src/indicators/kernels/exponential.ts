/**
 * Exponential average seeded with the mean of the first `period` values. A NaN is handed on and not taken.
 *
 * Kept is not the average but its distance from the value before the value had its say, d[t] = average[t - 1] - x[t], so that
 * average[t] = x[t] + keep d[t] with keep = 1 - weight. With the change c[t] = x[t - 1] - x[t] it is d[t] = keep d[t - 1] + c[t], and
 * that is taken over two rows, d[t] = keep^2 d[t - 2] + (c[t] + keep c[t - 1]): two rows wait for one multiplication and one
 * addition, and wasm/exponential.ts has both in one register. Where nothing changes d is 0 in the end, so the average of a
 * constant is that constant.
 */

export interface EmaState {
  readonly period: number
  readonly keep: number
  readonly square: number
  count: number
  /** Sum of the first values until there are `period`, then the average. */
  value: number
  /** The value before and the change to it. */
  last: number
  change: number
  /** Distances of this row and of the one before, from the seed on. */
  distance: number
  before: number
}

/** `weight` is that of the newest value, 2 / (period + 1) unless given. */
export function emaState(period: number, weight = 2 / (period + 1)): EmaState {
  const keep = 1 - weight
  const none = Number.NaN
  return {
    period,
    keep,
    square: keep * keep,
    count: 0,
    value: 0,
    last: none,
    change: none,
    distance: none,
    before: none,
  }
}

/** Takes a value; the average, or NaN before there are `period` values. */
export function pushEma(state: EmaState, value: number): number {
  if (Number.isNaN(value)) return value
  const change = state.last - value
  state.last = value
  if (state.count < state.period) {
    // What a call gives would be boxed, so it gives nothing.
    seedEma(state, value, change)
    return state.count < state.period ? Number.NaN : state.value
  }
  const distance = state.square * state.before + (change + state.keep * state.change)
  state.change = change
  state.before = state.distance
  state.distance = distance
  state.value = value + state.keep * distance
  return state.value
}

function seedEma(state: EmaState, value: number, change: number): void {
  const { period, keep } = state
  state.change = state.count === 0 ? 0 : change
  state.value += value
  state.count++
  if (state.count < period) return
  state.value /= period
  state.distance = distanceOf(state.value - value, keep)
  state.before = distanceOf(state.distance - state.change, keep)
}

/** What multiplied by `keep` is `rest`; an average that keeps nothing needs none. */
export function distanceOf(rest: number, keep: number): number {
  return keep > 0 ? rest / keep : 0
}
