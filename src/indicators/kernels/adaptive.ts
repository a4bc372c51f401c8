/**
 * Kaufman's adaptive average (1995): the weight of a value follows the efficiency, net movement over the length of the path. A NaN
 * is handed on and not taken.
 *
 * Kept is the average's distance from the value, d[t] = keep[t] (d[t - 1] + c[t]) with the change c[t] = x[t - 1] - x[t]. In every
 * second block of the path's window (window.ts) it begins at 0, and what the block began with is added times all that the
 * block has kept: so two blocks do not wait for each other, and wasm/adaptive.ts has them in one register.
 */
import { type DelayLine, delayLine, pushDelay } from './delay.ts'
import { pushSum, type WindowFold, windowSum } from './window.ts'

export interface KamaState {
  readonly before: DelayLine
  readonly path: WindowFold
  previous: number
  distance: number
  /** The distance without what the block began with, what the block has kept of that, and that. */
  own: number
  kept: number
  begun: number
  /** Whether the block in progress is a second one. */
  isSecond: boolean
}

export function kamaState(period: number): KamaState {
  return {
    before: delayLine(period),
    path: windowSum(period),
    previous: Number.NaN,
    distance: 0,
    own: 0,
    kept: 0,
    begun: 0,
    isSecond: false,
  }
}

export const SLOWEST = 2 / (30 + 1)
export const FASTEST = 2 / (2 + 1)

/** Takes a value; the average, which begins at the value before the first one, or NaN before `period` changes. */
export function pushKama(state: KamaState, value: number): number {
  if (Number.isNaN(value)) return value
  const change = state.previous - value
  state.previous = value
  const net = Math.abs(value - pushDelay(state.before, value))
  if (state.path.at === 0) beginBlock(state)
  const path = pushSum(state.path, Math.abs(change))
  if (Number.isNaN(path)) return path
  const ratio = net / path
  // Where nothing moves there is no ratio.
  const efficiency = ratio < 1 ? ratio : 1
  const root = efficiency * (FASTEST - SLOWEST) + SLOWEST
  const keep = 1 - root * root
  state.own = keep * (state.own + change)
  state.kept *= keep
  state.distance = state.own + state.kept * state.begun
  if (state.path.at === 0) state.isSecond = !state.isSecond
  return value + state.distance
}

/** A second block begins at 0 and keeps apart what it began with. */
function beginBlock(state: KamaState): void {
  if (state.isSecond) {
    state.begun = state.distance
    state.own = 0
    state.kept = 1
  } else {
    state.own = state.distance
    state.kept = 0
  }
}
