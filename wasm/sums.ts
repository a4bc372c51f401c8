/**
 * Sums over the last `period` values: the blocks of src/indicators/kernels/window.ts. Whole blocks go two at a time, side by
 * side in the halves of a register; each half adds in the order of `pushSum`, so the bits are the same. About 1 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 head (f64), 16 ring (period f64), then
 *           2 x period f64 in which the tails of two blocks lie in pairs
 */
import { at } from './rows'

const RING: usize = 16

export function sumBytes(period: i32): i32 {
  return 16 + 24 * period
}

export function sumInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>sumBytes(period))
  store<i32>(state, period)
}

/** Rows of `x` into sums divided by `divisor`. What is written before the first window is full has no meaning. */
export function sum(state: usize, x: usize, y: usize, rows: i32, divisor: f64): void {
  const period = load<i32>(state)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0 && period > 1) {
      const pairs = (rows - t) / (2 * period)
      for (let i = 0; i < pairs; i++) {
        sumPair(state, at(x, t), at(y, t), divisor)
        t += 2 * period
      }
      if (t == rows) return
    }
    sumRow(state, at(x, t), at(y, t), divisor)
    t++
  }
}

function sumRow(state: usize, x: usize, y: usize, divisor: f64): void {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const value = load<f64>(x)
  const head = load<f64>(state, 8) + value
  let place = at(state + RING, row)
  if (row + 1 < period) {
    store<f64>(y, (load<f64>(place, 8) + head) / divisor)
    store<f64>(place, value)
    store<f64>(state, head, 8)
    store<i32>(state, row + 1, 4)
    return
  }
  store<f64>(y, head / divisor)
  store<f64>(place, value)
  let tail = value
  for (place -= 8; place > state + RING; place -= 8) {
    tail = load<f64>(place) + tail
    store<f64>(place, tail)
  }
  store<f64>(state, 0, 8)
  store<i32>(state, 0, 4)
}

/** Two whole blocks: the tails of the first in the low half serve the second, the ring serves the first. */
function sumPair(state: usize, x: usize, y: usize, divisor: f64): void {
  const block = (<usize>load<i32>(state)) << 3
  const ring = state + RING
  const tails = ring + block
  const divisors = f64x2.splat(divisor)
  let sums = f64x2.splat(0)
  let pair = tails + 2 * block
  for (let p = x + block - 8; p > x; p -= 8) {
    pair -= 16
    sums = f64x2.add(v128.load64_lane(p + block, v128.load64_zero(p), 1), sums)
    v128.store(pair, sums)
  }
  let heads = f64x2.splat(0)
  const last = x + block - 8
  let own = ring + 8
  for (; x < last; x += 8, y += 8, own += 8, pair += 16) {
    heads = f64x2.add(heads, v128.load64_lane(x + block, v128.load64_zero(x), 1))
    const means = f64x2.div(f64x2.add(v128.load64_lane(pair, v128.load64_zero(own), 1), heads), divisors)
    v128.store64_lane(y, means, 0)
    v128.store64_lane(y + block, means, 1)
    v128.store64_lane(own, v128.load(pair), 1)
  }
  heads = f64x2.add(heads, v128.load64_lane(x + block, v128.load64_zero(x), 1))
  const means = f64x2.div(heads, divisors)
  v128.store64_lane(y, means, 0)
  v128.store64_lane(y + block, means, 1)
}
