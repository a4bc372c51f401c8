/**
 * Sums over the last `period` values: the blocks of src/indicators/kernels/window.ts. Four blocks go side by side, in the halves
 * of two registers, since each addition waits for the one before; each half adds in the order of `pushSum`, so the bits are the
 * same. About 0.7 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 head (f64), 16 and 20 addresses of two tables (i32),
 *           32 values of the current block (period f64), then the tables: for each place of a block the tails of four blocks.
 *           The fourth of the first table are those of the block before the current one.
 */
import { at } from './rows'

const VALUES: usize = 32

export function sumBytes(period: i32): i32 {
  return 32 + 72 * period
}

export function sumInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>sumBytes(period))
  store<i32>(state, period)
  const tables = at(state + VALUES, period)
  store<usize>(state, tables, 16)
  store<usize>(state, at(tables, 4 * period), 20)
}

/** Rows of `x` into sums. What is written before the first window is full has no meaning. */
export function sum(state: usize, x: usize, y: usize, rows: i32): void {
  sums<i32>(state, x, y, rows)
}

/** Rows of `x` into sums divided by the period. */
export function mean(state: usize, x: usize, y: usize, rows: i32): void {
  sums<f64>(state, x, y, rows)
}

/** T is f64 where sums are divided, i32 where not. */
function sums<T>(state: usize, x: usize, y: usize, rows: i32): void {
  const period = load<i32>(state)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0) {
      for (; t + 4 * period <= rows; t += 4 * period) sumBlocks<T>(state, at(x, t), at(y, t))
      if (t == rows) return
    }
    sumRow<T>(state, at(x, t), at(y, t))
    t++
  }
}

function sumRow<T>(state: usize, x: usize, y: usize): void {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const value = load<f64>(x)
  const head = load<f64>(state, 8) + value
  const tails = load<usize>(state, 16) + 24
  let all = head
  if (row + 1 < period) {
    all = load<f64>(tails + 32 * (row + 1)) + head
    store<f64>(at(state + VALUES, row), value)
    store<f64>(state, head, 8)
    store<i32>(state, row + 1, 4)
  } else {
    let tail = value
    for (let i = period - 1; i > 0; i--) {
      if (i < period - 1) tail = load<f64>(at(state + VALUES, i)) + tail
      store<f64>(tails + 32 * i, tail)
    }
    store<f64>(state, 0, 8)
    store<i32>(state, 0, 4)
  }
  if (isFloat<T>()) store<f64>(y, all / <f64>period)
  else store<f64>(y, all)
}

/** Four whole blocks: the tails of each serve the next one. */
function sumBlocks<T>(state: usize, x: usize, y: usize): void {
  const block = (<usize>load<i32>(state)) << 3
  const divisors = f64x2.splat(<f64>load<i32>(state))
  const before = load<usize>(state, 16)
  const tails = load<usize>(state, 20)
  store<usize>(state, tails, 16)
  store<usize>(state, before, 20)
  const second = x + 2 * block
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let place = tails + 4 * block
  for (let p = x + block - 8, q = second + block - 8; p > x; p -= 8, q -= 8) {
    place -= 32
    a = f64x2.add(v128.load64_lane(p + block, v128.load64_zero(p), 1), a)
    b = f64x2.add(v128.load64_lane(q + block, v128.load64_zero(q), 1), b)
    v128.store(place, a)
    v128.store(place, b, 16)
  }
  a = f64x2.splat(0)
  b = f64x2.splat(0)
  place = before + 32
  const step = tails - before
  const end = x + block
  for (let q = second, z = y + 2 * block; x < end; x += 8, q += 8, y += 8, z += 8, place += 32) {
    a = f64x2.add(a, v128.load64_lane(x + block, v128.load64_zero(x), 1))
    b = f64x2.add(b, v128.load64_lane(q + block, v128.load64_zero(q), 1))
    let first = a
    let last = b
    if (x < end - 8) {
      const own = v128.load(place + step)
      first = f64x2.add(v128.shuffle<f64>(v128.load(place, 16), own, 1, 2), a)
      last = f64x2.add(v128.shuffle<f64>(own, v128.load(place + step, 16), 1, 2), b)
    }
    if (isFloat<T>()) {
      first = f64x2.div(first, divisors)
      last = f64x2.div(last, divisors)
    }
    v128.store64_lane(y, first, 0)
    v128.store64_lane(y + block, first, 1)
    v128.store64_lane(z, last, 0)
    v128.store64_lane(z + block, last, 1)
  }
}
