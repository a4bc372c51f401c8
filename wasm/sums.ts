/**
 * Sums over the last `period` values: the blocks of src/indicators/kernels/window.ts. Four blocks go side by side, in the halves
 * of two registers, since each addition waits for the one before; each half adds in the order of `pushSum`, so the bits are the
 * same. About 0.7 ns a row.
 *
 *   state   0 period (i32), 4 rows in the current block (i32), 8 head (f64), 16 and 20 addresses of two tables (i32),
 *           32 values of the current block (period f64), then the tables: for each place of a block the tails of four blocks
 *           from the next place on, 0 at the last.
 *           The fourth of the first table are those of the block before the current one.
 */
import { at } from './rows'

/** What is summed: a column, its differences from another, or what those are without their signs. */
class Values {}
class Differences {}
class Distances {}

/** What becomes of a sum. */
class Sum {}
class Mean {}
class Rest {}

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
  sums<Values, Sum>(state, x, 0, y, rows, 1)
}

/** Rows of |x - b| into sums. */
export function sumDistances(state: usize, x: usize, b: usize, y: usize, rows: i32): void {
  sums<Distances, Sum>(state, x, b - x, y, rows, 1)
}

/** Rows of `x` into sums divided by `divisor`. */
export function mean(state: usize, x: usize, y: usize, rows: i32, divisor: f64): void {
  sums<Values, Mean>(state, x, 0, y, rows, divisor)
}

/** Rows of `y`, which may be `x`, less the sums of `x` divided by `divisor`. */
export function lessMean(state: usize, x: usize, y: usize, rows: i32, divisor: f64): void {
  sums<Values, Rest>(state, x, 0, y, rows, divisor)
}

/** Rows of x - b into sums divided by `divisor`. */
export function meanDifference(state: usize, x: usize, b: usize, y: usize, rows: i32, divisor: f64): void {
  sums<Differences, Mean>(state, x, b - x, y, rows, divisor)
}

/** S is what is summed, of `x` and what lies `apart` bytes from it; T is what becomes of the sums. */
function sums<S, T>(state: usize, x: usize, apart: usize, y: usize, rows: i32, divisor: f64): void {
  const period = load<i32>(state)
  const divisors = f64x2.splat(divisor)
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0) {
      for (; t + 4 * period <= rows; t += 4 * period)
        sumBlocks<S, T>(state, at(x, t), apart, at(y, t), divisors)
      if (t == rows) return
    }
    t += sumPart<S, T>(state, at(x, t), apart, at(y, t), rows - t, divisor)
  }
}

/** What is left of the current block, as far as there are rows; says how many those were. */
function sumPart<S, T>(state: usize, x: usize, apart: usize, y: usize, rows: i32, divisor: f64): i32 {
  const period = load<i32>(state)
  const row = load<i32>(state, 4)
  const count = min(rows, period - row)
  const values = at(state + VALUES, row)
  const tails = load<usize>(state, 16) + 32 * row + 24
  let head = load<f64>(state, 8)
  for (let i = 0; i < count; i++) {
    const value = valueAt<S>(at(x, i), apart)
    head += value
    store<f64>(at(values, i), value)
    const all = load<f64>(tails + 32 * i) + head
    if (idof<T>() == idof<Sum>()) store<f64>(at(y, i), all)
    else if (idof<T>() == idof<Mean>()) store<f64>(at(y, i), all / divisor)
    else store<f64>(at(y, i), load<f64>(at(y, i)) - all / divisor)
  }
  const isFull = row + count == period
  if (isFull) foldValues(state)
  store<f64>(state, isFull ? 0 : head, 8)
  store<i32>(state, isFull ? 0 : row + count, 4)
  return count
}

function foldValues(state: usize): void {
  const period = load<i32>(state)
  const tails = load<usize>(state, 16) - 8
  let tail: f64 = 0
  for (let i = period - 1; i > 0; i--) {
    tail = load<f64>(at(state + VALUES, i)) + tail
    store<f64>(tails + 32 * i, tail)
  }
}

/**
 * Four whole blocks A, B, C, D. One register holds A and C, the other B and D: so the tails of A and C are as they lie what B and
 * D add, and those of B and of the D before them are what A and C add.
 */
function sumBlocks<S, T>(state: usize, x: usize, apart: usize, y: usize, divisors: v128): void {
  const block = (<usize>load<i32>(state)) << 3
  let was = load<usize>(state, 16)
  let now = load<usize>(state, 20)
  store<usize>(state, now, 16)
  store<usize>(state, was, 20)
  foldBlocks<S>(x, apart, now, block)
  const across = 2 * block
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let p = x
  let q = x + block
  let r = y
  let s = y + block
  for (const end = x + (block & ~15); p < end; p += 16, q += 16, r += 16, s += 16, was += 64, now += 64) {
    const xa = pairAt<S>(p, apart)
    const xc = pairAt<S>(p + across, apart)
    const xb = pairAt<S>(q, apart)
    const xd = pairAt<S>(q + across, apart)
    a = f64x2.add(a, v128.shuffle<f64>(xa, xc, 0, 2))
    b = f64x2.add(b, v128.shuffle<f64>(xb, xd, 0, 2))
    const r0 = over<T>(
      f64x2.add(v128.shuffle<f64>(v128.load(was, 16), v128.load(now, 16), 1, 2), a),
      divisors,
    )
    const s0 = over<T>(f64x2.add(v128.load(now), b), divisors)
    a = f64x2.add(a, v128.shuffle<f64>(xa, xc, 1, 3))
    b = f64x2.add(b, v128.shuffle<f64>(xb, xd, 1, 3))
    const r1 = over<T>(
      f64x2.add(v128.shuffle<f64>(v128.load(was, 48), v128.load(now, 48), 1, 2), a),
      divisors,
    )
    const s1 = over<T>(f64x2.add(v128.load(now, 32), b), divisors)
    putPair<T>(r, v128.shuffle<f64>(r0, r1, 0, 2))
    putPair<T>(r + across, v128.shuffle<f64>(r0, r1, 1, 3))
    putPair<T>(s, v128.shuffle<f64>(s0, s1, 0, 2))
    putPair<T>(s + across, v128.shuffle<f64>(s0, s1, 1, 3))
  }
  if (block & 8) {
    // The last row of an odd period, to which no tail belongs.
    put<T>(r, r + across, f64x2.add(a, apartBy<S>(p, across, apart)), divisors)
    put<T>(s, s + across, f64x2.add(b, apartBy<S>(q, across, apart)), divisors)
  }
}

/** The tails of four blocks, from their ends backwards. */
function foldBlocks<S>(x: usize, apart: usize, tails: usize, block: usize): void {
  const across = 2 * block
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let place = tails + 4 * block - 32
  let p = x + block
  let q = p + block
  for (const end = x + 16; p > end; ) {
    p -= 16
    q -= 16
    place -= 64
    const xa = pairAt<S>(p, apart)
    const xc = pairAt<S>(p + across, apart)
    const xb = pairAt<S>(q, apart)
    const xd = pairAt<S>(q + across, apart)
    a = f64x2.add(v128.shuffle<f64>(xa, xc, 1, 3), a)
    b = f64x2.add(v128.shuffle<f64>(xb, xd, 1, 3), b)
    v128.store(place, a, 32)
    v128.store(place, b, 48)
    a = f64x2.add(v128.shuffle<f64>(xa, xc, 0, 2), a)
    b = f64x2.add(v128.shuffle<f64>(xb, xd, 0, 2), b)
    v128.store(place, a)
    v128.store(place, b, 16)
  }
  if (p == x + 16) {
    a = f64x2.add(apartBy<S>(p - 8, across, apart), a)
    b = f64x2.add(apartBy<S>(q - 8, across, apart), b)
    v128.store(place - 32, a)
    v128.store(place - 32, b, 16)
  }
}

function put<T>(low: usize, high: usize, sums: v128, divisors: v128): void {
  const made = over<T>(sums, divisors)
  const isRest = idof<T>() == idof<Rest>()
  const values = isRest ? f64x2.sub(v128.load64_lane(high, v128.load64_zero(low), 1), made) : made
  v128.store64_lane(low, values, 0)
  v128.store64_lane(high, values, 1)
}

function over<T>(sums: v128, divisors: v128): v128 {
  return idof<T>() == idof<Sum>() ? sums : f64x2.div(sums, divisors)
}

function putPair<T>(y: usize, values: v128): void {
  v128.store(y, idof<T>() == idof<Rest>() ? f64x2.sub(v128.load(y), values) : values)
}

/** Two rows of what is summed. */
function pairAt<S>(x: usize, apart: usize): v128 {
  return made<S>(v128.load(x), idof<S>() == idof<Values>() ? f64x2.splat(0) : v128.load(x + apart))
}

/** A row, and the one `across` bytes after it. */
function apartBy<S>(x: usize, across: usize, apart: usize): v128 {
  const values = v128.load64_lane(x + across, v128.load64_zero(x), 1)
  if (idof<S>() == idof<Values>()) return values
  return made<S>(values, v128.load64_lane(x + apart + across, v128.load64_zero(x + apart), 1))
}

function valueAt<S>(x: usize, apart: usize): f64 {
  if (idof<S>() == idof<Values>()) return load<f64>(x)
  const difference = load<f64>(x) - load<f64>(x + apart)
  return idof<S>() == idof<Distances>() ? abs(difference) : difference
}

function made<S>(x: v128, b: v128): v128 {
  if (idof<S>() == idof<Values>()) return x
  const differences = f64x2.sub(x, b)
  return idof<S>() == idof<Distances>() ? f64x2.abs(differences) : differences
}
