/**
 * Wilder's directional movement (1978) in TA-Lib's form: decaying sums of movements and true ranges, seeded with the first
 * period - 1 of them.
 */
import { type DecayingSum, decayingSum, pushDecaying } from './decaying-sum.ts'
import { gainOf } from './strength.ts'
import { trueRange } from './true-range.ts'

export interface MovementState {
  readonly period: number
  high: number
  low: number
  /** Movements taken so far. */
  count: number
  readonly plus: DecayingSum
  readonly minus: DecayingSum
  /** The last index that had movement to measure. */
  index: number
}

export interface DirectionalState {
  readonly movement: MovementState
  readonly range: DecayingSum
  close: number
}

export function movementState(period: number): MovementState {
  return {
    period,
    high: Number.NaN,
    low: Number.NaN,
    count: 0,
    plus: decayingSum(period, period - 1),
    minus: decayingSum(period, period - 1),
    index: 0,
  }
}

export function directionalState(period: number): DirectionalState {
  return {
    movement: movementState(period),
    range: decayingSum(period, period - 1),
    close: Number.NaN,
  }
}

/**
 * Takes a high and a low; the number of movements taken. After period - 1 of them `plus` and `minus` are the smoothed
 * movements, after `period` the indexes are defined.
 */
export function pushMovement(state: MovementState, high: number, low: number): number {
  const up = high - state.high
  const down = state.low - low
  state.high = high
  state.low = low
  if (Number.isNaN(up)) return 0
  pushDecaying(state.plus, gainOver(up, down))
  pushDecaying(state.minus, gainOver(down, up))
  state.count++
  return state.count
}

/** `pushMovement` and the range that it is measured by. */
export function pushDirectional(state: DirectionalState, bar: Float64Array): number {
  pushDecaying(state.range, trueRange(bar[0]!, bar[1]!, state.close))
  state.close = bar[2]!
  return pushMovement(state.movement, bar[0]!, bar[1]!)
}

/** A move where it is positive and exceeds the other, else 0. */
function gainOver(move: number, other: number): number {
  return move > other ? gainOf(move) : 0
}

/** +DI: upward movement in percent of the true range; 0 where nothing has moved. */
export function plusIndex({ movement, range }: DirectionalState): number {
  return range.value === 0 ? 0 : 100 * (movement.plus.value / range.value)
}

/** -DI: downward movement in percent of the true range; 0 where nothing has moved. */
export function minusIndex({ movement, range }: DirectionalState): number {
  return range.value === 0 ? 0 : 100 * (movement.minus.value / range.value)
}

/** DX: the difference of the two in percent of their sum, in which the range cancels; the one before where there is none. */
export function directionalIndex(state: MovementState): number {
  const plus = state.plus.value
  const minus = state.minus.value
  const both = plus + minus
  if (both !== 0) state.index = 100 * (Math.abs(minus - plus) / both)
  return state.index
}
