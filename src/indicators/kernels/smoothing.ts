/**
 * Exponential average of changes, sizes and distances, which have no level that must come out exactly: seeded as in exponential.ts, and
 * taken over two rows,
 *
 *   e[t] = keep^2 e[t - 2] + (weight x[t] + weight keep x[t - 1]),
 *
 * two operations a row less than there. wasm/smoothings.ts has a part and its whole side by side. A NaN is handed on and not taken.
 */
import { doublesAt } from './compiled.ts'
import type { TileMemory } from './tiles.ts'

export interface SmoothingState {
  readonly period: number
  readonly weight: number
  /** weight x keep */
  readonly lagged: number
  readonly square: number
  count: number
  /** The value before. */
  last: number
  /** Sum of the first values until there are `period`, then the average; and that of the row before. */
  now: number
  before: number
}

export function smoothingState(period: number): SmoothingState {
  const weight = 2 / (period + 1)
  const keep = 1 - weight
  const none = Number.NaN
  return {
    period,
    weight,
    lagged: weight * keep,
    square: keep * keep,
    count: 0,
    last: none,
    now: 0,
    before: none,
  }
}

/** Takes a value; the average, or NaN before there are `period` values. */
export function pushSmoothing(state: SmoothingState, value: number): number {
  if (Number.isNaN(value)) return value
  const { weight, lagged, square, count, period } = state
  if (count < period) {
    state.count = count + 1
    state.last = value
    state.now += value
    if (count + 1 < period) return Number.NaN
    state.now /= period
    // What would have come before, had the average been one all along.
    state.before = square > 0 ? (state.now - weight * value) / (1 - weight) : 0
    return state.now
  }
  const next = square * state.before + (weight * value + lagged * state.last)
  state.last = value
  state.before = state.now
  state.now = next
  return next
}

/** Bytes of the state of one average in wasm/smoothings.ts. */
const BYTES = 48

/** The states of loops of wasm/smoothings.ts, one after another. */
export function newSmoothings({ bytes }: TileMemory, ...averages: readonly SmoothingState[]): number {
  const states = bytes(BYTES * averages.length)
  averages.forEach(({ weight, lagged, square, last, before, now }, k) => {
    doublesAt(states + BYTES * k, 6).set([weight, lagged, square, last, before, now])
  })
  return states
}
