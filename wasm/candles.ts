/**
 * Candle patterns that are found two rows at a time: those of src/indicators/candles/ whose names they have. Reads up to ten rows
 * before the first.
 */
import { at } from './rows'

/** A body of at most a tenth of the mean range of the ten rows before: 100. */
export function doji(open: usize, high: usize, low: usize, close: usize, y: usize, rows: i32): void {
  const end = at(y, rows)
  // Sums of two ranges that end 9, 7, 5 and 3 rows before, and of four that end 5 and 3 before: the sum of ten is made of them
  // in the order of candles.ts.
  let twoA = f64x2.add(ranges(high - 80, low - 80), ranges(high - 72, low - 72))
  let twoB = f64x2.add(ranges(high - 64, low - 64), ranges(high - 56, low - 56))
  let twoC = f64x2.add(ranges(high - 48, low - 48), ranges(high - 40, low - 40))
  let before = ranges(high - 24, low - 24)
  let twoD = f64x2.add(ranges(high - 32, low - 32), before)
  let fourC = f64x2.add(twoB, twoC)
  let fourD = f64x2.add(twoC, twoD)
  while (y < end) {
    const first = ranges(high - 8, low - 8)
    const two = f64x2.add(v128.shuffle<f64>(before, first, 1, 2), first)
    const four = f64x2.add(twoD, two)
    const found = isDoji(open, close, f64x2.add(twoA, f64x2.add(fourC, four)))
    if (y + 8 == end) {
      v128.store64_lane(y, found, 0)
      return
    }
    v128.store(y, found)
    if (y + 16 == end) return
    before = ranges(high + 8, low + 8)
    const next = f64x2.add(v128.shuffle<f64>(first, before, 1, 2), before)
    const fourNext = f64x2.add(two, next)
    const foundNext = isDoji(open + 16, close + 16, f64x2.add(twoB, f64x2.add(fourD, fourNext)))
    if (y + 24 == end) {
      v128.store64_lane(y + 16, foundNext, 0)
      return
    }
    v128.store(y, foundNext, 16)
    twoA = twoC
    twoB = twoD
    twoC = two
    twoD = next
    fourC = four
    fourD = fourNext
    open += 32
    high += 32
    low += 32
    close += 32
    y += 32
  }
}

function ranges(high: usize, low: usize): v128 {
  return f64x2.sub(v128.load(high), v128.load(low))
}

/** 100 or 0; the order is that of `tenthOfRange`. */
function isDoji(open: usize, close: usize, sum: v128): v128 {
  const limit = f64x2.mul(f64x2.splat(0.1), f64x2.div(sum, f64x2.splat(10)))
  const body = f64x2.abs(f64x2.sub(v128.load(close), v128.load(open)))
  return v128.and(f64x2.splat(100), f64x2.le(body, limit))
}

/** A body that covers the opposite one before it, with its sign: 100, or 80 where one end is shared. */
export function engulfing(open: usize, close: usize, y: usize, rows: i32): void {
  const end = at(y, rows)
  for (; y + 16 <= end; y += 16, open += 16, close += 16) v128.store(y, engulfs(open, close))
  if (y < end) v128.store64_lane(y, engulfs(open, close), 0)
}

function engulfs(open: usize, close: usize): v128 {
  const opens = v128.load(open)
  const closes = v128.load(close)
  const opensBefore = v128.load(open - 8)
  const closesBefore = v128.load(close - 8)
  const white = f64x2.ge(closes, opens)
  const opposite = v128.xor(white, f64x2.ge(closesBefore, opensBefore))
  const top = f64x2.pmax(opens, closes)
  const bottom = f64x2.pmin(opens, closes)
  const topBefore = f64x2.pmax(opensBefore, closesBefore)
  const bottomBefore = f64x2.pmin(opensBefore, closesBefore)
  const over = f64x2.gt(top, topBefore)
  const under = f64x2.lt(bottom, bottomBefore)
  const both = v128.and(over, under)
  const one = v128.or(
    v128.and(over, f64x2.eq(bottom, bottomBefore)),
    v128.and(under, f64x2.eq(top, topBefore)),
  )
  const size = v128.bitselect(f64x2.splat(100), f64x2.splat(80), both)
  const value = v128.bitselect(size, f64x2.neg(size), white)
  return v128.and(value, v128.and(opposite, v128.or(both, one)))
}
