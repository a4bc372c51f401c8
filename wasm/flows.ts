/** What indexes of rising and falling sum and what they make of the sums, two rows at a time. */
import { at, put } from './rows'

/** Price x volume into `up` where the price rose since the row before and into `down` where it fell, else 0. */
export function moneyFlows(price: usize, volume: usize, up: usize, down: usize, rows: i32): void {
  const end = at(up, rows & ~1)
  for (; up < end; price += 16, volume += 16, up += 16, down += 16) {
    const flow = f64x2.mul(v128.load(price), v128.load(volume))
    v128.store(up, v128.and(flow, isMore(v128.load(price), v128.load(price - 8), v128.load(price))))
    v128.store(down, v128.and(flow, isMore(v128.load(price - 8), v128.load(price), v128.load(price))))
  }
  if (rows & 1) {
    const own = v128.load64_zero(price)
    const before = v128.load64_zero(price - 8)
    const flow = f64x2.mul(own, v128.load64_zero(volume))
    v128.store64_lane(up, v128.and(flow, isMore(own, before, own)), 0)
    v128.store64_lane(down, v128.and(flow, isMore(before, own, own)), 0)
  }
}

/** Whether a is above b by more than rounding makes it. */
function isMore(a: v128, b: v128, price: v128): v128 {
  return f64x2.gt(f64x2.sub(a, b), f64x2.mul(f64x2.splat(1e-12), f64x2.abs(price)))
}

/** 100 up / (up + down); 0 where both are 0. */
export function balance(up: usize, down: usize, y: usize, rows: i32): void {
  for (const end = at(y, rows & ~1); y < end; up += 16, down += 16, y += 16) {
    v128.store(y, balanceOf(v128.load(up), v128.load(down)))
  }
  if (rows & 1) v128.store64_lane(y, balanceOf(v128.load64_zero(up), v128.load64_zero(down)), 0)
}

function balanceOf(up: v128, down: v128): v128 {
  const both = f64x2.add(up, down)
  return v128.andnot(f64x2.mul(f64x2.splat(100), f64x2.div(up, both)), f64x2.eq(both, f64x2.splat(0)))
}

/** y where x rose since the row before, which must lie before the first, into `up`, and where it fell into `down`, else 0. */
export function bySign(x: usize, y: usize, up: usize, down: usize, rows: i32): void {
  const apart = down - up
  for (const end = at(up, rows); up < end; x += 16, y += 16, up += 16) {
    const value = v128.load(y)
    const change = f64x2.sub(v128.load(x), v128.load(x - 8))
    put(up, v128.and(value, f64x2.gt(change, f64x2.splat(0))), end)
    put(up + apart, v128.and(value, f64x2.lt(change, f64x2.splat(0))), end + apart)
  }
}

/** 100 (up - down) / (up + down); 0 where both are 0. */
export function netShare(up: usize, down: usize, y: usize, rows: i32): void {
  for (const end = at(y, rows); y < end; up += 16, down += 16, y += 16) {
    const rise = v128.load(up)
    const fall = v128.load(down)
    const both = f64x2.add(rise, fall)
    const share = f64x2.div(f64x2.mul(f64x2.splat(100), f64x2.sub(rise, fall)), both)
    put(y, v128.andnot(share, f64x2.eq(both, f64x2.splat(0))), end)
  }
}
