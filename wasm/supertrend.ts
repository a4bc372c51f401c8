/**
 * The bands of a supertrend, which wait for each other row by row. The upper band and the lower one with its sign turned lie side by side, since
 * then both only fall until the close before lies above them; nothing branches. About 2.5 ns a row.
 */
import { at } from './rows'

/**
 * `state` holds the multiple, the upper and the lower band and the direction; rows of `range` are average ranges, and the close of the row
 * before the first is read. `y` gets the band that holds and `direction` 1 or -1.
 */
export function supertrend(
  state: usize,
  high: usize,
  low: usize,
  close: usize,
  range: usize,
  y: usize,
  direction: usize,
  rows: i32,
): void {
  const multiple = load<f64>(state)
  let bands = turned(load<f64>(state, 8), load<f64>(state, 16))
  let isUp = i32(load<f64>(state, 24) == 1)
  let previous = turned(load<f64>(close - 8), load<f64>(close - 8))
  for (let t = 0; t < rows; t++) {
    const middle = (load<f64>(at(high, t)) + load<f64>(at(low, t))) / 2
    const width = multiple * load<f64>(at(range, t))
    const fresh = turned(middle + width, middle - width)
    bands = v128.bitselect(bands, fresh, v128.and(f64x2.ge(fresh, bands), f64x2.le(previous, bands)))
    const own = load<f64>(at(close, t))
    previous = turned(own, own)
    // Bit 0: the close is above the upper band; bit 1: it is below the lower.
    const beyond = i64x2.bitmask(f64x2.gt(previous, bands))
    isUp = ((beyond >> isUp) & 1) ^ isUp
    const lower = f64x2.neg(v128.shuffle<f64>(bands, bands, 1, 1))
    v128.store64_lane(at(y, t), v128.bitselect(lower, bands, i64x2.splat(-(<i64>isUp))), 0)
    store<f64>(at(direction, t), <f64>(2 * isUp - 1))
  }
  store<f64>(state, f64x2.extract_lane(bands, 0), 8)
  store<f64>(state, -f64x2.extract_lane(bands, 1), 16)
  store<f64>(state, isUp ? 1 : -1, 24)
}

function turned(upper: f64, lower: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(upper), 1, -lower)
}
