/** Recursions over two rows in a register. */

/** The row before each of the two: the upper half of the pair before and the lower one of this. */
export function before(last: v128, now: v128): v128 {
  return v128.shuffle<f64>(last, now, 1, 2)
}

/** keep^2 times the pair before, and each row with keep times the row before it. */
export function decayed(square: v128, sums: v128, now: v128, kept: v128): v128 {
  return f64x2.add(f64x2.mul(square, sums), f64x2.add(now, kept))
}
