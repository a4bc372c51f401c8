/**
 * Mean and population variance over the last `period` values in constant time. Blocks as in window.ts; squares are taken
 * relative to the last value of the block before, so that a high price level costs no digits.
 */

/** Relative error of a sum, for each of its terms. */
const ROUNDING = 1e-15

export interface WindowMoments {
  readonly period: number
  /** Values of the current block before `at`, folded tails of the previous from `at` on. */
  readonly ring: Float64Array
  readonly squareRing: Float64Array
  at: number
  full: boolean
  head: number
  squareHead: number
  base: number
  last: number
  mean: number
  variance: number
}

export function windowMoments(period: number): WindowMoments {
  return {
    period,
    ring: new Float64Array(period),
    squareRing: new Float64Array(period),
    at: 0,
    full: false,
    head: 0,
    squareHead: 0,
    base: Number.NaN,
    last: Number.NaN,
    mean: Number.NaN,
    variance: Number.NaN,
  }
}

/** Takes a value and sets `mean` and `variance`; false before there are `period` values, or for NaN. */
export function pushMoments(moments: WindowMoments, value: number): boolean {
  if (Number.isNaN(value)) return false
  const { ring, squareRing, period } = moments
  const at = moments.at
  if (at === 0) moments.base = moments.full ? moments.last : value
  const relative = value - moments.base
  ring[at] = value
  moments.head += relative
  moments.squareHead += relative * relative
  moments.at = at + 1
  if (at + 1 < period) {
    if (moments.full)
      setMoments(moments, ring[at + 1]! + moments.head, squareRing[at + 1]! + moments.squareHead)
    return moments.full
  }
  setMoments(moments, moments.head, moments.squareHead)
  foldTail(moments, value)
  return true
}

/** Multiplies by the share of one value, since a column's rows would wait for divisions longer than for all else. */
function setMoments(moments: WindowMoments, sum: number, squares: number): void {
  const share = 1 / moments.period
  const mean = sum * share
  moments.mean = moments.base + mean
  const variance = squares * share - mean * mean
  // A difference that rounding alone could have made is none: equal values have variance 0.
  moments.variance = variance > ROUNDING * squares ? variance : 0
}

function foldTail(moments: WindowMoments, last: number): void {
  const { ring, squareRing, period } = moments
  let sum = 0
  let squares = 0
  for (let i = period - 1; i > 0; i--) {
    const relative = ring[i]! - last
    sum += relative
    squares += relative * relative
    ring[i] = sum
    squareRing[i] = squares
  }
  moments.at = 0
  moments.head = 0
  moments.squareHead = 0
  moments.full = true
  moments.last = last
}
