/**
 * Variances and deviations over the last `period` values: the blocks and the order of operations of
 * src/indicators/kernels/moments.ts. Four blocks go side by side in the halves of two registers. 1 to 1.5 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 head, 16 head of squares, 24 base, 32 last value of the block
 *           before (f64), 40 whether there was one (i32), 44 and 48 addresses of two tables (i32), 64 and 80 bases of four blocks
 *           (two f64 each), 96 values of the current block (period f64), then the tables: for each place of a block the tails of
 *           A, C, B and D from the next place on, then those of squares, all 0 at the last. Those of D in the first table are
 *           those of the block before the current one.
 */
import { at } from './rows'

const VALUES: usize = 96
/** As in src/indicators/kernels/moments.ts. */
const ROUNDING: f64 = 1e-15

/** What is made of the sums of a window. */
class Variance {}
class Deviation {}

export function momentBytes(period: i32): i32 {
  return 96 + 136 * period
}

export function momentInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>momentBytes(period))
  store<i32>(state, period)
  const tables = at(state + VALUES, period)
  store<usize>(state, tables, 44)
  store<usize>(state, at(tables, 8 * period), 48)
}

/** Rows of `x` into `scale` x variance. What is written before the first window is full has no meaning. */
export function variance(state: usize, x: usize, y: usize, rows: i32, scale: f64): void {
  moments<Variance>(state, x, y, rows, scale, 1)
}

/** Rows of `x` into `factor` times the root of `scale` x variance. */
export function deviation(state: usize, x: usize, y: usize, rows: i32, scale: f64, factor: f64): void {
  moments<Deviation>(state, x, y, rows, scale, factor)
}

/** What does not change from row to row is made here once: the compilers would make it anew for each. */
function moments<T>(state: usize, x: usize, y: usize, rows: i32, scale: f64, factor: f64): void {
  const period = load<i32>(state)
  const share = f64x2.splat(1 / <f64>period)
  const rounding = f64x2.splat(ROUNDING)
  const scales = f64x2.splat(scale)
  const factors = f64x2.splat(factor)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0) {
      for (; t + 4 * period <= rows; t += 4 * period) {
        momentBlocks<T>(state, at(x, t), at(y, t), share, rounding, scales, factors)
      }
      if (t == rows) return
    }
    t += momentPart<T>(state, at(x, t), at(y, t), rows - t, share, rounding, scales, factors)
  }
}

/** What is left of the current block, as far as there are rows; says how many those were. */
function momentPart<T>(
  state: usize,
  x: usize,
  y: usize,
  rows: i32,
  share: v128,
  rounding: v128,
  scales: v128,
  factors: v128,
): i32 {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const count = min(rows, period - row)
  const values = at(state + VALUES, row)
  const tails = load<usize>(state, 44) + 64 * row + 24
  if (row == 0) store<f64>(state, load<i32>(state, 40) ? load<f64>(state, 32) : load<f64>(x), 24)
  const base = load<f64>(state, 24)
  let head = load<f64>(state, 8)
  let squares = load<f64>(state, 16)
  for (let i = 0; i < count; i++) {
    const value = load<f64>(at(x, i))
    const relative = value - base
    head += relative
    squares += relative * relative
    store<f64>(at(values, i), value)
    const sum = f64x2.splat(load<f64>(tails + 64 * i) + head)
    const all = f64x2.splat(load<f64>(tails + 64 * i, 32) + squares)
    v128.store64_lane(at(y, i), valueOf<T>(sum, all, share, rounding, scales, factors), 0)
  }
  const isFull = row + count == period
  if (isFull) foldValues(state)
  store<f64>(state, isFull ? 0 : head, 8)
  store<f64>(state, isFull ? 0 : squares, 16)
  store<i32>(state, isFull ? 0 : row + count, 4)
  return count
}

function foldValues(state: usize): void {
  const period = load<i32>(state)
  const tails = load<usize>(state, 44) - 40
  const last = load<f64>(at(state + VALUES, period - 1))
  let tail: f64 = 0
  let squares: f64 = 0
  for (let i = period - 1; i > 0; i--) {
    const relative = load<f64>(at(state + VALUES, i)) - last
    tail += relative
    squares += relative * relative
    store<f64>(tails + 64 * i, tail)
    store<f64>(tails + 64 * i, squares, 32)
  }
  store<f64>(state, last, 32)
  store<i32>(state, 1, 40)
}

/**
 * Four whole blocks A, B, C, D. One register holds A and C, the other B and D: so the tails of A and C are as they lie what B and
 * D add, and those of B and of the D before them are what A and C add.
 */
function momentBlocks<T>(
  state: usize,
  x: usize,
  y: usize,
  share: v128,
  rounding: v128,
  scales: v128,
  factors: v128,
): void {
  const block = (<usize>load<i32>(state)) << 3
  const across = 2 * block
  let was = load<usize>(state, 44)
  let now = load<usize>(state, 48)
  store<usize>(state, now, 44)
  store<usize>(state, was, 48)
  const ends = x + block - 8
  const lastAC = rowOf(ends, across)
  const lastBD = rowOf(ends + block, across)
  const first = load<i32>(state, 40) ? load<f64>(state, 32) : load<f64>(x)
  v128.store(state, v128.shuffle<f64>(f64x2.splat(first), lastBD, 0, 2), 64)
  v128.store(state, lastAC, 80)
  v128.store64_lane(state, lastBD, 1, 32)
  store<i32>(state, 1, 40)
  foldBlocks(x, now, block, lastAC, lastBD)
  // Read back, since they would be put together anew for each row.
  const baseAC = v128.load(state, 64)
  const baseBD = v128.load(state, 80)
  let headAC = f64x2.splat(0)
  let headBD = f64x2.splat(0)
  let squaresAC = f64x2.splat(0)
  let squaresBD = f64x2.splat(0)
  for (; x <= ends; x += 8, y += 8, was += 64, now += 64) {
    const ac = f64x2.sub(rowOf(x, across), baseAC)
    const bd = f64x2.sub(rowOf(x + block, across), baseBD)
    headAC = f64x2.add(headAC, ac)
    headBD = f64x2.add(headBD, bd)
    squaresAC = f64x2.add(squaresAC, f64x2.mul(ac, ac))
    squaresBD = f64x2.add(squaresBD, f64x2.mul(bd, bd))
    const sumAC = f64x2.add(v128.shuffle<f64>(v128.load(was, 16), v128.load(now, 16), 1, 2), headAC)
    const allAC = f64x2.add(v128.shuffle<f64>(v128.load(was, 48), v128.load(now, 48), 1, 2), squaresAC)
    const sumBD = f64x2.add(v128.load(now), headBD)
    const allBD = f64x2.add(v128.load(now, 32), squaresBD)
    const madeAC = valueOf<T>(sumAC, allAC, share, rounding, scales, factors)
    const madeBD = valueOf<T>(sumBD, allBD, share, rounding, scales, factors)
    v128.store64_lane(y, madeAC, 0)
    v128.store64_lane(y + across, madeAC, 1)
    v128.store64_lane(y + block, madeBD, 0)
    v128.store64_lane(y + block + across, madeBD, 1)
  }
}

/** The tails of four blocks, from their ends backwards. */
function foldBlocks(x: usize, tails: usize, block: usize, lastAC: v128, lastBD: v128): void {
  const across = 2 * block
  let sumAC = f64x2.splat(0)
  let sumBD = f64x2.splat(0)
  let squaresAC = f64x2.splat(0)
  let squaresBD = f64x2.splat(0)
  let place = tails + 8 * block - 64
  for (let p = x + block - 8; p > x; p -= 8) {
    place -= 64
    const ac = f64x2.sub(rowOf(p, across), lastAC)
    const bd = f64x2.sub(rowOf(p + block, across), lastBD)
    sumAC = f64x2.add(sumAC, ac)
    sumBD = f64x2.add(sumBD, bd)
    squaresAC = f64x2.add(squaresAC, f64x2.mul(ac, ac))
    squaresBD = f64x2.add(squaresBD, f64x2.mul(bd, bd))
    v128.store(place, sumAC)
    v128.store(place, sumBD, 16)
    v128.store(place, squaresAC, 32)
    v128.store(place, squaresBD, 48)
  }
}

/** A row of one block and that of the block after the next. */
function rowOf(address: usize, across: usize): v128 {
  return v128.load64_lane(address + across, v128.load64_zero(address), 1)
}

function valueOf<T>(
  sum: v128,
  squares: v128,
  share: v128,
  rounding: v128,
  scales: v128,
  factors: v128,
): v128 {
  const mean = f64x2.mul(sum, share)
  const spread = f64x2.sub(f64x2.mul(squares, share), f64x2.mul(mean, mean))
  const scaled = f64x2.mul(scales, v128.and(spread, f64x2.gt(spread, f64x2.mul(rounding, squares))))
  if (idof<T>() == idof<Variance>()) return scaled
  return f64x2.mul(factors, f64x2.sqrt(scaled))
}
