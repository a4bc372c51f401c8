/**
 * Exponential averages: src/indicators/kernels/exponential.ts and ema-chain.ts, two rows in a register, the same bits. Counts of
 * rows are fours. About 1.1 ns a row, 2.3 ns for six averages in a chain.
 *
 *   state   0 keep, 8 keep^2, 16 the value before in the upper half, 32 the change to it likewise, 48 the distances of the
 *           row before and of this one, a pair for each average, then the share of each in the result; for `trix` then what
 *           that was and the part
 */
import { at } from './rows'
import { before, decayed } from './steps'

const LAST: usize = 16
const CHANGE: usize = 32
const FIRST: usize = 48

/** An average of one stage: x + share d. */
export function ema(state: usize, x: usize, y: usize, rows: i32): void {
  averages<i32>(state, x, x, y, rows)
}

/** The average of x - b. */
export function emaOfDifference(state: usize, x: usize, b: usize, y: usize, rows: i32): void {
  averages<f64>(state, x, b, y, rows)
}

/** T is f64 where differences are averaged, i32 where x is. */
function averages<T>(state: usize, x: usize, b: usize, y: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const share = v128.load64_splat(state + FIRST, 16)
  let last = v128.load(state + LAST)
  let change = v128.load(state + CHANGE)
  let distance = v128.load(state + FIRST)
  for (const end = at(x, rows); x < end; x += 16, b += 16, y += 16) {
    const value = isFloat<T>() ? f64x2.sub(v128.load(x), v128.load(b)) : v128.load(x)
    const now = f64x2.sub(before(last, value), value)
    distance = decayed(square, distance, now, f64x2.mul(keep, before(change, now)))
    last = value
    change = now
    v128.store(y, f64x2.add(value, f64x2.mul(share, distance)))
  }
  v128.store(state + LAST, last)
  v128.store(state + CHANGE, change)
  v128.store(state + FIRST, distance)
}

/** Two stages. */
export function emaTwice(state: usize, x: usize, y: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const share1 = v128.load64_splat(state + FIRST, 32)
  const share2 = v128.load64_splat(state + FIRST, 40)
  let last = v128.load(state + LAST)
  let change = v128.load(state + CHANGE)
  let d1 = v128.load(state + FIRST)
  let d2 = v128.load(state + FIRST, 16)
  for (const end = at(x, rows); x < end; x += 16, y += 16) {
    const value = v128.load(x)
    const now = f64x2.sub(before(last, value), value)
    d1 = decayed(square, d1, now, f64x2.mul(keep, before(change, now)))
    d2 = f64x2.add(f64x2.sub(f64x2.mul(square, d2), now), f64x2.add(d1, d1))
    last = value
    change = now
    v128.store(y, f64x2.add(value, f64x2.add(f64x2.mul(share1, d1), f64x2.mul(share2, d2))))
  }
  v128.store(state + LAST, last)
  v128.store(state + CHANGE, change)
  v128.store(state + FIRST, d1)
  v128.store(state + FIRST, d2, 16)
}

/** Three stages. */
export function emaThrice(state: usize, x: usize, y: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const share1 = v128.load64_splat(state + FIRST, 48)
  const share2 = v128.load64_splat(state + FIRST, 56)
  const share3 = v128.load64_splat(state + FIRST, 64)
  let last = v128.load(state + LAST)
  let change = v128.load(state + CHANGE)
  let d1 = v128.load(state + FIRST)
  let d2 = v128.load(state + FIRST, 16)
  let d3 = v128.load(state + FIRST, 32)
  for (const end = at(x, rows); x < end; x += 16, y += 16) {
    const value = v128.load(x)
    const now = f64x2.sub(before(last, value), value)
    d1 = decayed(square, d1, now, f64x2.mul(keep, before(change, now)))
    d2 = f64x2.add(f64x2.sub(f64x2.mul(square, d2), now), f64x2.add(d1, d1))
    d3 = f64x2.add(f64x2.sub(f64x2.mul(square, d3), d1), f64x2.add(d2, d2))
    last = value
    change = now
    const rest = f64x2.add(f64x2.mul(share1, d1), f64x2.mul(share2, d2))
    v128.store(y, f64x2.add(value, f64x2.add(rest, f64x2.mul(share3, d3))))
  }
  v128.store(state + LAST, last)
  v128.store(state + CHANGE, change)
  v128.store(state + FIRST, d1)
  v128.store(state + FIRST, d2, 16)
  v128.store(state + FIRST, d3, 32)
}

/**
 * Six stages: so much arithmetic that the rows before are loaded rather than shuffled, so x has two rows before the first.
 */
export function emaSixfold(state: usize, x: usize, y: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const shares = state + FIRST + 96
  let d1 = v128.load(state + FIRST)
  let d2 = v128.load(state + FIRST, 16)
  let d3 = v128.load(state + FIRST, 32)
  let d4 = v128.load(state + FIRST, 48)
  let d5 = v128.load(state + FIRST, 64)
  let d6 = v128.load(state + FIRST, 80)
  for (const end = at(x, rows); x < end; x += 16, y += 16) {
    const value = v128.load(x)
    const last = v128.load(x - 8)
    const now = f64x2.sub(last, value)
    d1 = decayed(square, d1, now, f64x2.mul(keep, f64x2.sub(v128.load(x - 16), last)))
    d2 = f64x2.add(f64x2.sub(f64x2.mul(square, d2), now), f64x2.add(d1, d1))
    d3 = f64x2.add(f64x2.sub(f64x2.mul(square, d3), d1), f64x2.add(d2, d2))
    d4 = f64x2.add(f64x2.sub(f64x2.mul(square, d4), d2), f64x2.add(d3, d3))
    d5 = f64x2.add(f64x2.sub(f64x2.mul(square, d5), d3), f64x2.add(d4, d4))
    d6 = f64x2.add(f64x2.sub(f64x2.mul(square, d6), d4), f64x2.add(d5, d5))
    const rest1 = f64x2.add(
      f64x2.mul(v128.load64_splat(shares), d1),
      f64x2.mul(v128.load64_splat(shares, 8), d2),
    )
    const rest2 = f64x2.add(
      f64x2.mul(v128.load64_splat(shares, 16), d3),
      f64x2.mul(v128.load64_splat(shares, 24), d4),
    )
    const rest3 = f64x2.add(
      f64x2.mul(v128.load64_splat(shares, 32), d5),
      f64x2.mul(v128.load64_splat(shares, 40), d6),
    )
    v128.store(y, f64x2.add(value, f64x2.add(f64x2.add(rest1, rest2), rest3)))
  }
  v128.store(state + FIRST, d1)
  v128.store(state + FIRST, d2, 16)
  v128.store(state + FIRST, d3, 32)
  v128.store(state + FIRST, d4, 48)
  v128.store(state + FIRST, d5, 64)
  v128.store(state + FIRST, d6, 80)
}

/** The change of what `emaThrice` gives, which is a part of the third distance, in percent of what it was before; 0 where that was 0. */
export function trix(state: usize, x: usize, y: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const share1 = v128.load64_splat(state + FIRST, 48)
  const share2 = v128.load64_splat(state + FIRST, 56)
  const share3 = v128.load64_splat(state + FIRST, 64)
  let last = v128.load(state + LAST)
  let change = v128.load(state + CHANGE)
  let d1 = v128.load(state + FIRST)
  let d2 = v128.load(state + FIRST, 16)
  let lastResult = v128.load64_splat(state + FIRST, 72)
  const part = v128.load64_splat(state + FIRST, 80)
  const zero = f64x2.splat(0)
  let d3 = v128.load(state + FIRST, 32)
  for (const end = at(x, rows); x < end; x += 16, y += 16) {
    const value = v128.load(x)
    const now = f64x2.sub(before(last, value), value)
    d1 = decayed(square, d1, now, f64x2.mul(keep, before(change, now)))
    d2 = f64x2.add(f64x2.sub(f64x2.mul(square, d2), now), f64x2.add(d1, d1))
    d3 = f64x2.add(f64x2.sub(f64x2.mul(square, d3), d1), f64x2.add(d2, d2))
    last = value
    change = now
    const rest = f64x2.add(f64x2.mul(share1, d1), f64x2.mul(share2, d2))
    const result = f64x2.add(value, f64x2.add(rest, f64x2.mul(share3, d3)))
    const base = before(lastResult, result)
    lastResult = result
    v128.store(y, v128.andnot(f64x2.div(f64x2.mul(part, d3), base), f64x2.eq(base, zero)))
  }
  v128.store(state + LAST, last)
  v128.store(state + CHANGE, change)
  v128.store(state + FIRST, d1)
  v128.store(state + FIRST, d2, 16)
  v128.store(state + FIRST, d3, 32)
  store<f64>(state + FIRST, f64x2.extract_lane(lastResult, 1), 72)
}

/** The averages of two chains of one stage each, `fast` and `slow`, fast minus slow. */
export function spread(fast: usize, slow: usize, x: usize, y: usize, rows: i32): void {
  spreads<i32>(fast, slow, x, y, rows)
}

/** The same in percent of the slow one; 0 where that is 0. */
export function relativeSpread(fast: usize, slow: usize, x: usize, y: usize, rows: i32): void {
  spreads<f64>(fast, slow, x, y, rows)
}

/** T is f64 where differences are divided, i32 where not. */
function spreads<T>(fast: usize, slow: usize, x: usize, y: usize, rows: i32): void {
  const keep1 = v128.load64_splat(fast)
  const keep2 = v128.load64_splat(slow)
  const square1 = v128.load64_splat(fast, 8)
  const square2 = v128.load64_splat(slow, 8)
  let last = v128.load(fast + LAST)
  let change = v128.load(fast + CHANGE)
  let d1 = v128.load(fast + FIRST)
  let d2 = v128.load(slow + FIRST)
  for (const end = at(x, rows); x < end; x += 16, y += 16) {
    const value = v128.load(x)
    const now = f64x2.sub(before(last, value), value)
    const lag = before(change, now)
    d1 = decayed(square1, d1, now, f64x2.mul(keep1, lag))
    d2 = decayed(square2, d2, now, f64x2.mul(keep2, lag))
    last = value
    change = now
    const quick = f64x2.add(value, f64x2.mul(keep1, d1))
    const base = f64x2.add(value, f64x2.mul(keep2, d2))
    const difference = f64x2.sub(quick, base)
    v128.store(y, isFloat<T>() ? percentOf(difference, base) : difference)
  }
  v128.store(fast + LAST, last)
  v128.store(fast + CHANGE, change)
  v128.store(fast + FIRST, d1)
  v128.store(slow + FIRST, d2)
}

/** An average of x - b in parts of the average of that average: the state is that of `emaTwice`, its result the second; 0 where that is 0. */
export function emaQuotient(state: usize, x: usize, b: usize, y: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const share1 = v128.load64_splat(state + FIRST, 32)
  const share2 = v128.load64_splat(state + FIRST, 40)
  let last = v128.load(state + LAST)
  let change = v128.load(state + CHANGE)
  let d1 = v128.load(state + FIRST)
  let d2 = v128.load(state + FIRST, 16)
  for (const end = at(x, rows); x < end; x += 16, b += 16, y += 16) {
    const value = f64x2.sub(v128.load(x), v128.load(b))
    const now = f64x2.sub(before(last, value), value)
    d1 = decayed(square, d1, now, f64x2.mul(keep, before(change, now)))
    d2 = f64x2.add(f64x2.sub(f64x2.mul(square, d2), now), f64x2.add(d1, d1))
    last = value
    change = now
    const first = f64x2.mul(share1, d1)
    const second = f64x2.add(value, f64x2.add(first, f64x2.mul(share2, d2)))
    const quotient = f64x2.div(f64x2.add(value, first), second)
    v128.store(y, v128.andnot(quotient, f64x2.eq(second, f64x2.splat(0))))
  }
  v128.store(state + LAST, last)
  v128.store(state + CHANGE, change)
  v128.store(state + FIRST, d1)
  v128.store(state + FIRST, d2, 16)
}

function percentOf(part: v128, base: v128): v128 {
  const percents = f64x2.mul(f64x2.div(part, base), f64x2.splat(100))
  return v128.andnot(percents, f64x2.eq(base, f64x2.splat(0)))
}
