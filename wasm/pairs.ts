/**
 * Correlations and slopes over the last `period` pairs (x, y): the blocks and the order of operations of
 * src/indicators/kernels/pairs.ts. Two blocks go side by side in the halves of a register. 3 to 4 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 heads of x, y, xx, yy, xy (f64), 48 and 64 bases of x and y
 *           (two f64 each), 80 and 88 last x and y of the block before (f64), 96 whether there was one (i32), 100 and 104
 *           addresses of two tables (i32), 112 pairs of the current block (2 x period f64), then the tables: for each place of a
 *           block five sums, each the tails of two blocks from the next place on, 0 at the last. The second of the first table
 *           are those of the block before the current one.
 */
import { at } from './rows'

const PAIRS: usize = 112
/** As in src/indicators/kernels/pairs.ts. */
const ROUNDING: f64 = 1e-15

/** What is made of the sums of a window. */
class Correlation {}
class Slope {}

export function pairBytes(period: i32): i32 {
  return 112 + 176 * period
}

export function pairInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>pairBytes(period))
  store<i32>(state, period)
  const tables = at(state + PAIRS, 2 * period)
  store<usize>(state, tables, 100)
  store<usize>(state, at(tables, 10 * period), 104)
}

/** Rows of `x` and `y` into Pearson's correlation. What is written before the first window is full has no meaning. */
export function correlation(state: usize, x: usize, y: usize, z: usize, rows: i32): void {
  pairs<Correlation>(state, x, y, z, rows)
}

/** Rows of `x` and `y` into the slope of y on x. */
export function pairSlope(state: usize, x: usize, y: usize, z: usize, rows: i32): void {
  pairs<Slope>(state, x, y, z, rows)
}

/** What does not change from row to row is made here once: the compilers would make it anew for each. */
function pairs<T>(state: usize, x: usize, y: usize, z: usize, rows: i32): void {
  const period = load<i32>(state)
  const share = f64x2.splat(1 / <f64>period)
  const rounding = f64x2.splat(ROUNDING * <f64>period)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0) {
      for (; t + 2 * period <= rows; t += 2 * period) {
        pairBlocks<T>(state, at(x, t), at(y, t), at(z, t), share, rounding)
      }
      if (t == rows) return
    }
    t += pairPart<T>(state, at(x, t), at(y, t), at(z, t), rows - t, share, rounding)
  }
}

/** What is left of the current block, as far as there are rows; says how many those were. */
function pairPart<T>(
  state: usize,
  x: usize,
  y: usize,
  z: usize,
  rows: i32,
  share: v128,
  rounding: v128,
): i32 {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const count = min(rows, period - row)
  const isFull = row + count == period
  if (row == 0) {
    const isFirst = load<i32>(state, 96) == 0
    store<f64>(state, isFirst ? load<f64>(x) : load<f64>(state, 80), 48)
    store<f64>(state, isFirst ? load<f64>(y) : load<f64>(state, 88), 64)
  }
  for (let i = 0; i < count; i++) {
    const own = at(state + PAIRS, 2 * (row + i))
    store<f64>(own, load<f64>(at(x, i)))
    store<f64>(own, load<f64>(at(y, i)), 8)
    addPair(state, load<f64>(own) - load<f64>(state, 48), load<f64>(own, 8) - load<f64>(state, 64))
    const tail = load<usize>(state, 100) + 80 * (row + i) + 8
    const made = valueOf<T>(
      f64x2.splat(load<f64>(state, 8) + load<f64>(tail)),
      f64x2.splat(load<f64>(state, 16) + load<f64>(tail, 16)),
      f64x2.splat(load<f64>(state, 24) + load<f64>(tail, 32)),
      f64x2.splat(load<f64>(state, 32) + load<f64>(tail, 48)),
      f64x2.splat(load<f64>(state, 40) + load<f64>(tail, 64)),
      share,
      rounding,
    )
    v128.store64_lane(at(z, i), made, 0)
  }
  if (isFull) foldPairs(state)
  store<i32>(state, isFull ? 0 : row + count, 4)
  return count
}

function addPair(state: usize, x: f64, y: f64): void {
  store<f64>(state, load<f64>(state, 8) + x, 8)
  store<f64>(state, load<f64>(state, 16) + y, 16)
  store<f64>(state, load<f64>(state, 24) + x * x, 24)
  store<f64>(state, load<f64>(state, 32) + y * y, 32)
  store<f64>(state, load<f64>(state, 40) + x * y, 40)
}

function foldPairs(state: usize): void {
  const period = load<i32>(state)
  const tails = load<usize>(state, 100) - 72
  const last = at(state + PAIRS, 2 * (period - 1))
  store<f64>(state, load<f64>(last), 80)
  store<f64>(state, load<f64>(last, 8), 88)
  store<i32>(state, 1, 96)
  memory.fill(state + 8, 0, 40)
  for (let i = period - 1; i > 0; i--) {
    const own = at(state + PAIRS, 2 * i)
    addPair(state, load<f64>(own) - load<f64>(last), load<f64>(own, 8) - load<f64>(last, 8))
    for (let k = 0; k < 5; k++) store<f64>(tails + 80 * i + 16 * k, load<f64>(at(state, k), 8))
  }
  memory.fill(state + 8, 0, 40)
}

/** Two whole blocks A and B: the tails of the block before serve A, those of A serve B. */
function pairBlocks<T>(state: usize, x: usize, y: usize, z: usize, share: v128, rounding: v128): void {
  const block = (<usize>load<i32>(state)) << 3
  const before = load<usize>(state, 100)
  const tails = load<usize>(state, 104)
  store<usize>(state, tails, 100)
  store<usize>(state, before, 104)
  const last = x + block - 8
  const lastX = rowOf(last, block)
  const lastY = rowOf(y + block - 8, block)
  foldBlocks<T>(x, y, tails, block, lastX, lastY)
  const isFirst = load<i32>(state, 96) == 0
  const firstX = isFirst ? load<f64>(x) : load<f64>(state, 80)
  const firstY = isFirst ? load<f64>(y) : load<f64>(state, 88)
  v128.store(state, v128.shuffle<f64>(f64x2.splat(firstX), lastX, 0, 2), 48)
  v128.store(state, v128.shuffle<f64>(f64x2.splat(firstY), lastY, 0, 2), 64)
  v128.store64_lane(state, lastX, 1, 80)
  v128.store64_lane(state, lastY, 1, 88)
  store<i32>(state, 1, 96)
  // Read back, since they would be put together anew for each row.
  const baseX = v128.load(state, 48)
  const baseY = v128.load(state, 64)
  let sumX = f64x2.splat(0)
  let sumY = f64x2.splat(0)
  let sumXX = f64x2.splat(0)
  let sumYY = f64x2.splat(0)
  let sumXY = f64x2.splat(0)
  let was = before
  let now = tails
  for (; x <= last; x += 8, y += 8, z += 8, was += 80, now += 80) {
    const dx = f64x2.sub(rowOf(x, block), baseX)
    const dy = f64x2.sub(rowOf(y, block), baseY)
    sumX = f64x2.add(sumX, dx)
    sumY = f64x2.add(sumY, dy)
    sumXX = f64x2.add(sumXX, f64x2.mul(dx, dx))
    if (!isSlope<T>()) sumYY = f64x2.add(sumYY, f64x2.mul(dy, dy))
    sumXY = f64x2.add(sumXY, f64x2.mul(dx, dy))
    const made = valueOf<T>(
      f64x2.add(v128.shuffle<f64>(v128.load(was), v128.load(now), 1, 2), sumX),
      f64x2.add(v128.shuffle<f64>(v128.load(was, 16), v128.load(now, 16), 1, 2), sumY),
      f64x2.add(v128.shuffle<f64>(v128.load(was, 32), v128.load(now, 32), 1, 2), sumXX),
      isSlope<T>()
        ? sumYY
        : f64x2.add(v128.shuffle<f64>(v128.load(was, 48), v128.load(now, 48), 1, 2), sumYY),
      f64x2.add(v128.shuffle<f64>(v128.load(was, 64), v128.load(now, 64), 1, 2), sumXY),
      share,
      rounding,
    )
    v128.store64_lane(z, made, 0)
    v128.store64_lane(z + block, made, 1)
  }
}

/** The tails of two blocks, from their ends backwards. */
function foldBlocks<T>(x: usize, y: usize, tails: usize, block: usize, lastX: v128, lastY: v128): void {
  let sumX = f64x2.splat(0)
  let sumY = f64x2.splat(0)
  let sumXX = f64x2.splat(0)
  let sumYY = f64x2.splat(0)
  let sumXY = f64x2.splat(0)
  let place = tails + 10 * block - 80
  let q = y + block - 8
  for (let p = x + block - 8; p > x; p -= 8, q -= 8) {
    place -= 80
    const dx = f64x2.sub(rowOf(p, block), lastX)
    const dy = f64x2.sub(rowOf(q, block), lastY)
    sumX = f64x2.add(sumX, dx)
    sumY = f64x2.add(sumY, dy)
    sumXX = f64x2.add(sumXX, f64x2.mul(dx, dx))
    if (!isSlope<T>()) sumYY = f64x2.add(sumYY, f64x2.mul(dy, dy))
    sumXY = f64x2.add(sumXY, f64x2.mul(dx, dy))
    v128.store(place, sumX)
    v128.store(place, sumY, 16)
    v128.store(place, sumXX, 32)
    if (!isSlope<T>()) v128.store(place, sumYY, 48)
    v128.store(place, sumXY, 64)
  }
}

/** A row of block A and the same row of block B. */
function rowOf(address: usize, block: usize): v128 {
  return v128.load64_lane(address + block, v128.load64_zero(address), 1)
}

/** A slope needs no squares of y. */
function isSlope<T>(): bool {
  return idof<T>() == idof<Slope>()
}

function valueOf<T>(x: v128, y: v128, xx: v128, yy: v128, xy: v128, share: v128, rounding: v128): v128 {
  const products = f64x2.sub(xy, f64x2.mul(f64x2.mul(x, y), share))
  const squaresX = deviations(x, xx, share, rounding)
  if (isSlope<T>()) return orZero(f64x2.div(products, squaresX), squaresX)
  const squaresY = deviations(y, yy, share, rounding)
  const spread = f64x2.mul(f64x2.sqrt(squaresX), f64x2.sqrt(squaresY))
  return orZero(f64x2.pmax(f64x2.pmin(f64x2.div(products, spread), f64x2.splat(1)), f64x2.splat(-1)), spread)
}

/** Sums of squared deviations; 0 where they are no more than the rounding of what they are the difference of. */
function deviations(sum: v128, squares: v128, share: v128, rounding: v128): v128 {
  const difference = f64x2.sub(squares, f64x2.mul(f64x2.mul(sum, sum), share))
  return v128.and(difference, f64x2.gt(difference, f64x2.mul(rounding, squares)))
}

/** A quotient, or 0 where it was divided by 0. */
function orZero(quotient: v128, by: v128): v128 {
  return v128.andnot(quotient, f64x2.eq(by, f64x2.splat(0)))
}
