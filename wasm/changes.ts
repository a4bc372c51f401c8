/** What became of a value since some rows before, two rows at a time: `x` holds the newer values, `b` the older ones. */
import { at, put } from './rows'

/** How far columns are fetched ahead of their use, no farther than AHEAD of compiled.ts allows. */
const AHEAD: usize = 512

/** x - b: a line of the cache at a time, since nothing but memory is waited for. */
export function change(x: usize, b: usize, y: usize, rows: i32): void {
  const end = at(y, rows & ~7)
  for (; y < end; x += 64, b += 64, y += 64) {
    load<i64>(x + AHEAD)
    load<i64>(y + AHEAD)
    v128.store(y, f64x2.sub(v128.load(x), v128.load(b)))
    v128.store(y, f64x2.sub(v128.load(x, 16), v128.load(b, 16)), 16)
    v128.store(y, f64x2.sub(v128.load(x, 32), v128.load(b, 32)), 32)
    v128.store(y, f64x2.sub(v128.load(x, 48), v128.load(b, 48)), 48)
  }
  for (let t = 0; t < (rows & 7); t++) store<f64>(at(y, t), load<f64>(at(x, t)) - load<f64>(at(b, t)))
}

/** (x / b - 1) factor; 0 where b is 0. */
export function relativeChange(x: usize, b: usize, y: usize, rows: i32, factor: f64): void {
  const factors = f64x2.splat(factor)
  const end = at(y, rows & ~1)
  for (; y < end; x += 16, b += 16, y += 16)
    v128.store(y, relativeChangeOf(v128.load(x), v128.load(b), factors))
  if (rows & 1) v128.store64_lane(y, relativeChangeOf(v128.load64_zero(x), v128.load64_zero(b), factors), 0)
}

function relativeChangeOf(x: v128, b: v128, factors: v128): v128 {
  return orZero(f64x2.mul(f64x2.sub(f64x2.div(x, b), f64x2.splat(1)), factors), b)
}

/** (x - b) / b; 0 where b is 0. */
export function fraction(x: usize, b: usize, y: usize, rows: i32): void {
  const end = at(y, rows & ~1)
  for (; y < end; x += 16, b += 16, y += 16) v128.store(y, fractionOf(v128.load(x), v128.load(b)))
  if (rows & 1) v128.store64_lane(y, fractionOf(v128.load64_zero(x), v128.load64_zero(b)), 0)
}

function fractionOf(x: v128, b: v128): v128 {
  return orZero(f64x2.div(f64x2.sub(x, b), b), b)
}

/** ((x - b) / b) 100; 0 where b is 0. */
export function percentChange(x: usize, b: usize, y: usize, rows: i32): void {
  for (const end = at(y, rows); y < end; x += 16, b += 16, y += 16) {
    put(y, f64x2.mul(fractionOf(v128.load(x), v128.load(b)), f64x2.splat(100)), end)
  }
}

/** x / b factor; 0 where b is 0. */
export function ratio(x: usize, b: usize, y: usize, rows: i32, factor: f64): void {
  const factors = f64x2.splat(factor)
  const end = at(y, rows & ~1)
  for (; y < end; x += 16, b += 16, y += 16) v128.store(y, ratioOf(v128.load(x), v128.load(b), factors))
  if (rows & 1) v128.store64_lane(y, ratioOf(v128.load64_zero(x), v128.load64_zero(b), factors), 0)
}

function ratioOf(x: v128, b: v128, factors: v128): v128 {
  return orZero(f64x2.mul(f64x2.div(x, b), factors), b)
}

/** A quotient, or 0 where it was divided by 0. */
function orZero(quotient: v128, by: v128): v128 {
  return v128.andnot(quotient, f64x2.eq(by, f64x2.splat(0)))
}
