/** Ranks in windows: counted, four rows at a time, and in a window kept in order without a branch that could be guessed wrong. */
import { at } from './rows'

/** 100 times their share for each row; the `period` rows before the first are read too. About 0.1 ns a value of the window. */
export function percentRank(x: usize, y: usize, rows: i32, period: i32): void {
  let t = 0
  if (period >= 4) for (; t + 4 <= rows; t += 4) rankFour(at(x, t), at(y, t), period)
  for (; t < rows; t++)
    store<f64>(at(y, t), (100 * <f64>below(at(x, t), at(x, t - period), period)) / <f64>period)
}

function rankFour(x: usize, y: usize, period: i32): void {
  const ab = v128.load(x)
  const cd = v128.load(x, 16)
  const a = v128.shuffle<f64>(ab, ab, 0, 0)
  const b = v128.shuffle<f64>(ab, ab, 1, 1)
  const c = v128.shuffle<f64>(cd, cd, 0, 0)
  const d = v128.shuffle<f64>(cd, cd, 1, 1)
  // The first three of the first row's window, and the rows themselves, are not before all four.
  const first = at(x, -period)
  const third = v128.load64_splat(first, 16)
  let countA = counted(i64x2.splat(0), v128.load(first), a)
  let countB = counted(i64x2.splat(0), v128.load(first, 8), b)
  let countC = counted(i64x2.splat(0), ab, c)
  let countD = counted(i64x2.splat(0), ab, d)
  let ofAB = counted(i64x2.splat(0), v128.shuffle<f64>(third, ab, 0, 2), ab)
  let ofCD = counted(i64x2.splat(0), v128.shuffle<f64>(third, cd, 0, 2), cd)
  let p = first + 24
  for (const end = x - 24; p < end; p += 32) {
    const pair = v128.load(p)
    const next = v128.load(p, 16)
    countA = counted(counted(countA, pair, a), next, a)
    countB = counted(counted(countB, pair, b), next, b)
    countC = counted(counted(countC, pair, c), next, c)
    countD = counted(counted(countD, pair, d), next, d)
  }
  for (; p < x; p += 8) {
    const one = v128.load64_splat(p)
    ofAB = counted(ofAB, one, ab)
    ofCD = counted(ofCD, one, cd)
  }
  const hundred = f64x2.splat(100)
  const periods = f64x2.splat(<f64>period)
  v128.store(y, f64x2.div(f64x2.mul(hundred, total(countA, countB, ofAB)), periods))
  v128.store(y, f64x2.div(f64x2.mul(hundred, total(countC, countD, ofCD)), periods), 16)
}

/** One more in each half whose value lies below. */
function counted(counts: v128, values: v128, rows: v128): v128 {
  return i64x2.sub(counts, f64x2.lt(values, rows))
}

/** The counts of two rows as doubles. */
function total(first: v128, second: v128, both: v128): v128 {
  const halves = i64x2.add(v128.shuffle<i64>(first, second, 0, 2), v128.shuffle<i64>(first, second, 1, 3))
  const counts = i64x2.add(halves, both)
  return f64x2.convert_low_i32x4_u(v128.shuffle<i32>(counts, counts, 0, 2, 0, 2))
}

/** How many of `count` values from `from` on lie below that at `x`. */
function below(x: usize, from: usize, count: i32): i32 {
  const value = load<f64>(x)
  let found = 0
  for (let i = 0; i < count; i++) found += i32(load<f64>(at(from, i)) < value)
  return found
}

/**
 * The value at `place` of the last `period` in ascending order: `pushSorted` of src/indicators/kernels/sorted-window.ts. `sorted` has two
 * places more than the window, all Infinity at first; `seen` says how many rows came before. 0.5 ns a value of the window.
 */
export function percentile(
  sorted: usize,
  x: usize,
  y: usize,
  rows: i32,
  period: i32,
  place: i32,
  seen: i32,
): void {
  for (let t = 0; t < rows; t++) {
    const oldest = seen + t < period ? Infinity : load<f64>(at(x, t - period))
    replace(sorted, period, f64x2.splat(oldest), v128.load64_splat(at(x, t)))
    store<f64>(at(y, t), load<f64>(at(sorted, place)))
  }
}

/** Without the oldest, values from its place on move down by one; the new one is the middle of itself and of the two it may come between. */
function replace(sorted: usize, period: i32, oldest: v128, value: v128): void {
  let last = f64x2.splat(-Infinity)
  for (const end = at(sorted, period); sorted < end; sorted += 16) {
    const own = v128.load(sorted)
    const rest = v128.bitselect(own, v128.load(sorted, 8), f64x2.lt(own, oldest))
    const below = v128.shuffle<f64>(last, rest, 1, 2)
    v128.store(sorted, f64x2.pmin(rest, f64x2.pmax(below, value)))
    last = rest
  }
}
