/**
 * Weighted averages and regression lines over the last `period` values: the blocks and the order of operations of
 * src/indicators/kernels/trend.ts. Four blocks A to D go side by side, A and C in the halves of one register, B and D in those of
 * another: so the tails of A and C are as they lie what B and D add. 1 to 2 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 head, 16 weighted head, 24 base, 32 last value of the block
 *           before (f64), 40 whether there was one (i32), 44 and 48 addresses of two tables (i32), 64 and 80 bases of four blocks
 *           (two f64 each), 96 values of the current block (period f64), then the tables: for each place of a block the tails of
 *           A, C, B and D from the next place on, then the weighted ones, all 0 at the last. Those of D in the first table are
 *           those of the block before the current one.
 */
import { at } from './rows'

const VALUES: usize = 96

/** What is made of the sums of a window. */
class Mean {}
class Line {}
class Slope {}

/** A weighted mean needs no plain sum. */
function isMean<T>(): bool {
  return idof<T>() == idof<Mean>()
}

export function trendBytes(period: i32): i32 {
  return 96 + 136 * period
}

export function trendInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>trendBytes(period))
  store<i32>(state, period)
  const tables = at(state + VALUES, period)
  store<usize>(state, tables, 44)
  store<usize>(state, at(tables, 8 * period), 48)
}

/** Rows of `x` into means with weights 1 to `period`. What is written before the first window is full has no meaning. */
export function weightedMean(state: usize, x: usize, y: usize, rows: i32): void {
  trends<Mean>(state, x, y, rows, 0)
}

/** Rows of `x` into points of the least-squares line, `ahead / 2` rows after the middle of the window. */
export function line(state: usize, x: usize, y: usize, rows: i32, ahead: f64): void {
  trends<Line>(state, x, y, rows, ahead)
}

/** Rows of `x` into slopes of the least-squares line. */
export function slope(state: usize, x: usize, y: usize, rows: i32): void {
  trends<Slope>(state, x, y, rows, 0)
}

/** What does not change from row to row is made here once: the compilers would make it anew for each. */
function trends<T>(state: usize, x: usize, y: usize, rows: i32, ahead: f64): void {
  const period = load<i32>(state)
  const n = <f64>period
  const periods = f64x2.splat(n)
  const center = f64x2.splat((n + 1) / 2)
  const divisor = f64x2.splat(isMean<T>() ? (n * (n + 1)) / 2 : (n * (n * n - 1)) / 12)
  const half = f64x2.splat(ahead / 2)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0) {
      for (; t + 4 * period <= rows; t += 4 * period) {
        trendBlocks<T>(state, at(x, t), at(y, t), periods, center, divisor, half)
      }
      if (t == rows) return
    }
    t += trendPart<T>(state, at(x, t), at(y, t), rows - t, periods, center, divisor, half)
  }
}

/** What is left of the current block, as far as there are rows; says how many those were. */
function trendPart<T>(
  state: usize,
  x: usize,
  y: usize,
  rows: i32,
  periods: v128,
  center: v128,
  divisor: v128,
  half: v128,
): i32 {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const count = min(rows, period - row)
  const values = at(state + VALUES, row)
  const tails = load<usize>(state, 44) + 64 * row + 24
  if (row == 0) store<f64>(state, load<i32>(state, 40) ? load<f64>(state, 32) : load<f64>(x), 24)
  const base = load<f64>(state, 24)
  let head = load<f64>(state, 8)
  let weighted = load<f64>(state, 16)
  for (let i = 0; i < count; i++) {
    const value = load<f64>(at(x, i))
    const relative = value - base
    weighted += <f64>period * relative - head
    head += relative
    store<f64>(at(values, i), value)
    const sum = f64x2.splat(load<f64>(tails + 64 * i) + head)
    const all = f64x2.splat(load<f64>(tails + 64 * i, 32) + weighted)
    v128.store64_lane(at(y, i), valueOf<T>(f64x2.splat(base), sum, all, periods, center, divisor, half), 0)
  }
  const isFull = row + count == period
  if (isFull) foldValues(state)
  store<f64>(state, isFull ? 0 : head, 8)
  store<f64>(state, isFull ? 0 : weighted, 16)
  store<i32>(state, isFull ? 0 : row + count, 4)
  return count
}

function foldValues(state: usize): void {
  const period = load<i32>(state)
  const tails = load<usize>(state, 44) - 40
  const last = load<f64>(at(state + VALUES, period - 1))
  let tail: f64 = 0
  let weighted: f64 = 0
  for (let i = period - 1; i > 0; i--) {
    tail += load<f64>(at(state + VALUES, i)) - last
    weighted += tail
    store<f64>(tails + 64 * i, tail)
    store<f64>(tails + 64 * i, weighted, 32)
  }
  store<f64>(state, last, 32)
  store<i32>(state, 1, 40)
}

/** Four whole blocks. */
function trendBlocks<T>(
  state: usize,
  x: usize,
  y: usize,
  periods: v128,
  center: v128,
  divisor: v128,
  half: v128,
): void {
  const block = (<usize>load<i32>(state)) << 3
  const across = 2 * block
  const was = load<usize>(state, 44)
  const now = load<usize>(state, 48)
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
  foldBlocks<T>(x, now, block, lastAC, lastBD)
  walkBlocks<T>(state, x, y, was, now, periods, center, divisor, half)
}

/** The heads of four blocks, and what is made of them and the tails before them. */
function walkBlocks<T>(
  state: usize,
  x: usize,
  y: usize,
  was: usize,
  now: usize,
  periods: v128,
  center: v128,
  divisor: v128,
  half: v128,
): void {
  const block = (<usize>load<i32>(state)) << 3
  const across = 2 * block
  // Read from memory, since they would be put together anew for each row.
  const baseAC = v128.load(state, 64)
  const baseBD = v128.load(state, 80)
  let headAC = f64x2.splat(0)
  let headBD = f64x2.splat(0)
  let allAC = f64x2.splat(0)
  let allBD = f64x2.splat(0)
  let p = x + block
  let z = y + block
  for (const end = x + (block & ~15); x < end; x += 16, p += 16, y += 16, z += 16, was += 128, now += 128) {
    const xa = v128.load(x)
    const xc = v128.load(x + across)
    const xb = v128.load(p)
    const xd = v128.load(p + across)
    let ac = f64x2.sub(v128.shuffle<f64>(xa, xc, 0, 2), baseAC)
    let bd = f64x2.sub(v128.shuffle<f64>(xb, xd, 0, 2), baseBD)
    allAC = f64x2.add(allAC, f64x2.sub(f64x2.mul(periods, ac), headAC))
    allBD = f64x2.add(allBD, f64x2.sub(f64x2.mul(periods, bd), headBD))
    headAC = f64x2.add(headAC, ac)
    headBD = f64x2.add(headBD, bd)
    const allAC0 = f64x2.add(shifted(v128.load(was, 48), v128.load(now, 48)), allAC)
    const allBD0 = f64x2.add(v128.load(now, 32), allBD)
    const sumAC0 = isMean<T>() ? headAC : f64x2.add(shifted(v128.load(was, 16), v128.load(now, 16)), headAC)
    const sumBD0 = isMean<T>() ? headBD : f64x2.add(v128.load(now), headBD)
    const ac0 = valueOf<T>(baseAC, sumAC0, allAC0, periods, center, divisor, half)
    const bd0 = valueOf<T>(baseBD, sumBD0, allBD0, periods, center, divisor, half)
    ac = f64x2.sub(v128.shuffle<f64>(xa, xc, 1, 3), baseAC)
    bd = f64x2.sub(v128.shuffle<f64>(xb, xd, 1, 3), baseBD)
    allAC = f64x2.add(allAC, f64x2.sub(f64x2.mul(periods, ac), headAC))
    allBD = f64x2.add(allBD, f64x2.sub(f64x2.mul(periods, bd), headBD))
    headAC = f64x2.add(headAC, ac)
    headBD = f64x2.add(headBD, bd)
    const allAC1 = f64x2.add(shifted(v128.load(was, 112), v128.load(now, 112)), allAC)
    const allBD1 = f64x2.add(v128.load(now, 96), allBD)
    const sumAC1 = isMean<T>() ? headAC : f64x2.add(shifted(v128.load(was, 80), v128.load(now, 80)), headAC)
    const sumBD1 = isMean<T>() ? headBD : f64x2.add(v128.load(now, 64), headBD)
    const ac1 = valueOf<T>(baseAC, sumAC1, allAC1, periods, center, divisor, half)
    const bd1 = valueOf<T>(baseBD, sumBD1, allBD1, periods, center, divisor, half)
    v128.store(y, v128.shuffle<f64>(ac0, ac1, 0, 2))
    v128.store(y + across, v128.shuffle<f64>(ac0, ac1, 1, 3))
    v128.store(z, v128.shuffle<f64>(bd0, bd1, 0, 2))
    v128.store(z + across, v128.shuffle<f64>(bd0, bd1, 1, 3))
  }
  if (block & 8) {
    // The last row of an odd period, to which no tail belongs.
    const ac = f64x2.sub(rowOf(x, across), baseAC)
    const bd = f64x2.sub(rowOf(p, across), baseBD)
    allAC = f64x2.add(allAC, f64x2.sub(f64x2.mul(periods, ac), headAC))
    allBD = f64x2.add(allBD, f64x2.sub(f64x2.mul(periods, bd), headBD))
    const madeAC = valueOf<T>(baseAC, f64x2.add(headAC, ac), allAC, periods, center, divisor, half)
    const madeBD = valueOf<T>(baseBD, f64x2.add(headBD, bd), allBD, periods, center, divisor, half)
    v128.store64_lane(y, madeAC, 0)
    v128.store64_lane(y + across, madeAC, 1)
    v128.store64_lane(z, madeBD, 0)
    v128.store64_lane(z + across, madeBD, 1)
  }
}

/** The tails of four blocks, from their ends backwards. */
function foldBlocks<T>(x: usize, tails: usize, block: usize, lastAC: v128, lastBD: v128): void {
  const across = 2 * block
  let tailAC = f64x2.splat(0)
  let tailBD = f64x2.splat(0)
  let allAC = f64x2.splat(0)
  let allBD = f64x2.splat(0)
  let place = tails + 8 * block - 64
  let p = x + block
  let q = p + block
  while (p > x + 16) {
    p -= 16
    q -= 16
    place -= 128
    const xa = v128.load(p)
    const xc = v128.load(p + across)
    const xb = v128.load(q)
    const xd = v128.load(q + across)
    tailAC = f64x2.add(tailAC, f64x2.sub(v128.shuffle<f64>(xa, xc, 1, 3), lastAC))
    tailBD = f64x2.add(tailBD, f64x2.sub(v128.shuffle<f64>(xb, xd, 1, 3), lastBD))
    allAC = f64x2.add(allAC, tailAC)
    allBD = f64x2.add(allBD, tailBD)
    putTails<T>(place + 64, tailAC, tailBD, allAC, allBD)
    tailAC = f64x2.add(tailAC, f64x2.sub(v128.shuffle<f64>(xa, xc, 0, 2), lastAC))
    tailBD = f64x2.add(tailBD, f64x2.sub(v128.shuffle<f64>(xb, xd, 0, 2), lastBD))
    allAC = f64x2.add(allAC, tailAC)
    allBD = f64x2.add(allBD, tailBD)
    putTails<T>(place, tailAC, tailBD, allAC, allBD)
  }
  if (p == x + 16) {
    tailAC = f64x2.add(tailAC, f64x2.sub(rowOf(p - 8, across), lastAC))
    tailBD = f64x2.add(tailBD, f64x2.sub(rowOf(q - 8, across), lastBD))
    putTails<T>(place - 64, tailAC, tailBD, f64x2.add(allAC, tailAC), f64x2.add(allBD, tailBD))
  }
}

function putTails<T>(place: usize, tailAC: v128, tailBD: v128, allAC: v128, allBD: v128): void {
  if (!isMean<T>()) {
    v128.store(place, tailAC)
    v128.store(place, tailBD, 16)
  }
  v128.store(place, allAC, 32)
  v128.store(place, allBD, 48)
}

/** The second of a pair and the first of the next: tails of D and B are those before A and C. */
function shifted(pair: v128, next: v128): v128 {
  return v128.shuffle<f64>(pair, next, 1, 2)
}

/** A row of one block and that of the block after the next. */
function rowOf(address: usize, across: usize): v128 {
  return v128.load64_lane(address + across, v128.load64_zero(address), 1)
}

function valueOf<T>(
  base: v128,
  sum: v128,
  weighted: v128,
  periods: v128,
  center: v128,
  divisor: v128,
  half: v128,
): v128 {
  if (isMean<T>()) return f64x2.add(base, f64x2.div(weighted, divisor))
  const rise = f64x2.div(f64x2.sub(weighted, f64x2.mul(center, sum)), divisor)
  if (idof<T>() == idof<Slope>()) return rise
  return f64x2.add(f64x2.add(base, f64x2.div(sum, periods)), f64x2.mul(rise, half))
}
