/** Bands about a middle, a number of deviations above and below it, two rows at a time. */
import { at } from './rows'

/** middle + up x deviation and middle - down x deviation. */
export function bands(
  middle: usize,
  deviation: usize,
  upper: usize,
  lower: usize,
  rows: i32,
  up: f64,
  down: f64,
): void {
  const end = at(middle, rows & ~1)
  const ups = f64x2.splat(up)
  const downs = f64x2.splat(down)
  for (; middle < end; middle += 16, deviation += 16, upper += 16, lower += 16) {
    const center = v128.load(middle)
    const spread = v128.load(deviation)
    v128.store(upper, f64x2.add(center, f64x2.mul(ups, spread)))
    v128.store(lower, f64x2.sub(center, f64x2.mul(downs, spread)))
  }
  if (rows & 1) {
    store<f64>(upper, load<f64>(middle) + up * load<f64>(deviation))
    store<f64>(lower, load<f64>(middle) - down * load<f64>(deviation))
  }
}
