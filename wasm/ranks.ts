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
  const a = v128.load64_splat(x)
  const b = v128.load64_splat(x, 8)
  const c = v128.load64_splat(x, 16)
  const d = v128.load64_splat(x, 24)
  let countA = i64x2.splat(0)
  let countB = countA
  let countC = countA
  let countD = countA
  // What all four look back to: not the first three of the first row's window, not the four rows themselves.
  const first = at(x, 3 - period)
  const even = x - ((<usize>((period - 3) & 3)) << 3)
  for (let p = first; p < even; p += 32) {
    const pair = v128.load(p)
    const next = v128.load(p, 16)
    countA = i64x2.sub(i64x2.sub(countA, f64x2.lt(pair, a)), f64x2.lt(next, a))
    countB = i64x2.sub(i64x2.sub(countB, f64x2.lt(pair, b)), f64x2.lt(next, b))
    countC = i64x2.sub(i64x2.sub(countC, f64x2.lt(pair, c)), f64x2.lt(next, c))
    countD = i64x2.sub(i64x2.sub(countD, f64x2.lt(pair, d)), f64x2.lt(next, d))
  }
  const rest = i32((x - even) >> 3)
  put(y, countA, below(x, even, rest) + below(x, at(x, -period), 3), period)
  put(y + 8, countB, below(x + 8, even, rest + 1) + below(x + 8, at(x, 1 - period), 2), period)
  put(y + 16, countC, below(x + 16, even, rest + 2) + below(x + 16, at(x, 2 - period), 1), period)
  put(y + 24, countD, below(x + 24, even, rest + 3), period)
}

function put(y: usize, counts: v128, others: i32, period: i32): void {
  const count = i64x2.extract_lane(counts, 0) + i64x2.extract_lane(counts, 1) + <i64>others
  store<f64>(y, (100 * <f64>count) / <f64>period)
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
