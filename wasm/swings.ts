/** Swing points: rows that stand out among so many neighbours on each side. */
import { at, put } from './rows'

/**
 * 100 where the high of `right` rows ago exceeds those of the `left` rows before it and of the `right` rows after it, else 0; the same of
 * lows that all others exceed. As many rows before the first are read.
 */
export function fractals(
  high: usize,
  low: usize,
  tops: usize,
  bottoms: usize,
  rows: i32,
  left: i32,
  right: i32,
): void {
  const hundred = f64x2.splat(100)
  const first = (<usize>left) << 3
  const last = (<usize>right) << 3
  high -= last
  low -= last
  const apart = bottoms - tops
  for (const end = at(tops, rows); tops < end; high += 16, low += 16, tops += 16) {
    const top = v128.load(high)
    const bottom = v128.load(low)
    let isTop = f64x2.eq(hundred, hundred)
    let isBottom = isTop
    for (let k = first; k > 0; k -= 8) {
      isTop = v128.and(isTop, f64x2.gt(top, v128.load(high - k)))
      isBottom = v128.and(isBottom, f64x2.lt(bottom, v128.load(low - k)))
    }
    for (let k: usize = 8; k <= last; k += 8) {
      isTop = v128.and(isTop, f64x2.gt(top, v128.load(high + k)))
      isBottom = v128.and(isBottom, f64x2.lt(bottom, v128.load(low + k)))
    }
    put(tops, v128.and(hundred, isTop), end)
    put(tops + apart, v128.and(hundred, isBottom), end + apart)
  }
}
