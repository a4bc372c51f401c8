/** Row by row, two rows at a time: z = x op y. What a chain of loops does between its sums and averages; 0.1 to 0.2 ns a row in the first cache, a division 0.6. */
import { put } from './rows'

export function add(x: usize, y: usize, z: usize, rows: i32): void {
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, y += 16, z += 16) {
    put(z, f64x2.add(v128.load(x), v128.load(y)), end)
  }
}

export function subtract(x: usize, y: usize, z: usize, rows: i32): void {
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, y += 16, z += 16) {
    put(z, f64x2.sub(v128.load(x), v128.load(y)), end)
  }
}

export function multiply(x: usize, y: usize, z: usize, rows: i32): void {
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, y += 16, z += 16) {
    put(z, f64x2.mul(v128.load(x), v128.load(y)), end)
  }
}

/** x / y, and 0 where y is 0. */
export function divideOrZero(x: usize, y: usize, z: usize, rows: i32): void {
  const zero = f64x2.splat(0)
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, y += 16, z += 16) {
    const below = v128.load(y)
    const quotient = f64x2.div(v128.load(x), below)
    put(z, v128.andnot(quotient, f64x2.eq(below, zero)), end)
  }
}

/** |x - y| */
export function distance(x: usize, y: usize, z: usize, rows: i32): void {
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, y += 16, z += 16) {
    put(z, f64x2.abs(f64x2.sub(v128.load(x), v128.load(y))), end)
  }
}

/** 2 x - y */
export function twiceLess(x: usize, y: usize, z: usize, rows: i32): void {
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, y += 16, z += 16) {
    const value = v128.load(x)
    put(z, f64x2.sub(f64x2.add(value, value), v128.load(y)), end)
  }
}

/** |x - y| / path, and 0 where the path is 0. */
export function shareOfPath(x: usize, y: usize, path: usize, z: usize, rows: i32): void {
  const zero = f64x2.splat(0)
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, y += 16, path += 16, z += 16) {
    const below = v128.load(path)
    const net = f64x2.abs(f64x2.sub(v128.load(x), v128.load(y)))
    put(z, v128.andnot(f64x2.div(net, below), f64x2.eq(below, zero)), end)
  }
}

/** x times the number at `factor`. */
export function scale(x: usize, factor: usize, z: usize, rows: i32): void {
  const factors = v128.load64_splat(factor)
  for (const end = z + ((<usize>rows) << 3); z < end; x += 16, z += 16) {
    put(z, f64x2.mul(v128.load(x), factors), end)
  }
}

/** x (1 + push) of highs and x (1 - push) of lows, where push is 4 (high - low) / (high + low), 0 where that sum is: P. Headley's bands. */
export function accelerations(high: usize, low: usize, up: usize, down: usize, rows: i32): void {
  const one = f64x2.splat(1)
  const apart = down - up
  for (const end = up + ((<usize>rows) << 3); up < end; high += 16, low += 16, up += 16) {
    const top = v128.load(high)
    const bottom = v128.load(low)
    const both = f64x2.add(top, bottom)
    const quotient = f64x2.div(f64x2.mul(f64x2.splat(4), f64x2.sub(top, bottom)), both)
    const push = v128.andnot(quotient, f64x2.eq(both, f64x2.splat(0)))
    put(up, f64x2.mul(top, f64x2.add(one, push)), end)
    put(up + apart, f64x2.mul(bottom, f64x2.sub(one, push)), end + apart)
  }
}
