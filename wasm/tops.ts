/**
 * How many rows after a window's first its largest or smallest value lies, of equal ones the latest: src/indicators/kernels/
 * extreme.ts two rows at a time. As in extremes.ts runs come of two runs of half the width and a window of two that overlap;
 * beside each run's extreme stands its place. About 0.5 ns a row for each doubling.
 *
 * `room` is for twice `rows + period` values. The `period - 1` rows before the first row are read too.
 */
import { Largest, Smallest } from './extremes'
import { at } from './rows'

/** Rows since the largest value of the last `period`. */
export function maxAge(x: usize, y: usize, rows: i32, period: i32, room: usize): void {
  places<Largest>(x, y, rows, period, room)
  ages(y, rows, period)
}

/** Rows since the smallest value. */
export function minAge(x: usize, y: usize, rows: i32, period: i32, room: usize): void {
  places<Smallest>(x, y, rows, period, room)
  ages(y, rows, period)
}

/** 100 (period - age) / period of both extremes of `period + 1` rows. */
export function aroon(
  high: usize,
  low: usize,
  up: usize,
  down: usize,
  rows: i32,
  period: i32,
  room: usize,
): void {
  places<Largest>(high, up, rows, period + 1, room)
  percents(up, rows, period)
  places<Smallest>(low, down, rows, period + 1, room)
  percents(down, rows, period)
}

/** Up less down. `room` is for one more value a row. */
export function aroonDifference(
  high: usize,
  low: usize,
  y: usize,
  rows: i32,
  period: i32,
  room: usize,
): void {
  places<Largest>(high, y, rows, period + 1, room)
  const lowest = at(room, 2 * (rows + period + 1))
  places<Smallest>(low, lowest, rows, period + 1, room)
  const end = at(y, rows)
  let down = lowest
  let p = y
  for (; p + 16 <= end; p += 16, down += 16) v128.store(p, f64x2.sub(v128.load(p), v128.load(down)))
  if (p < end) store<f64>(p, load<f64>(p) - load<f64>(down))
  percents(y, rows, period)
}

/** True in the lanes where the later extreme is the window's. */
function prevails<Way>(later: v128, earlier: v128): v128 {
  return idof<Way>() == idof<Largest>() ? f64x2.ge(later, earlier) : f64x2.le(later, earlier)
}

function places<Way>(x: usize, y: usize, rows: i32, period: i32, room: usize): void {
  if (period == 1) return memory.fill(y, 0, (<usize>rows) << 3)
  let count = rows + period - 2
  const found = at(room, rows + period)
  pairs<Way>(x - ((<usize>(period - 1)) << 3), room, found, count)
  let width = 2
  for (; 2 * width < period; width <<= 1) {
    count -= width
    double<Way>(room, found, count, width)
  }
  const shift = (<usize>(period - width)) << 3
  const more = f64x2.splat(period - width)
  const end = at(y, rows)
  let run = room
  let place = found
  for (; y + 16 <= end; y += 16, run += 16, place += 16) {
    const later = prevails<Way>(v128.load(run + shift), v128.load(run))
    v128.store(y, v128.bitselect(f64x2.add(v128.load(place + shift), more), v128.load(place), later))
  }
  if (y == end) return
  const later = prevails<Way>(v128.load(run + shift), v128.load(run))
  const last = v128.bitselect(f64x2.add(v128.load(place + shift), more), v128.load(place), later)
  v128.store64_lane(y, last, 0)
}

/** Runs of two rows. An odd last one leaves another of no meaning behind it. */
function pairs<Way>(x: usize, runs: usize, found: usize, count: i32): void {
  const one = f64x2.splat(1)
  const end = at(runs, count)
  for (; runs < end; x += 16, runs += 16, found += 16) {
    const earlier = v128.load(x)
    const next = v128.load(x, 8)
    const later = prevails<Way>(next, earlier)
    v128.store(runs, v128.bitselect(next, earlier, later))
    v128.store(found, v128.and(one, later))
  }
}

/** Runs of twice the width, in place. */
function double<Way>(runs: usize, found: usize, count: i32, width: i32): void {
  const shift = (<usize>width) << 3
  const more = f64x2.splat(width)
  const end = at(runs, count)
  for (; runs < end; runs += 16, found += 16) {
    const earlier = v128.load(runs)
    const next = v128.load(runs + shift)
    const later = prevails<Way>(next, earlier)
    v128.store(runs, v128.bitselect(next, earlier, later))
    v128.store(found, v128.bitselect(f64x2.add(v128.load(found + shift), more), v128.load(found), later))
  }
}

function ages(y: usize, rows: i32, period: i32): void {
  const oldest = f64x2.splat(period - 1)
  const end = at(y, rows)
  for (; y + 16 <= end; y += 16) v128.store(y, f64x2.sub(oldest, v128.load(y)))
  if (y < end) store<f64>(y, <f64>(period - 1) - load<f64>(y))
}

/** 100 y / period. */
function percents(y: usize, rows: i32, period: i32): void {
  const hundred = f64x2.splat(100)
  const divisor = f64x2.splat(period)
  const end = at(y, rows)
  for (; y + 16 <= end; y += 16) {
    v128.store(y, f64x2.div(f64x2.mul(hundred, v128.load(y)), divisor))
  }
  if (y < end) store<f64>(y, (100 * load<f64>(y)) / <f64>period)
}
