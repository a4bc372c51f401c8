/**
 * Correlations and slopes over the last `period` pairs (x, y): the blocks and the order of operations of
 * src/indicators/kernels/pairs.ts. The rows are cut in two, and each half of a register goes through the blocks of one part: so
 * each finds the tails of the block before where it left them. 3 to 4 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 heads of x, y, xx, yy, xy (f64), 48 and 56 bases of x and y,
 *           64 and 72 last x and y of the block before (f64), 80 whether there was one (i32), 88 pairs of the current block
 *           (2 x period f64), then for each place of a block the tails of the block before from the next place on (5 f64, all 0
 *           at the last), then a table of these tails for two blocks side by side
 */
import { at } from './rows'

const PAIRS: usize = 88
/** As in src/indicators/kernels/pairs.ts. */
const ROUNDING: f64 = 1e-15

/** What is made of the sums of a window. */
class Correlation {}
class Slope {}

export function pairBytes(period: i32): i32 {
  return 88 + 136 * period
}

export function pairInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>pairBytes(period))
  store<i32>(state, period)
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
      const blocks = (rows - t) / (2 * period)
      if (blocks > 0) pairHalves<T>(state, at(x, t), at(y, t), at(z, t), blocks, share, rounding)
      t += 2 * period * blocks
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
    const isFirst = load<i32>(state, 80) == 0
    store<f64>(state, isFirst ? load<f64>(x) : load<f64>(state, 64), 48)
    store<f64>(state, isFirst ? load<f64>(y) : load<f64>(state, 72), 56)
  }
  for (let i = 0; i < count; i++) {
    const own = at(state + PAIRS, 2 * (row + i))
    store<f64>(own, load<f64>(at(x, i)))
    store<f64>(own, load<f64>(at(y, i)), 8)
    addPair(state, load<f64>(own) - load<f64>(state, 48), load<f64>(own, 8) - load<f64>(state, 56))
    const tail = tailsOf(state) + 40 * (row + i)
    const made = valueOf<T>(
      f64x2.splat(load<f64>(state, 8) + load<f64>(tail)),
      f64x2.splat(load<f64>(state, 16) + load<f64>(tail, 8)),
      f64x2.splat(load<f64>(state, 24) + load<f64>(tail, 16)),
      f64x2.splat(load<f64>(state, 32) + load<f64>(tail, 24)),
      f64x2.splat(load<f64>(state, 40) + load<f64>(tail, 32)),
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
  const tails = tailsOf(state) - 40
  const last = at(state + PAIRS, 2 * (period - 1))
  store<f64>(state, load<f64>(last), 64)
  store<f64>(state, load<f64>(last, 8), 72)
  store<i32>(state, 1, 80)
  memory.fill(state + 8, 0, 40)
  for (let i = period - 1; i > 0; i--) {
    const own = at(state + PAIRS, 2 * i)
    addPair(state, load<f64>(own) - load<f64>(last), load<f64>(own, 8) - load<f64>(last, 8))
    for (let k = 0; k < 5; k++) store<f64>(at(tails + 40 * i, k), load<f64>(at(state, k), 8))
  }
  memory.fill(state + 8, 0, 40)
}

/** The tails of the block before. */
function tailsOf(state: usize): usize {
  return at(state + PAIRS, 2 * load<i32>(state))
}

/** Whole blocks, as many in the first half of the rows as in the second. */
function pairHalves<T>(
  state: usize,
  x: usize,
  y: usize,
  z: usize,
  blocks: i32,
  share: v128,
  rounding: v128,
): void {
  const period = load<i32>(state)
  const block = (<usize>period) << 3
  const half = block * blocks
  const before = tailsOf(state)
  const table = before + 5 * block
  const isFirst = load<i32>(state, 80) == 0
  const firstX = f64x2.splat(isFirst ? load<f64>(x) : load<f64>(state, 64))
  const firstY = f64x2.splat(isFirst ? load<f64>(y) : load<f64>(state, 72))
  let baseX = f64x2.replace_lane(firstX, 1, load<f64>(x + half - 8))
  let baseY = f64x2.replace_lane(firstY, 1, load<f64>(y + half - 8))
  // The second half begins with the tails of the last block of the first, that one with those of the block before.
  foldBlocks<T>(x + half - block, y + half - block, table, block, 0, baseX, baseY)
  for (let i = 0; i < 5 * period; i++) store<f64>(table + 16 * i, load<f64>(at(before, i)))
  for (let i = 0; i < blocks; i++) {
    walkBlocks<T>(x, y, z, block, half, table, baseX, baseY, share, rounding)
    baseX = rowOf(x + block - 8, half)
    baseY = rowOf(y + block - 8, half)
    foldBlocks<T>(x, y, table, block, half, baseX, baseY)
    x += block
    y += block
    z += block
  }
  for (let i = 0; i < 5 * period; i++) store<f64>(at(before, i), load<f64>(table + 16 * i, 8))
  v128.store64_lane(state, baseX, 1, 64)
  v128.store64_lane(state, baseY, 1, 72)
  store<i32>(state, 1, 80)
}

/** The heads of two blocks, and what is made of them and the tails before them. */
function walkBlocks<T>(
  x: usize,
  y: usize,
  z: usize,
  block: usize,
  half: usize,
  tails: usize,
  baseX: v128,
  baseY: v128,
  share: v128,
  rounding: v128,
): void {
  let sumX = f64x2.splat(0)
  let sumY = f64x2.splat(0)
  let sumXX = f64x2.splat(0)
  let sumYY = f64x2.splat(0)
  let sumXY = f64x2.splat(0)
  for (const end = x + block; x < end; x += 8, y += 8, z += 8, tails += 80) {
    const dx = f64x2.sub(rowOf(x, half), baseX)
    const dy = f64x2.sub(rowOf(y, half), baseY)
    sumX = f64x2.add(sumX, dx)
    sumY = f64x2.add(sumY, dy)
    sumXX = f64x2.add(sumXX, f64x2.mul(dx, dx))
    if (!isSlope<T>()) sumYY = f64x2.add(sumYY, f64x2.mul(dy, dy))
    sumXY = f64x2.add(sumXY, f64x2.mul(dx, dy))
    const made = valueOf<T>(
      f64x2.add(v128.load(tails), sumX),
      f64x2.add(v128.load(tails, 16), sumY),
      f64x2.add(v128.load(tails, 32), sumXX),
      isSlope<T>() ? sumYY : f64x2.add(v128.load(tails, 48), sumYY),
      f64x2.add(v128.load(tails, 64), sumXY),
      share,
      rounding,
    )
    v128.store64_lane(z, made, 0)
    v128.store64_lane(z + half, made, 1)
  }
}

/** The tails of two blocks, from their ends backwards. */
function foldBlocks<T>(
  x: usize,
  y: usize,
  tails: usize,
  block: usize,
  half: usize,
  lastX: v128,
  lastY: v128,
): void {
  let sumX = f64x2.splat(0)
  let sumY = f64x2.splat(0)
  let sumXX = f64x2.splat(0)
  let sumYY = f64x2.splat(0)
  let sumXY = f64x2.splat(0)
  let place = tails + 10 * block - 80
  let q = y + block - 8
  for (let p = x + block - 8; p > x; p -= 8, q -= 8) {
    place -= 80
    const dx = f64x2.sub(rowOf(p, half), lastX)
    const dy = f64x2.sub(rowOf(q, half), lastY)
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

/** A row of the first half and the same row of the second. */
function rowOf(address: usize, half: usize): v128 {
  return v128.load64_lane(address + half, v128.load64_zero(address), 1)
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
