/** Confirmations of the hikkakes of a tile, without a branch that depends on prices: 3 ns a pattern. */
import { at } from './rows'

/** As kernels/hikkake.ts says it. */
const CONFIRMED_WITHIN: i32 = 3

/**
 * `list` are rows that may have a pattern, whose signals are in `y`, 0 where there is none: those are taken from the list. Writes the
 * confirmations, except of a pattern before the first row, into `y`; how many rows are left in the list, which has
 * room for one more. `room` is for what is not written.
 */
export function confirmBreaks(
  list: usize,
  count: i32,
  high: usize,
  low: usize,
  close: usize,
  y: usize,
  rows: i32,
  room: usize,
): i32 {
  let left = 0
  for (let i = 0; i < count; i++) {
    const row = load<f64>(at(list, i))
    store<f64>(at(list, left), row)
    left += load<f64>(at(y, <i32>row)) != 0 ? 1 : 0
  }
  store<f64>(at(list, left), <f64>rows)
  for (let i = 0, row = <i32>load<f64>(list); i < left; i++) {
    const next = <i32>load<f64>(at(list, i + 1))
    const signal = load<f64>(at(y, row))
    const side = copysign<f64>(1, signal)
    const limit = side * load<f64>(at(select<usize>(high, low, signal > 0), row) - 8)
    const closes = at(close, row)
    const first = <i32>(side * load<f64>(closes, 8) > limit)
    const second = <i32>(side * load<f64>(closes, 16) > limit)
    const third = <i32>(side * load<f64>(closes, 24) > limit)
    // Rows that a later pattern takes confirm none.
    const free = (1 << min<i32>(next - row - 1, CONFIRMED_WITHIN)) - 1
    const after = ctz<i32>(((first | (second << 1) | (third << 2)) & free) | (1 << CONFIRMED_WITHIN))
    store<f64>(select<usize>(at(y, row + 1 + after), room, after < CONFIRMED_WITHIN), 2 * signal)
    row = next
  }
  return left
}
