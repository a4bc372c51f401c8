/**
 * A column in percent of another one, both averaged twice: the averages of src/indicators/kernels/smoothing.ts. A part and its whole share a
 * register, a row in each. About 2 ns a row; counts of rows are even.
 *
 *   states   slow and fast average of the parts, then of the wholes, 48 bytes each: 0 weight, 8 weight x keep, 16 keep^2, 24 the value
 *            before, 32 the average of the row before it, 40 that of the row before
 */
import { at } from './rows'

const FAST: usize = 48
const WHOLES: usize = 96
/** Room for weights: loaded for each pair of rows, which costs less than what no register is left for. */
const WEIGHTS = memory.data(96, 16)
const HUNDRED = memory.data<f64>([100, 100])

/** 0 where the average of the wholes is 0. */
export function smoothedShare(states: usize, parts: usize, wholes: usize, y: usize, rows: i32): void {
  smoothed<f64>(states, parts, wholes, y, rows)
}

/** The same of the changes of x since the row before, which must lie before the first, in their sizes. */
export function smoothedChange(states: usize, x: usize, y: usize, rows: i32): void {
  smoothed<i32>(states, x, x - 8, y, rows)
}

/** T is f64 where parts and wholes are given, i32 where they are to be made of values and those before. */
function smoothed<T>(states: usize, parts: usize, wholes: usize, y: usize, rows: i32): void {
  for (let k: usize = 0; k < 24; k += 8) {
    v128.store(WEIGHTS + 2 * k, v128.load64_splat(states + k))
    v128.store(WEIGHTS + 2 * k, v128.load64_splat(states + FAST + k), 48)
  }
  let last = sideBySide(states + 24)
  let even = sideBySide(states + 32)
  let odd = sideBySide(states + 40)
  let lastMean = sideBySide(states + FAST + 24)
  let evenMean = sideBySide(states + FAST + 32)
  let oddMean = sideBySide(states + FAST + 40)
  for (const end = at(y, rows); y < end; parts += 16, wholes += 16, y += 16) {
    const part = isFloat<T>() ? v128.load(parts) : f64x2.sub(v128.load(parts), v128.load(wholes))
    const whole = isFloat<T>() ? v128.load(wholes) : f64x2.abs(part)
    const first = v128.shuffle<f64>(part, whole, 0, 2)
    const second = v128.shuffle<f64>(part, whole, 1, 3)
    even = averaged(WEIGHTS, even, first, last)
    odd = averaged(WEIGHTS, odd, second, first)
    last = second
    evenMean = averaged(WEIGHTS + 48, evenMean, even, lastMean)
    oddMean = averaged(WEIGHTS + 48, oddMean, odd, even)
    lastMean = odd
    const net = v128.shuffle<f64>(evenMean, oddMean, 0, 2)
    const gross = v128.shuffle<f64>(evenMean, oddMean, 1, 3)
    const share = f64x2.div(f64x2.mul(v128.load(HUNDRED), net), gross)
    v128.store(y, v128.andnot(share, f64x2.eq(gross, f64x2.splat(0))))
  }
  apart(states + 24, last)
  apart(states + 32, even)
  apart(states + 40, odd)
  apart(states + FAST + 24, lastMean)
  apart(states + FAST + 32, evenMean)
  apart(states + FAST + 40, oddMean)
}

/** The average two rows after `before`. */
function averaged(weights: usize, before: v128, value: v128, last: v128): v128 {
  const fresh = f64x2.add(f64x2.mul(v128.load(weights), value), f64x2.mul(v128.load(weights, 16), last))
  return f64x2.add(f64x2.mul(v128.load(weights, 32), before), fresh)
}

/** A number of the parts' states and the same of the wholes'. */
function sideBySide(place: usize): v128 {
  return v128.load64_lane(place + WHOLES, v128.load64_zero(place), 1)
}

function apart(place: usize, numbers: v128): void {
  v128.store64_lane(place, numbers, 0)
  v128.store64_lane(place + WHOLES, numbers, 1)
}
