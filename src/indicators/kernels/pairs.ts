/** Sums of products over the last `period` pairs (x, y), for correlation and regression. Blocks as in window.ts and moments.ts. */

/** Fields of one row of the ring: x, y, then the folded sums of x, y, xx, yy, xy. */
const WIDTH = 7
/** Relative error of a sum, for each of its terms. */
const ROUNDING = 1e-15

export interface WindowPairs {
  readonly period: number
  readonly ring: Float64Array
  at: number
  full: boolean
  baseX: number
  baseY: number
  lastX: number
  lastY: number
  /** Sums of x, y, xx, yy, xy of the current block. */
  readonly head: Float64Array
  /** The same of the whole window, relative to the bases. */
  readonly sums: Float64Array
}

export function windowPairs(period: number): WindowPairs {
  return {
    period,
    ring: new Float64Array(period * WIDTH),
    at: 0,
    full: false,
    baseX: Number.NaN,
    baseY: Number.NaN,
    lastX: Number.NaN,
    lastY: Number.NaN,
    head: new Float64Array(5),
    sums: new Float64Array(5),
  }
}

/** Takes a pair and sets the sums; false before there are `period` pairs, or for NaN. */
export function pushPair(pairs: WindowPairs, x: number, y: number): boolean {
  if (Number.isNaN(x + y)) return false
  const { ring, head, sums, period } = pairs
  const at = pairs.at
  if (at === 0) {
    pairs.baseX = pairs.full ? pairs.lastX : x
    pairs.baseY = pairs.full ? pairs.lastY : y
  }
  addPair(head, x - pairs.baseX, y - pairs.baseY)
  ring[at * WIDTH] = x
  ring[at * WIDTH + 1] = y
  pairs.at = at + 1
  if (at + 1 < period) {
    const tail = (at + 1) * WIDTH + 2
    for (let k = 0; k < 5; k++) sums[k] = ring[tail + k]! + head[k]!
    return pairs.full
  }
  sums.set(head)
  foldTail(pairs, x, y)
  return true
}

/** Sum of squared deviations of x; 0 where it is no more than the rounding of what it is the difference of. */
export function squaresX({ sums, period }: WindowPairs): number {
  return squaredDeviations(sums[2]!, sums[0]!, period)
}

/** The same of y. */
export function squaresY({ sums, period }: WindowPairs): number {
  return squaredDeviations(sums[3]!, sums[1]!, period)
}

/** Sum of products of the deviations. */
export function productsXY({ sums, period }: WindowPairs): number {
  return sums[4]! - sums[0]! * sums[1]! * (1 / period)
}

/**
 * From a sum of squares and the plain sum of the same `period` values. Multiplies by the share of one value, since a column's
 * rows would wait for divisions longer than for all else.
 */
function squaredDeviations(squares: number, sum: number, period: number): number {
  const difference = squares - sum * sum * (1 / period)
  return difference > ROUNDING * period * squares ? difference : 0
}

function addPair(sums: Float64Array, x: number, y: number): void {
  sums[0]! += x
  sums[1]! += y
  sums[2]! += x * x
  sums[3]! += y * y
  sums[4]! += x * y
}

function foldTail(pairs: WindowPairs, lastX: number, lastY: number): void {
  const { ring, head, period } = pairs
  head.fill(0)
  for (let i = period - 1; i > 0; i--) {
    addPair(head, ring[i * WIDTH]! - lastX, ring[i * WIDTH + 1]! - lastY)
    ring.set(head, i * WIDTH + 2)
  }
  head.fill(0)
  pairs.at = 0
  pairs.full = true
  pairs.lastX = lastX
  pairs.lastY = lastY
}
