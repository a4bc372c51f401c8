/**
 * Largest and smallest values of the last `period` rows, two rows at a time: runs of 8 rows are folded in registers, runs of
 * twice the width come of two runs, and a window is covered by two to four runs that overlap. Of equal values (zeros of either
 * sign) the earliest is taken, as in src/indicators/kernels/window.ts. 0.6 ns a row and 0.3 more with each doubling beyond 32.
 *
 * `runs` has room for `rows + period` values: at i the extreme of x[i] and those that follow, x from `period - 1` rows before
 * the first row on, which are read.
 */
import { at } from './rows'

/** The two ways, as types, so that each has loops of its own without a choice inside. */
type Largest = f64
type Smallest = f32

/** Where `later` is not beyond `earlier`, `earlier`. */
function pick<Way>(earlier: v128, later: v128): v128 {
  return sizeof<Way>() == sizeof<Largest>() ? f64x2.pmax(earlier, later) : f64x2.pmin(earlier, later)
}

function pickOne<Way>(earlier: f64, later: f64): f64 {
  return (sizeof<Way>() == sizeof<Largest>() ? later > earlier : later < earlier) ? later : earlier
}

export function max(x: usize, y: usize, rows: i32, period: i32, runs: usize): void {
  extreme<Largest>(x, y, rows, period, runs)
}

export function min(x: usize, y: usize, rows: i32, period: i32, runs: usize): void {
  extreme<Smallest>(x, y, rows, period, runs)
}

function extreme<Way>(x: usize, y: usize, rows: i32, period: i32, runs: usize): void {
  const first = x - ((<usize>(period - 1)) << 3)
  if (period < 4) return cover<Way>(first, y, rows, period, 1)
  let width = 2
  if (period < 8) double<Way>(first, runs, rows + period - 2, 1)
  else {
    width = 8
    eights<Way>(first, runs, rows + period - 8)
  }
  for (; 4 * width < period; width <<= 1) double<Way>(runs, runs, rows + period - 2 * width, width)
  cover<Way>(runs, y, rows, period, width)
}

/** Runs of 8 rows. */
function eights<Way>(x: usize, runs: usize, count: i32): void {
  let i = 0
  if (count >= 4) {
    let two = pick<Way>(v128.load(x), v128.load(x, 8))
    let next = pick<Way>(v128.load(x, 16), v128.load(x, 24))
    let fourA = pick<Way>(two, next)
    two = pick<Way>(v128.load(x, 32), v128.load(x, 40))
    let fourB = pick<Way>(next, two)
    for (; i + 4 <= count; i += 4) {
      const p = at(x, i)
      const run = at(runs, i)
      next = pick<Way>(v128.load(p, 48), v128.load(p, 56))
      const fourC = pick<Way>(two, next)
      v128.store(run, pick<Way>(fourA, fourC))
      two = pick<Way>(v128.load(p, 64), v128.load(p, 72))
      fourA = fourC
      const fourD = pick<Way>(next, two)
      v128.store(run, pick<Way>(fourB, fourD), 16)
      fourB = fourD
    }
  }
  for (; i < count; i++) {
    let value = load<f64>(at(x, i))
    for (let k = 1; k < 8; k++) value = pickOne<Way>(value, load<f64>(at(x, i + k)))
    store<f64>(at(runs, i), value)
  }
}

/** Runs of twice the width; `longer` may be `runs` itself. */
function double<Way>(runs: usize, longer: usize, count: i32, width: i32): void {
  const shift = (<usize>width) << 3
  const end = at(runs, count)
  for (; runs + 16 <= end; runs += 16, longer += 16) {
    v128.store(longer, pick<Way>(v128.load(runs), v128.load(runs + shift)))
  }
  if (runs < end) store<f64>(longer, pickOne<Way>(load<f64>(runs), load<f64>(runs + shift)))
}

/** Windows of `period` rows, each of at most four runs. */
function cover<Way>(runs: usize, y: usize, rows: i32, period: i32, width: i32): void {
  const last = (<usize>(period - width)) << 3
  const end = at(y, rows)
  if (period <= 2 * width) {
    for (; y + 16 <= end; y += 16, runs += 16) {
      v128.store(y, pick<Way>(v128.load(runs), v128.load(runs + last)))
    }
    if (y < end) store<f64>(y, pickOne<Way>(load<f64>(runs), load<f64>(runs + last)))
    return
  }
  const second = (<usize>width) << 3
  const third = second + second < last ? second + second : last
  for (; y + 16 <= end; y += 16, runs += 16) {
    const early = pick<Way>(v128.load(runs), v128.load(runs + second))
    v128.store(y, pick<Way>(early, pick<Way>(v128.load(runs + third), v128.load(runs + last))))
  }
  if (y < end) {
    const early = pickOne<Way>(load<f64>(runs), load<f64>(runs + second))
    store<f64>(y, pickOne<Way>(early, pickOne<Way>(load<f64>(runs + third), load<f64>(runs + last))))
  }
}
