/**
 * The share of one sum in another, both over the last `period` rows: blocks as in sums.ts. A part and its whole lie side by side,
 * so that one register sums both; two blocks are summed at a time, since each addition waits for the one before. About 0.8 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 and 12 addresses of two tables (i32), 16 heads (two f64),
 *           32 rows of the current block (2 x period f64), then the tables: for each place of a block the tails of two blocks
 *           from the next place on, 0 at the last. The second of the first table are those of the block before the current one.
 */
import { at } from './rows'

const ROWS: usize = 32

export function shareBytes(period: i32): i32 {
  return 32 + 80 * period
}

export function shareInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>shareBytes(period))
  store<i32>(state, period)
  const tables = state + ROWS + 16 * period
  store<usize>(state, tables, 8)
  store<usize>(state, tables + 32 * period, 12)
}

/** Rows of part and whole, side by side in `pairs`, into their sums and the share of one in the other; 0 where the whole is 0. */
export function windowShare(state: usize, pairs: usize, sums: usize, y: usize, rows: i32): void {
  shares<f64>(state, pairs, sums, y, rows)
}

/** The shares alone. */
export function shareOnly(state: usize, pairs: usize, y: usize, rows: i32): void {
  shares<i32>(state, pairs, pairs, y, rows)
}

/** T is f64 where the sums are wanted too, i32 where not. */
function shares<T>(state: usize, pairs: usize, sums: usize, y: usize, rows: i32): void {
  const period = load<i32>(state)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0) {
      for (; t + 2 * period <= rows; t += 2 * period)
        shareBlocks<T>(state, pairs + 16 * t, sums + 16 * t, at(y, t))
      if (t == rows) return
    }
    t += sharePart<T>(state, pairs + 16 * t, sums + 16 * t, at(y, t), rows - t)
  }
}

/** What is left of the current block, as far as there are rows; says how many those were. */
function sharePart<T>(state: usize, pairs: usize, sums: usize, y: usize, rows: i32): i32 {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const count = min(rows, period - row)
  const own = state + ROWS + 16 * row
  const tails = load<usize>(state, 8) + 32 * row + 16
  let head = v128.load(state, 16)
  for (let i = 0; i < count; i++) {
    const pair = v128.load(pairs + 16 * i)
    head = f64x2.add(head, pair)
    v128.store(own + 16 * i, pair)
    const all = f64x2.add(v128.load(tails + 32 * i), head)
    if (isFloat<T>()) v128.store(sums + 16 * i, all)
    v128.store64_lane(at(y, i), shareOf(all, all), 0)
  }
  const isFull = row + count == period
  if (isFull) foldRows(state)
  v128.store(state, isFull ? f64x2.splat(0) : head, 16)
  store<i32>(state, isFull ? 0 : row + count, 4)
  return count
}

function foldRows(state: usize): void {
  const period = load<i32>(state)
  const tails = load<usize>(state, 8) - 16
  let tail = f64x2.splat(0)
  for (let i = period - 1; i > 0; i--) {
    tail = f64x2.add(v128.load(state + ROWS + 16 * i), tail)
    v128.store(tails + 32 * i, tail)
  }
}

/** Two whole blocks A and B: the tails of the block before serve A, those of A serve B. */
function shareBlocks<T>(state: usize, pairs: usize, sums: usize, y: usize): void {
  const block = (<usize>load<i32>(state)) << 3
  let was = load<usize>(state, 8)
  let now = load<usize>(state, 12)
  store<usize>(state, now, 8)
  store<usize>(state, was, 12)
  foldBlocks(pairs, now, block)
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let p = pairs
  let q = pairs + 2 * block
  for (const end = q; p < end; p += 16, q += 16, sums += 16, y += 8, was += 32, now += 32) {
    a = f64x2.add(a, v128.load(p))
    b = f64x2.add(b, v128.load(q))
    const allA = f64x2.add(v128.load(was, 16), a)
    const allB = f64x2.add(v128.load(now), b)
    if (isFloat<T>()) {
      v128.store(sums, allA)
      v128.store(sums + 2 * block, allB)
    }
    const shares = shareOf(allA, allB)
    v128.store64_lane(y, shares, 0)
    v128.store64_lane(y + block, shares, 1)
  }
}

/**
 * The same over windows of twice `period` rows, from the sums over `period` that lie in `halves`. The last of these are left
 * before the first for the next call: there must be room for `period` of them.
 */
export function doubleShare(halves: usize, period: i32, sums: usize, y: usize, rows: i32): void {
  const lead = 16 * period
  let p = halves
  for (const end = halves + 16 * (rows & ~1); p < end; p += 32, sums += 32, y += 16) {
    const a = f64x2.add(v128.load(p), v128.load(p - lead))
    const b = f64x2.add(v128.load(p, 16), v128.load(p - lead, 16))
    v128.store(sums, a)
    v128.store(sums, b, 16)
    v128.store(y, shareOf(a, b))
  }
  if (rows & 1) {
    const a = f64x2.add(v128.load(p), v128.load(p - lead))
    v128.store(sums, a)
    v128.store64_lane(y, shareOf(a, a), 0)
  }
  memory.copy(halves - lead, halves + 16 * rows - lead, lead)
}

/** The tails of two blocks, from their ends backwards. */
function foldBlocks(pairs: usize, tails: usize, block: usize): void {
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let place = tails + 4 * block - 32
  let p = pairs + 2 * block - 16
  for (let q = p + 2 * block; p > pairs; p -= 16, q -= 16) {
    place -= 32
    a = f64x2.add(v128.load(p), a)
    b = f64x2.add(v128.load(q), b)
    v128.store(place, a)
    v128.store(place, b, 16)
  }
}

/** The shares of two pairs of sums. */
function shareOf(a: v128, b: v128): v128 {
  const whole = v128.shuffle<f64>(a, b, 1, 3)
  return v128.andnot(f64x2.div(v128.shuffle<f64>(a, b, 0, 2), whole), f64x2.eq(whole, f64x2.splat(0)))
}
