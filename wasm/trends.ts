/**
 * Weighted averages and regression lines over the last `period` values: the blocks and the order of operations of
 * src/indicators/kernels/trend.ts. Two blocks go side by side in the halves of a register. 1 to 2 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 head, 16 weighted head, 24 base, 32 last value of the block
 *           before (f64), 40 whether there was one (i32), 44 and 48 addresses of two tables (i32), 56 values of the current
 *           block (period f64), then the tables: for each place of a block the tails of two blocks, then the weighted ones.
 *           The second of the first table are those of the block before the current one.
 */
import { at } from './rows'

const VALUES: usize = 56

/** What is made of the sums of a window. */
class Mean {}
class Line {}
class Slope {}

/** A weighted mean needs no plain sum. */
function isMean<T>(): bool {
  return idof<T>() == idof<Mean>()
}

export function trendBytes(period: i32): i32 {
  return 56 + 72 * period
}

export function trendInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>trendBytes(period))
  store<i32>(state, period)
  const tables = at(state + VALUES, period)
  store<usize>(state, tables, 44)
  store<usize>(state, at(tables, 4 * period), 48)
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
  const aheads = f64x2.splat(ahead)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0) {
      for (; t + 2 * period <= rows; t += 2 * period) {
        trendBlocks<T>(state, at(x, t), at(y, t), periods, center, divisor, aheads)
      }
      if (t == rows) return
    }
    t += trendPart<T>(state, at(x, t), at(y, t), rows - t, periods, center, divisor, aheads)
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
  aheads: v128,
): i32 {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const count = min(rows, period - row)
  const values = at(state + VALUES, row)
  const tails = load<usize>(state, 44) + 32 * row + 40
  const isFull = row + count == period
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
    const isLast = isFull && i == count - 1
    const sum = isLast ? head : load<f64>(tails + 32 * i) + head
    const all = isLast ? weighted : load<f64>(tails + 32 * i, 16) + weighted
    const made = valueOf<T>(
      f64x2.splat(base),
      f64x2.splat(sum),
      f64x2.splat(all),
      periods,
      center,
      divisor,
      aheads,
    )
    v128.store64_lane(at(y, i), made, 0)
  }
  if (isFull) foldValues(state)
  store<f64>(state, isFull ? 0 : head, 8)
  store<f64>(state, isFull ? 0 : weighted, 16)
  store<i32>(state, isFull ? 0 : row + count, 4)
  return count
}

function foldValues(state: usize): void {
  const period = load<i32>(state)
  const tails = load<usize>(state, 44) + 8
  const last = load<f64>(at(state + VALUES, period - 1))
  let tail: f64 = 0
  let weighted: f64 = 0
  for (let i = period - 1; i > 0; i--) {
    tail += load<f64>(at(state + VALUES, i)) - last
    weighted += tail
    store<f64>(tails + 32 * i, tail)
    store<f64>(tails + 32 * i, weighted, 16)
  }
  store<f64>(state, last, 32)
  store<i32>(state, 1, 40)
}

/** Two whole blocks A and B: the tails of the block before serve A, those of A serve B. */
function trendBlocks<T>(
  state: usize,
  x: usize,
  y: usize,
  periods: v128,
  center: v128,
  divisor: v128,
  aheads: v128,
): void {
  const block = (<usize>load<i32>(state)) << 3
  const before = load<usize>(state, 44)
  const tails = load<usize>(state, 48)
  store<usize>(state, tails, 44)
  store<usize>(state, before, 48)
  const lastOfA = load<f64>(x + block - 8)
  const lastOfB = load<f64>(x + 2 * block - 8)
  foldBlocks<T>(x, tails, block, f64x2.replace_lane(f64x2.splat(lastOfA), 1, lastOfB))
  const first = load<i32>(state, 40) ? load<f64>(state, 32) : load<f64>(x)
  store<f64>(state, lastOfB, 32)
  store<i32>(state, 1, 40)
  const base = f64x2.replace_lane(f64x2.splat(first), 1, lastOfA)
  let head = f64x2.splat(0)
  let weighted = f64x2.splat(0)
  let was = before + 32
  let now = tails + 32
  let p = x
  for (const end = x + ((block - 8) & ~15); p < end; p += 16, y += 16, was += 64, now += 64) {
    const xa = v128.load(p)
    const xb = v128.load(p + block)
    let relative = f64x2.sub(v128.shuffle<f64>(xa, xb, 0, 2), base)
    weighted = f64x2.add(weighted, f64x2.sub(f64x2.mul(periods, relative), head))
    head = f64x2.add(head, relative)
    const y0 = valueOf<T>(
      base,
      isMean<T>() ? head : f64x2.add(v128.shuffle<f64>(v128.load(was), v128.load(now), 1, 2), head),
      f64x2.add(v128.shuffle<f64>(v128.load(was, 16), v128.load(now, 16), 1, 2), weighted),
      periods,
      center,
      divisor,
      aheads,
    )
    relative = f64x2.sub(v128.shuffle<f64>(xa, xb, 1, 3), base)
    weighted = f64x2.add(weighted, f64x2.sub(f64x2.mul(periods, relative), head))
    head = f64x2.add(head, relative)
    const y1 = valueOf<T>(
      base,
      isMean<T>() ? head : f64x2.add(v128.shuffle<f64>(v128.load(was, 32), v128.load(now, 32), 1, 2), head),
      f64x2.add(v128.shuffle<f64>(v128.load(was, 48), v128.load(now, 48), 1, 2), weighted),
      periods,
      center,
      divisor,
      aheads,
    )
    v128.store(y, v128.shuffle<f64>(y0, y1, 0, 2))
    v128.store(y + block, v128.shuffle<f64>(y0, y1, 1, 3))
  }
  for (const last = x + block - 8; p <= last; p += 8, y += 8, was += 32, now += 32) {
    const relative = f64x2.sub(v128.load64_lane(p + block, v128.load64_zero(p), 1), base)
    weighted = f64x2.add(weighted, f64x2.sub(f64x2.mul(periods, relative), head))
    head = f64x2.add(head, relative)
    let sum = head
    let all = weighted
    if (p != last) {
      if (!isMean<T>()) sum = f64x2.add(v128.shuffle<f64>(v128.load(was), v128.load(now), 1, 2), head)
      all = f64x2.add(v128.shuffle<f64>(v128.load(was, 16), v128.load(now, 16), 1, 2), weighted)
    }
    const made = valueOf<T>(base, sum, all, periods, center, divisor, aheads)
    v128.store64_lane(y, made, 0)
    v128.store64_lane(y + block, made, 1)
  }
}

/** The tails of two blocks, from their ends backwards. */
function foldBlocks<T>(x: usize, tails: usize, block: usize, last: v128): void {
  let tail = f64x2.splat(0)
  let weighted = f64x2.splat(0)
  let place = tails + 4 * block
  let p = x + block
  for (const end = x + 16; p > end; ) {
    p -= 16
    place -= 64
    const xa = v128.load(p)
    const xb = v128.load(p + block)
    tail = f64x2.add(tail, f64x2.sub(v128.shuffle<f64>(xa, xb, 1, 3), last))
    weighted = f64x2.add(weighted, tail)
    if (!isMean<T>()) v128.store(place, tail, 32)
    v128.store(place, weighted, 48)
    tail = f64x2.add(tail, f64x2.sub(v128.shuffle<f64>(xa, xb, 0, 2), last))
    weighted = f64x2.add(weighted, tail)
    if (!isMean<T>()) v128.store(place, tail)
    v128.store(place, weighted, 16)
  }
  if (p == x + 16) {
    const values = v128.load64_lane(p + block - 8, v128.load64_zero(p - 8), 1)
    tail = f64x2.add(tail, f64x2.sub(values, last))
    v128.store(place - 32, tail)
    v128.store(place - 32, f64x2.add(weighted, tail), 16)
  }
}

function valueOf<T>(
  base: v128,
  sum: v128,
  weighted: v128,
  periods: v128,
  center: v128,
  divisor: v128,
  aheads: v128,
): v128 {
  if (isMean<T>()) return f64x2.add(base, f64x2.div(weighted, divisor))
  const rise = f64x2.div(f64x2.sub(weighted, f64x2.mul(center, sum)), divisor)
  if (idof<T>() == idof<Slope>()) return rise
  const middle = f64x2.add(base, f64x2.div(sum, periods))
  return f64x2.add(middle, f64x2.mul(f64x2.mul(rise, aheads), f64x2.splat(0.5)))
}
