/**
 * Largest and smallest values of windows, two rows at a time: runs of 8 rows are folded in registers, runs of twice the width
 * come of two runs, and a window is covered by two to four runs that overlap. Of equal values (zeros of either sign) the
 * earliest is taken, as in src/indicators/kernels/window.ts, so that it does not matter how a window is cut. About 0.25 ns a
 * row for the runs of up to 31 rows, 0.15 more for each doubling, 0.2 for the windows.
 *
 * `room` is for `rows + period` values. The `period - 1` rows before the first row are read too.
 */
import { at } from './rows'

/** The two ways, as types, so that each has loops of its own without a choice inside. */
export class Largest {}
export class Smallest {}

export function max(x: usize, y: usize, rows: i32, period: i32, room: usize): void {
  windows<Largest>(runsOf<Largest>(x, room, rows, period), y, rows, period)
}

export function min(x: usize, y: usize, rows: i32, period: i32, room: usize): void {
  windows<Smallest>(runsOf<Smallest>(x, room, rows, period), y, rows, period)
}

/** `earlier` unless `later` is beyond it. */
function pick<Way>(earlier: v128, later: v128): v128 {
  return idof<Way>() == idof<Largest>() ? f64x2.pmax(earlier, later) : f64x2.pmin(earlier, later)
}

/** The rows of a run: a window has more than two runs only where there are no wider ones. */
export function widthOf(period: i32): i32 {
  if (period < 4) return 1
  let width = period < 8 ? 4 : 8
  while (4 * width < period) width <<= 1
  return width
}

/** Where the runs lie that begin with a row's window: in `room`, unless they are single rows. */
export function runsOf<Way>(x: usize, room: usize, rows: i32, period: i32): usize {
  const first = x - ((<usize>(period - 1)) << 3)
  if (period < 4) return first
  let width = period < 8 ? 4 : 8
  if (period < 8) fours<Way>(first, room, rows + period - 4)
  else eights<Way>(first, room, rows + period - 8)
  for (; 4 * width < period; width <<= 1) double<Way>(room, room, rows + period - 2 * width, width)
  return room
}

/** The extremes of two windows, each of two runs; `last` is the place of the second, in bytes. */
export function ofTwo<Way>(runs: usize, last: usize): v128 {
  return pick<Way>(v128.load(runs), v128.load(runs + last))
}

/** The same of four runs. */
export function ofFour<Way>(runs: usize, second: usize, third: usize, last: usize): v128 {
  const early = pick<Way>(v128.load(runs), v128.load(runs + second))
  return pick<Way>(early, pick<Way>(v128.load(runs + third), v128.load(runs + last)))
}

/** Runs of 4 rows. */
function fours<Way>(x: usize, runs: usize, count: i32): void {
  const end = at(runs, count)
  let two = pick<Way>(v128.load(x), v128.load(x, 8))
  for (; runs + 32 <= end; runs += 32, x += 32) {
    const next = pick<Way>(v128.load(x, 16), v128.load(x, 24))
    v128.store(runs, pick<Way>(two, next))
    two = pick<Way>(v128.load(x, 32), v128.load(x, 40))
    v128.store(runs, pick<Way>(next, two), 16)
  }
  for (; runs < end; runs += 8, x += 8) {
    v128.store64_lane(runs, pick<Way>(ofTwo<Way>(x, 8), ofTwo<Way>(x + 16, 8)), 0)
  }
}

/** Runs of 8 rows. */
function eights<Way>(x: usize, runs: usize, count: i32): void {
  const end = at(runs, count)
  let two = pick<Way>(v128.load(x), v128.load(x, 8))
  let next = pick<Way>(v128.load(x, 16), v128.load(x, 24))
  let four = pick<Way>(two, next)
  two = pick<Way>(v128.load(x, 32), v128.load(x, 40))
  let fourNext = pick<Way>(next, two)
  for (; runs + 32 <= end; runs += 32, x += 32) {
    next = pick<Way>(v128.load(x, 48), v128.load(x, 56))
    const fourThird = pick<Way>(two, next)
    v128.store(runs, pick<Way>(four, fourThird))
    two = pick<Way>(v128.load(x, 64), v128.load(x, 72))
    four = fourThird
    const fourLast = pick<Way>(next, two)
    v128.store(runs, pick<Way>(fourNext, fourLast), 16)
    fourNext = fourLast
  }
  for (; runs < end; runs += 8, x += 8) {
    let value = v128.load64_zero(x)
    for (let k: usize = 8; k < 64; k += 8) value = pick<Way>(value, v128.load64_zero(x + k))
    v128.store64_lane(runs, value, 0)
  }
}

/** Runs of twice the width; `longer` may be `runs` itself. */
function double<Way>(runs: usize, longer: usize, count: i32, width: i32): void {
  const shift = (<usize>width) << 3
  const end = at(longer, count)
  for (; longer + 32 <= end; runs += 32, longer += 32) {
    v128.store(longer, ofTwo<Way>(runs, shift))
    v128.store(longer, ofTwo<Way>(runs + 16, shift), 16)
  }
  for (; longer < end; runs += 8, longer += 8) v128.store64_lane(longer, ofTwo<Way>(runs, shift), 0)
}

function windows<Way>(runs: usize, y: usize, rows: i32, period: i32): void {
  const width = widthOf(period)
  if (period <= 2 * width) return double<Way>(runs, y, rows, period - width)
  const last = (<usize>(period - width)) << 3
  const second = (<usize>width) << 3
  const third = second + second < last ? second + second : last
  const end = at(y, rows)
  for (; y + 32 <= end; y += 32, runs += 32) {
    v128.store(y, ofFour<Way>(runs, second, third, last))
    v128.store(y, ofFour<Way>(runs + 16, second, third, last), 16)
  }
  for (; y < end; y += 8, runs += 8) v128.store64_lane(y, ofFour<Way>(runs, second, third, last), 0)
}
