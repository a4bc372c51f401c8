/**
 * What is made of the ends of a window's range, two rows at a time; of single rows where the ends are known, with a period of
 * 1. The highs and lows are those of extremes.ts, with memory for the runs of each.
 */
import { Largest, ofFour, ofTwo, runsOf, Smallest, widthOf } from './extremes'
import { at } from './rows'

/** What is made of the ends, as types. */
class Middle {}
class Position {}
class BelowHighest {}

/** (highest + lowest) / 2. */
export function midpoint(high: usize, low: usize, y: usize, rows: i32, period: i32, room: usize): void {
  ofRange<Middle>(high, low, y, y, rows, period, room)
}

/** Where x lies between the ends, 0 to 100; 0 where the range is empty: `positionIn`. */
export function position(
  high: usize,
  low: usize,
  x: usize,
  y: usize,
  rows: i32,
  period: i32,
  room: usize,
): void {
  ofRange<Position>(high, low, x, y, rows, period, room)
}

/** How far x lies below the highest, 0 to -100; 0 where the range is empty: `belowHighest`. */
export function belowHighest(
  high: usize,
  low: usize,
  x: usize,
  y: usize,
  rows: i32,
  period: i32,
  room: usize,
): void {
  ofRange<BelowHighest>(high, low, x, y, rows, period, room)
}

/** The loop over all rows. */
function ofRange<How>(
  high: usize,
  low: usize,
  x: usize,
  y: usize,
  rows: i32,
  period: i32,
  room: usize,
): void {
  let highs = runsOf<Largest>(high, room, rows, period)
  let lows = runsOf<Smallest>(low, at(room, rows + period), rows, period)
  const width = widthOf(period)
  const last = (<usize>(period - width)) << 3
  // Places of runs in bytes, in ascending order: it decides among equal values.
  const second = min((<usize>width) << 3, last)
  const third = min((<usize>width) << 4, last)
  const end = at(y, rows)
  if (period <= 2 * width) {
    for (; y + 32 <= end; y += 32, x += 32, highs += 32, lows += 32) {
      v128.store(y, made<How>(ofTwo<Largest>(highs, last), ofTwo<Smallest>(lows, last), x))
      const highest = ofTwo<Largest>(highs + 16, last)
      v128.store(y, made<How>(highest, ofTwo<Smallest>(lows + 16, last), x + 16), 16)
    }
  }
  for (; y + 16 <= end; y += 16, x += 16, highs += 16, lows += 16) {
    const highest = ofFour<Largest>(highs, second, third, last)
    v128.store(y, made<How>(highest, ofFour<Smallest>(lows, second, third, last), x))
  }
  if (y == end) return
  const highest = ofFour<Largest>(highs, second, third, last)
  v128.store64_lane(y, made<How>(highest, ofFour<Smallest>(lows, second, third, last), x), 0)
}

function made<How>(highest: v128, lowest: v128, x: usize): v128 {
  // A half is exact, so that the product is the quotient.
  if (idof<How>() == idof<Middle>()) return f64x2.mul(f64x2.add(highest, lowest), f64x2.splat(0.5))
  const range = f64x2.sub(highest, lowest)
  const value = v128.load(x)
  if (idof<How>() == idof<Position>()) return share(f64x2.sub(value, lowest), range, 100)
  return share(f64x2.sub(highest, value), range, -100)
}

function min(a: usize, b: usize): usize {
  return a < b ? a : b
}

/** scale x (distance / range), 0 where the range is. */
function share(distance: v128, range: v128, scale: f64): v128 {
  const shares = f64x2.mul(f64x2.splat(scale), f64x2.div(distance, range))
  return v128.andnot(shares, f64x2.eq(range, f64x2.splat(0)))
}
