/** What is made of the prices of one bar, a line of the cache at a time, since nothing but memory is waited for. */
import { at, put } from './rows'

/** How far columns are fetched ahead of their use, no farther than AHEAD of compiled.ts allows. */
const AHEAD: usize = 512

class Median {}
class Typical {}
class Weighted {}
class Average {}
class Balance {}
class Facilitation {}

/** (high + low) / 2. */
export function medianPrice(high: usize, low: usize, y: usize, rows: i32): void {
  ofBars<Median>(high, low, low, low, y, rows)
}

/** (high + low + close) / 3. */
export function typicalPrice(high: usize, low: usize, close: usize, y: usize, rows: i32): void {
  ofBars<Typical>(high, low, close, close, y, rows)
}

/** (high + low + 2 close) / 4. */
export function weightedClose(high: usize, low: usize, close: usize, y: usize, rows: i32): void {
  ofBars<Weighted>(high, low, close, close, y, rows)
}

/** (open + high + low + close) / 4. */
export function averagePrice(open: usize, high: usize, low: usize, close: usize, y: usize, rows: i32): void {
  ofBars<Average>(open, high, low, close, y, rows)
}

/** (close - open) / (high - low); 0 for a bar without range. */
export function balanceOfPower(
  open: usize,
  high: usize,
  low: usize,
  close: usize,
  y: usize,
  rows: i32,
): void {
  ofBars<Balance>(open, high, low, close, y, rows)
}

/** (high - low) / volume; 0 where there was none. */
export function marketFacilitation(high: usize, low: usize, volume: usize, y: usize, rows: i32): void {
  ofBars<Facilitation>(volume, high, low, low, y, rows)
}

function ofBars<How>(a: usize, b: usize, c: usize, d: usize, y: usize, rows: i32): void {
  const end = at(y, rows)
  for (const whole = at(y, rows & ~7); y < whole; a += 64, b += 64, c += 64, d += 64, y += 64) {
    load<i64>(a + AHEAD)
    load<i64>(b + AHEAD)
    if (idof<How>() != idof<Median>()) load<i64>(c + AHEAD)
    if (isOfFour<How>()) load<i64>(d + AHEAD)
    load<i64>(y + AHEAD)
    v128.store(y, made<How>(a, b, c, d))
    v128.store(y, made<How>(a + 16, b + 16, c + 16, d + 16), 16)
    v128.store(y, made<How>(a + 32, b + 32, c + 32, d + 32), 32)
    v128.store(y, made<How>(a + 48, b + 48, c + 48, d + 48), 48)
  }
  for (; y < end; a += 16, b += 16, c += 16, d += 16, y += 16) put(y, made<How>(a, b, c, d), end)
}

function isOfFour<How>(): bool {
  return idof<How>() == idof<Average>() || idof<How>() == idof<Balance>()
}

function made<How>(a: usize, b: usize, c: usize, d: usize): v128 {
  // Halves and quarters are exact, so that products are the quotients.
  if (idof<How>() == idof<Facilitation>()) {
    return orZero(f64x2.sub(v128.load(b), v128.load(c)), v128.load(a))
  }
  const two = f64x2.add(v128.load(a), v128.load(b))
  if (idof<How>() == idof<Median>()) return f64x2.mul(two, f64x2.splat(0.5))
  if (idof<How>() == idof<Typical>()) return f64x2.div(f64x2.add(two, v128.load(c)), f64x2.splat(3))
  if (idof<How>() == idof<Weighted>()) {
    const close = v128.load(c)
    return f64x2.mul(f64x2.add(two, f64x2.add(close, close)), f64x2.splat(0.25))
  }
  if (idof<How>() == idof<Average>()) {
    return f64x2.mul(f64x2.add(f64x2.add(two, v128.load(c)), v128.load(d)), f64x2.splat(0.25))
  }
  return orZero(f64x2.sub(v128.load(d), v128.load(a)), f64x2.sub(v128.load(b), v128.load(c)))
}

/** A quotient, 0 where it would be divided by 0. */
function orZero(x: v128, by: v128): v128 {
  return v128.andnot(f64x2.div(x, by), f64x2.eq(by, f64x2.splat(0)))
}
