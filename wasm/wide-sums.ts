/**
 * The sums of sums.ts for many instruments at once: a row is one pulse, its lanes are instruments that lie side by side. Two lanes share a
 * register, and every lane adds in the order of `pushSum`, so the bits are the same. About 1 ns a value.
 *
 *   state   0 period (i32), 4 lanes (i32, even), 8 rows in the current block (i32), 16 heads (lanes f64),
 *           then the ring: period rows of lanes f64
 */
const HEADS: usize = 16

export function wideSumBytes(period: i32, lanes: i32): i32 {
  return 16 + 8 * lanes * (period + 1)
}

export function wideSumInit(state: usize, period: i32, lanes: i32): void {
  memory.fill(state, 0, <usize>wideSumBytes(period, lanes))
  store<i32>(state, period)
  store<i32>(state, lanes, 4)
}

/**
 * Rows of `x` into sums divided by `divisor`; both have the state's lanes, without gaps. Returns 0 where every sum is finite, else NaN.
 * What is written before the first window is full has no meaning.
 */
export function wideSum(state: usize, x: usize, y: usize, rows: i32, divisor: f64): f64 {
  const period = load<i32>(state)
  const width = (<usize>load<i32>(state, 4)) << 3
  let row = load<i32>(state, 8)
  let finite = f64x2.splat(0)
  for (let t = 0; t < rows; t++) {
    const place = state + HEADS + width + <usize>row * width
    if (row + 1 < period) {
      finite = f64x2.add(finite, innerRow(state + HEADS, place, x, y, divisor))
      row++
    } else {
      finite = f64x2.add(finite, lastRow(state + HEADS, place, x, y, divisor))
      foldTails(state + HEADS + 2 * width, place, width)
      row = 0
    }
    x += width
    y += width
  }
  store<i32>(state, row, 8)
  return f64x2.extract_lane(finite, 0) + f64x2.extract_lane(finite, 1)
}

function innerRow(heads: usize, ring: usize, x: usize, y: usize, divisor: f64): v128 {
  const zero = f64x2.splat(0)
  const divisors = f64x2.splat(divisor)
  const width = (<usize>load<i32>(heads - HEADS, 4)) << 3
  let finite = zero
  for (let i: usize = 0; i < width; i += 16) {
    const value = v128.load(x + i)
    const head = f64x2.add(v128.load(heads + i), value)
    v128.store(heads + i, head)
    const mean = f64x2.div(f64x2.add(v128.load(ring + width + i), head), divisors)
    v128.store(ring + i, value)
    v128.store(y + i, mean)
    finite = f64x2.add(finite, f64x2.mul(mean, zero))
  }
  return finite
}

function lastRow(heads: usize, ring: usize, x: usize, y: usize, divisor: f64): v128 {
  const zero = f64x2.splat(0)
  const divisors = f64x2.splat(divisor)
  const width = (<usize>load<i32>(heads - HEADS, 4)) << 3
  let finite = zero
  for (let i: usize = 0; i < width; i += 16) {
    const value = v128.load(x + i)
    const mean = f64x2.div(f64x2.add(v128.load(heads + i), value), divisors)
    v128.store(heads + i, zero)
    v128.store(ring + i, value)
    v128.store(y + i, mean)
    finite = f64x2.add(finite, f64x2.mul(mean, zero))
  }
  return finite
}

/** Rows from `second`, the ring's second, up to `last`: each becomes the sum of itself and all after it. */
function foldTails(second: usize, last: usize, width: usize): void {
  for (let row = last - width; row >= second; row -= width) {
    for (let i: usize = 0; i < width; i += 16) {
      v128.store(row + i, f64x2.add(v128.load(row + width + i), v128.load(row + i)))
    }
  }
}
