/** What the ultimate oscillator sums and what it makes of the sums, two rows at a time. */
import { at } from './rows'

/** Buying pressure and true range, side by side. Reads the close of the row before the first. */
export function pressures(high: usize, low: usize, close: usize, pairs: usize, rows: i32): void {
  for (const end = pairs + 16 * (rows & ~3); pairs < end; high += 32, low += 32, close += 32, pairs += 64) {
    const high0 = v128.load(high)
    const low0 = v128.load(low)
    const before0 = v128.load(close - 8)
    const range0 = rangeOf(high0, low0, before0)
    const pressure0 = f64x2.sub(v128.load(close), f64x2.pmin(low0, before0))
    v128.store(pairs, v128.shuffle<f64>(pressure0, range0, 0, 2))
    v128.store(pairs, v128.shuffle<f64>(pressure0, range0, 1, 3), 16)
    const high2 = v128.load(high, 16)
    const low2 = v128.load(low, 16)
    const before2 = v128.load(close, 8)
    const range2 = rangeOf(high2, low2, before2)
    const pressure2 = f64x2.sub(v128.load(close, 16), f64x2.pmin(low2, before2))
    v128.store(pairs, v128.shuffle<f64>(pressure2, range2, 0, 2), 32)
    v128.store(pairs, v128.shuffle<f64>(pressure2, range2, 1, 3), 48)
  }
  for (let t = 0; t < (rows & 3); t++) {
    const before = v128.load64_zero(at(close, t) - 8)
    const range = rangeOf(v128.load64_zero(at(high, t)), v128.load64_zero(at(low, t)), before)
    const pressure = f64x2.sub(
      v128.load64_zero(at(close, t)),
      f64x2.pmin(v128.load64_zero(at(low, t)), before),
    )
    v128.store(pairs + 16 * t, v128.shuffle<f64>(pressure, range, 0, 2))
  }
}

/** As `trueRange` of src/indicators/kernels/true-range.ts. */
function rangeOf(high: v128, low: v128, before: v128): v128 {
  const up = f64x2.abs(f64x2.sub(before, high))
  const down = f64x2.abs(f64x2.sub(before, low))
  return f64x2.pmax(f64x2.pmax(f64x2.sub(high, low), up), down)
}

/** (4 a + 2 b + c) x 100 / 7. */
export function ultimate(a: usize, b: usize, c: usize, y: usize, rows: i32): void {
  for (const end = at(y, rows & ~3); y < end; a += 32, b += 32, c += 32, y += 32) {
    v128.store(y, ultimateOf(v128.load(a), v128.load(b), v128.load(c)))
    v128.store(y, ultimateOf(v128.load(a, 16), v128.load(b, 16), v128.load(c, 16)), 16)
  }
  for (let t = 0; t < (rows & 3); t++) {
    const made = ultimateOf(
      v128.load64_zero(at(a, t)),
      v128.load64_zero(at(b, t)),
      v128.load64_zero(at(c, t)),
    )
    v128.store64_lane(at(y, t), made, 0)
  }
}

function ultimateOf(a: v128, b: v128, c: v128): v128 {
  const sum = f64x2.add(f64x2.add(f64x2.mul(f64x2.splat(4), a), f64x2.mul(f64x2.splat(2), b)), c)
  return f64x2.mul(sum, f64x2.splat(100 / 7.0))
}
