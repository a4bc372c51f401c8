/** What is made of a range's two ends, row by row: two rows at a time, the bits of the streaming kernels. */

/** (highest + lowest) / 2; a half is exact, so that the product is the quotient. */
export function midpoint(highest: usize, lowest: usize, y: usize, rows: i32): void {
  const half = f64x2.splat(0.5)
  const end = y + ((<usize>rows) << 3)
  for (; y + 16 <= end; y += 16, highest += 16, lowest += 16) {
    v128.store(y, f64x2.mul(f64x2.add(v128.load(highest), v128.load(lowest)), half))
  }
  if (y < end) store<f64>(y, (load<f64>(highest) + load<f64>(lowest)) * 0.5)
}

/** Where x lies between the ends, 0 to 100; 0 where the range is empty: `positionIn`. */
export function position(highest: usize, lowest: usize, x: usize, y: usize, rows: i32): void {
  const end = y + ((<usize>rows) << 3)
  for (; y + 16 <= end; y += 16, highest += 16, lowest += 16, x += 16) {
    const low = v128.load(lowest)
    v128.store(y, share(f64x2.sub(v128.load(x), low), f64x2.sub(v128.load(highest), low), 100))
  }
  if (y == end) return
  const low = v128.load64_zero(lowest)
  const range = f64x2.sub(v128.load64_zero(highest), low)
  v128.store64_lane(y, share(f64x2.sub(v128.load64_zero(x), low), range, 100), 0)
}

/** How far x lies below the highest, 0 to -100; 0 where the range is empty: `drawnDown`. */
export function belowHighest(highest: usize, lowest: usize, x: usize, y: usize, rows: i32): void {
  const end = y + ((<usize>rows) << 3)
  for (; y + 16 <= end; y += 16, highest += 16, lowest += 16, x += 16) {
    const high = v128.load(highest)
    v128.store(y, share(f64x2.sub(high, v128.load(x)), f64x2.sub(high, v128.load(lowest)), -100))
  }
  if (y == end) return
  const high = v128.load64_zero(highest)
  const range = f64x2.sub(high, v128.load64_zero(lowest))
  v128.store64_lane(y, share(f64x2.sub(high, v128.load64_zero(x)), range, -100), 0)
}

/** distance / (range / scale), 0 where the divisor is 0. */
function share(distance: v128, range: v128, scale: f64): v128 {
  const step = f64x2.div(range, f64x2.splat(scale))
  return v128.andnot(f64x2.div(distance, step), f64x2.eq(step, f64x2.splat(0)))
}
