/** Whether columns hold numbers only: value x 0 is 0 unless the value is not finite, and sums of them stay 0. 0.2 ns a row. */

/** 0 where every one of the rows is finite, else NaN. */
export function finite(x: usize, rows: i32): f64 {
  const zero = f64x2.splat(0)
  let a = zero
  let b = zero
  let t = 0
  for (; t + 4 <= rows; t += 4, x += 32) {
    a = f64x2.add(a, f64x2.mul(v128.load(x), zero))
    b = f64x2.add(b, f64x2.mul(v128.load(x, 16), zero))
  }
  let rest: f64 = 0
  for (; t < rows; t++, x += 8) rest += load<f64>(x) * 0
  a = f64x2.add(a, b)
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1) + rest
}
