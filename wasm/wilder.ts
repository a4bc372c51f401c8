/**
 * What Wilder's indicators are made of, two rows in a register: the bits of true-range.ts, strength.ts, decaying-sum.ts and
 * directional.ts in src/indicators/kernels. Counts of rows are fours; where a loop looks at the row before, it lies before the
 * column. 0.3 to 0.6 ns a row while the columns are in the first cache; `decay` and the ranges that are averaged take 1.1 ns.
 */
import { at, put } from './rows'
import { before, decayed } from './steps'

/** How far columns are fetched ahead of their use, no farther than AHEAD of compiled.ts allows. */
const AHEAD: usize = 4032

/** All bits but the sign: in a register it costs less than `abs`, which fetches its own. */
const UNSIGNED = memory.data<i64>([0x7fffffffffffffff])

function trueRange(high: usize, low: usize, close: usize, unsigned: v128): v128 {
  const top = v128.load(high)
  const bottom = v128.load(low)
  const last = v128.load(close - 8)
  const most = f64x2.pmax(f64x2.sub(top, bottom), v128.and(unsigned, f64x2.sub(last, top)))
  return f64x2.pmax(most, v128.and(unsigned, f64x2.sub(last, bottom)))
}

export function trueRanges(high: usize, low: usize, close: usize, y: usize, rows: i32): void {
  const unsigned = v128.load64_splat(UNSIGNED)
  const end = at(y, rows)
  for (const whole = at(y, rows & ~7); y < whole; y += 64, high += 64, low += 64, close += 64) {
    load<i64>(high + AHEAD)
    load<i64>(low + AHEAD)
    load<i64>(close + AHEAD)
    load<i64>(y + AHEAD)
    v128.store(y, trueRange(high, low, close, unsigned))
    v128.store(y, trueRange(high + 16, low + 16, close + 16, unsigned), 16)
    v128.store(y, trueRange(high + 32, low + 32, close + 32, unsigned), 32)
    v128.store(y, trueRange(high + 48, low + 48, close + 48, unsigned), 48)
  }
  for (; y < end; y += 16, high += 16, low += 16, close += 16) {
    put(y, trueRange(high, low, close, unsigned), end)
  }
}

// From memory, because the engine would make a constant anew for each pair.
const HUNDRED = memory.data<f64>([100])

/** x in percent of `whole`; 0 where that is 0. */
function percentOf(hundred: v128, x: v128, whole: v128): v128 {
  return v128.andnot(f64x2.mul(hundred, f64x2.div(x, whole)), f64x2.eq(whole, f64x2.splat(0)))
}

/**
 * How far the high is from the low before and the low from the high before, each beside the true range: pairs of which one register sums
 * both. One row after the last may be written.
 */
export function vortexPairs(
  high: usize,
  low: usize,
  close: usize,
  rises: usize,
  falls: usize,
  rows: i32,
): void {
  const unsigned = v128.load64_splat(UNSIGNED)
  for (const end = at(high, rows); high < end; high += 16, low += 16, close += 16, rises += 32, falls += 32) {
    const range = trueRange(high, low, close, unsigned)
    const rise = v128.and(unsigned, f64x2.sub(v128.load(high), v128.load(low - 8)))
    const fall = v128.and(unsigned, f64x2.sub(v128.load(low), v128.load(high - 8)))
    v128.store(rises, v128.shuffle<f64>(rise, range, 0, 2))
    v128.store(rises, v128.shuffle<f64>(rise, range, 1, 3), 16)
    v128.store(falls, v128.shuffle<f64>(fall, range, 0, 2))
    v128.store(falls, v128.shuffle<f64>(fall, range, 1, 3), 16)
  }
}

/** The exponential average of the true range, with the state of `ema` in exponential.ts. */
export function averageRange(state: usize, high: usize, low: usize, close: usize, y: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const unsigned = v128.load64_splat(UNSIGNED)
  let last = v128.load(state, 16)
  let change = v128.load(state, 32)
  let distance = v128.load(state, 48)
  for (const end = at(y, rows); y < end; y += 32, high += 32, low += 32, close += 32) {
    load<i64>(high + AHEAD)
    load<i64>(low + AHEAD)
    load<i64>(close + AHEAD)
    load<i64>(y + AHEAD)
    const range1 = trueRange(high, low, close, unsigned)
    const change1 = f64x2.sub(before(last, range1), range1)
    distance = decayed(square, distance, change1, f64x2.mul(keep, before(change, change1)))
    v128.store(y, f64x2.add(range1, f64x2.mul(keep, distance)))
    const range2 = trueRange(high + 16, low + 16, close + 16, unsigned)
    const change2 = f64x2.sub(before(range1, range2), range2)
    distance = decayed(square, distance, change2, f64x2.mul(keep, before(change1, change2)))
    v128.store(y, f64x2.add(range2, f64x2.mul(keep, distance)), 16)
    last = range2
    change = change2
  }
  v128.store(state, last, 16)
  v128.store(state, change, 32)
  v128.store(state, distance, 48)
}

/** `averageRange` in percent of the close. */
export function relativeRange(
  state: usize,
  high: usize,
  low: usize,
  close: usize,
  y: usize,
  rows: i32,
): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  const hundred = v128.load64_splat(HUNDRED)
  const unsigned = v128.load64_splat(UNSIGNED)
  let last = v128.load(state, 16)
  let change = v128.load(state, 32)
  let distance = v128.load(state, 48)
  for (const end = at(y, rows); y < end; y += 32, high += 32, low += 32, close += 32) {
    load<i64>(high + AHEAD)
    load<i64>(low + AHEAD)
    load<i64>(close + AHEAD)
    load<i64>(y + AHEAD)
    const range1 = trueRange(high, low, close, unsigned)
    const change1 = f64x2.sub(before(last, range1), range1)
    distance = decayed(square, distance, change1, f64x2.mul(keep, before(change, change1)))
    v128.store(y, percentOf(hundred, f64x2.add(range1, f64x2.mul(keep, distance)), v128.load(close)))
    const range2 = trueRange(high + 16, low + 16, close + 16, unsigned)
    const change2 = f64x2.sub(before(range1, range2), range2)
    distance = decayed(square, distance, change2, f64x2.mul(keep, before(change1, change2)))
    v128.store(y, percentOf(hundred, f64x2.add(range2, f64x2.mul(keep, distance)), v128.load(close, 16)), 16)
    last = range2
    change = change2
  }
  v128.store(state, last, 16)
  v128.store(state, change, 32)
  v128.store(state, distance, 48)
}

/** Rises of x and, turned to positive numbers, falls. */
export function gains(x: usize, rises: usize, falls: usize, rows: i32): void {
  const zero = f64x2.splat(0)
  for (const end = at(x, rows); x < end; x += 16, rises += 16, falls += 16) {
    const now = v128.load(x)
    const last = v128.load(x - 8)
    v128.store(rises, f64x2.pmax(zero, f64x2.sub(now, last)))
    v128.store(falls, f64x2.pmax(zero, f64x2.sub(last, now)))
  }
}

/** Movements up and down, each where it is positive and exceeds the other. */
export function moves(high: usize, low: usize, plus: usize, minus: usize, rows: i32): void {
  const zero = f64x2.splat(0)
  for (const end = at(high, rows); high < end; high += 16, low += 16, plus += 16, minus += 16) {
    const up = f64x2.sub(v128.load(high), v128.load(high - 8))
    const down = f64x2.sub(v128.load(low - 8), v128.load(low))
    v128.store(plus, v128.and(f64x2.pmax(zero, up), f64x2.gt(up, down)))
    v128.store(minus, v128.and(f64x2.pmax(zero, down), f64x2.gt(down, up)))
  }
}

/**
 * Decaying sums of two columns, in their place.
 *
 *   state   0 keep, 8 keep^2; for each column the value before in the upper half of 16 bytes, then the sums of the row before and
 *           of this one
 */
export function decay(state: usize, first: usize, second: usize, rows: i32): void {
  const keep = v128.load64_splat(state)
  const square = v128.load64_splat(state, 8)
  let last1 = v128.load(state, 16)
  let sum1 = v128.load(state, 32)
  let last2 = v128.load(state, 48)
  let sum2 = v128.load(state, 64)
  for (const end = at(first, rows); first < end; first += 16, second += 16) {
    const value1 = v128.load(first)
    const value2 = v128.load(second)
    sum1 = decayed(square, sum1, value1, f64x2.mul(keep, before(last1, value1)))
    sum2 = decayed(square, sum2, value2, f64x2.mul(keep, before(last2, value2)))
    last1 = value1
    last2 = value2
    v128.store(first, sum1)
    v128.store(second, sum2)
  }
  v128.store(state, last1, 16)
  v128.store(state, sum1, 32)
  v128.store(state, last2, 48)
  v128.store(state, sum2, 64)
}

/** x in percent of y; 0 where y is 0. */
export function percent(x: usize, y: usize, z: usize, rows: i32): void {
  const hundred = v128.load64_splat(HUNDRED)
  for (const end = at(x, rows); x < end; x += 16, y += 16, z += 16) {
    v128.store(z, percentOf(hundred, v128.load(x), v128.load(y)))
  }
}

/** x less `part` of y in percent of both; 0 where both are 0. */
export function share(x: usize, y: usize, z: usize, rows: i32, part: f64): void {
  const hundred = v128.load64_splat(HUNDRED)
  const parts = f64x2.splat(part)
  for (const end = at(x, rows); x < end; x += 16, y += 16, z += 16) {
    const own = v128.load(x)
    const other = v128.load(y)
    const both = f64x2.add(own, other)
    v128.store(z, percentOf(hundred, f64x2.sub(own, f64x2.mul(parts, other)), both))
  }
}

/** The distance of x and y in percent of both; the row before, the first time that at `state`, where both are 0. */
export function directionalIndex(state: usize, x: usize, y: usize, z: usize, rows: i32): void {
  const hundred = v128.load64_splat(HUNDRED)
  const zero = f64x2.splat(0)
  let last = load<f64>(state)
  for (const end = at(x, rows); x < end; x += 16, y += 16, z += 16) {
    const plus = v128.load(x)
    const minus = v128.load(y)
    const both = f64x2.add(plus, minus)
    const none = f64x2.eq(both, zero)
    let index = f64x2.mul(hundred, f64x2.div(f64x2.abs(f64x2.sub(minus, plus)), both))
    if (v128.any_true(none)) {
      if (f64x2.extract_lane(both, 0) == 0) index = f64x2.replace_lane(index, 0, last)
      if (f64x2.extract_lane(both, 1) == 0) index = f64x2.replace_lane(index, 1, f64x2.extract_lane(index, 0))
    }
    last = f64x2.extract_lane(index, 1)
    v128.store(z, index)
  }
  store<f64>(state, last)
}
