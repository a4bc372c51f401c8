/**
 * Differences of exponential averages, fused because of what they read and write: macd.ts and adosc.ts of src/indicators, two
 * rows in a register, the same bits. Counts of rows are fours. 1.4 and 1.8 ns a row.
 */
import { at } from './rows'
import { before, decayed } from './steps'

/**
 * The line, its average and the distance of the two.
 *
 *   fast, slow, signal   states of `ema` in exponential.ts; that of `signal` has the line before as its last value
 */
export function macd(
  states: usize,
  x: usize,
  line: usize,
  average: usize,
  histogram: usize,
  rows: i32,
): void {
  const fast = states
  const slow = states + 80
  const signal = states + 160
  const keep1 = v128.load64_splat(fast)
  const keep2 = v128.load64_splat(slow)
  const keep3 = v128.load64_splat(signal)
  const square1 = v128.load64_splat(fast, 8)
  const square2 = v128.load64_splat(slow, 8)
  const square3 = v128.load64_splat(signal, 8)
  // A fast average of one value may have seen that one only, and then knows no change.
  let last = v128.load(slow, 16)
  let change = v128.load(slow, 32)
  let d1 = v128.load(fast, 48)
  let d2 = v128.load(slow, 48)
  let lastLine = v128.load(signal, 16)
  let turn = v128.load(signal, 32)
  let d3 = v128.load(signal, 48)
  for (const end = at(x, rows); x < end; x += 16, line += 16, average += 16, histogram += 16) {
    const value = v128.load(x)
    const now = f64x2.sub(before(last, value), value)
    const lag = before(change, now)
    last = value
    change = now
    d1 = decayed(square1, d1, now, f64x2.mul(keep1, lag))
    d2 = decayed(square2, d2, now, f64x2.mul(keep2, lag))
    const own = f64x2.sub(f64x2.mul(keep1, d1), f64x2.mul(keep2, d2))
    const turned = f64x2.sub(before(lastLine, own), own)
    d3 = decayed(square3, d3, turned, f64x2.mul(keep3, before(turn, turned)))
    lastLine = own
    turn = turned
    const smooth = f64x2.add(own, f64x2.mul(keep3, d3))
    v128.store(line, own)
    v128.store(average, smooth)
    v128.store(histogram, f64x2.sub(own, smooth))
  }
  v128.store(slow, last, 16)
  v128.store(slow, change, 32)
  v128.store(fast, d1, 48)
  v128.store(slow, d2, 48)
  v128.store(signal, lastLine, 16)
  v128.store(signal, turn, 32)
  v128.store(signal, d3, 48)
}

/** How far columns are fetched ahead of their use, no farther than AHEAD of compiled.ts allows. */
const AHEAD: usize = 4032

/** closeLocation of money-flow.ts times the volume. */
function flow(high: usize, low: usize, close: usize, volume: usize): v128 {
  const top = v128.load(high)
  const bottom = v128.load(low)
  const last = v128.load(close)
  const range = f64x2.sub(top, bottom)
  const place = f64x2.div(f64x2.sub(f64x2.sub(last, bottom), f64x2.sub(top, last)), range)
  return f64x2.mul(v128.and(place, f64x2.gt(range, f64x2.splat(0))), v128.load(volume))
}

/**
 * The distance of two averages of the sum of flows into the close.
 *
 *   state   0 keep of the fast average, 8 keep^2, 16 and 24 those of the slow one, 32 the flow before in the upper half, 48 the
 *           sums of the fast one for the row before and this one, 64 those of the slow one
 */
export function adosc(
  state: usize,
  high: usize,
  low: usize,
  close: usize,
  volume: usize,
  y: usize,
  rows: i32,
): void {
  const keep1 = v128.load64_splat(state)
  const square1 = v128.load64_splat(state, 8)
  const keep2 = v128.load64_splat(state, 16)
  const square2 = v128.load64_splat(state, 24)
  let last = v128.load(state, 32)
  let fast = v128.load(state, 48)
  let slow = v128.load(state, 64)
  for (const end = at(y, rows); y < end; y += 32, high += 32, low += 32, close += 32, volume += 32) {
    load<i64>(high + AHEAD)
    load<i64>(low + AHEAD)
    load<i64>(close + AHEAD)
    load<i64>(volume + AHEAD)
    load<i64>(y + AHEAD)
    const flow1 = flow(high, low, close, volume)
    const lag1 = before(last, flow1)
    fast = decayed(square1, fast, flow1, f64x2.mul(keep1, lag1))
    slow = decayed(square2, slow, flow1, f64x2.mul(keep2, lag1))
    v128.store(y, f64x2.sub(f64x2.mul(keep2, slow), f64x2.mul(keep1, fast)))
    const flow2 = flow(high + 16, low + 16, close + 16, volume + 16)
    const lag2 = before(flow1, flow2)
    fast = decayed(square1, fast, flow2, f64x2.mul(keep1, lag2))
    slow = decayed(square2, slow, flow2, f64x2.mul(keep2, lag2))
    v128.store(y, f64x2.sub(f64x2.mul(keep2, slow), f64x2.mul(keep1, fast)), 16)
    last = flow2
  }
  v128.store(state, last, 32)
  v128.store(state, fast, 48)
  v128.store(state, slow, 64)
}

/** Room for what the averages keep, once and squared: loaded for each pair of rows, which costs less than what no register is left for. */
const KEEPS = memory.data(64, 16)
const HUNDRED = memory.data<f64>([100, 100])

/**
 * 100 times the share of a column in another, both averaged twice; 0 where the other's is. `states` are those of `ema`: the first and
 * second average of the parts, then of the wholes. Part and whole lie side by side in a register, a row in each.
 */
export function smoothedShare(states: usize, parts: usize, wholes: usize, y: usize, rows: i32): void {
  smoothed<f64>(states, parts, wholes, y, rows)
}

/** The same of the changes of x since the row before, which must lie before the first, in their sizes. */
export function smoothedChange(states: usize, x: usize, y: usize, rows: i32): void {
  smoothed<i32>(states, x, x - 8, y, rows)
}

/** T is f64 where parts and wholes are given, i32 where they are to be made of values and those before. */
function smoothed<T>(states: usize, parts: usize, wholes: usize, y: usize, rows: i32): void {
  v128.store(KEEPS, v128.load64_splat(states))
  v128.store(KEEPS, v128.load64_splat(states, 8), 16)
  v128.store(KEEPS, v128.load64_splat(states, 80), 32)
  v128.store(KEEPS, v128.load64_splat(states, 88), 48)
  let last1 = sideBySide(states + 24)
  let change1 = sideBySide(states + 40)
  let even1 = sideBySide(states + 48)
  let odd1 = sideBySide(states + 56)
  let last2 = sideBySide(states + 104)
  let change2 = sideBySide(states + 120)
  let even2 = sideBySide(states + 128)
  let odd2 = sideBySide(states + 136)
  for (const end = at(y, rows); y < end; parts += 16, wholes += 16, y += 16) {
    const part = isFloat<T>() ? v128.load(parts) : f64x2.sub(v128.load(parts), v128.load(wholes))
    const whole = isFloat<T>() ? v128.load(wholes) : f64x2.abs(part)
    const first = v128.shuffle<f64>(part, whole, 0, 2)
    const firstChange = f64x2.sub(last1, first)
    even1 = decayed(v128.load(KEEPS, 16), even1, firstChange, f64x2.mul(v128.load(KEEPS), change1))
    const firstMean = f64x2.add(first, f64x2.mul(v128.load(KEEPS), even1))
    const firstTurn = f64x2.sub(last2, firstMean)
    even2 = decayed(v128.load(KEEPS, 48), even2, firstTurn, f64x2.mul(v128.load(KEEPS, 32), change2))
    const firstBoth = f64x2.add(firstMean, f64x2.mul(v128.load(KEEPS, 32), even2))
    last1 = v128.shuffle<f64>(part, whole, 1, 3)
    change1 = f64x2.sub(first, last1)
    odd1 = decayed(v128.load(KEEPS, 16), odd1, change1, f64x2.mul(v128.load(KEEPS), firstChange))
    last2 = f64x2.add(last1, f64x2.mul(v128.load(KEEPS), odd1))
    change2 = f64x2.sub(firstMean, last2)
    odd2 = decayed(v128.load(KEEPS, 48), odd2, change2, f64x2.mul(v128.load(KEEPS, 32), firstTurn))
    const secondBoth = f64x2.add(last2, f64x2.mul(v128.load(KEEPS, 32), odd2))
    const net = v128.shuffle<f64>(firstBoth, secondBoth, 0, 2)
    const gross = v128.shuffle<f64>(firstBoth, secondBoth, 1, 3)
    const share = f64x2.div(f64x2.mul(v128.load(HUNDRED), net), gross)
    v128.store(y, v128.andnot(share, f64x2.eq(gross, f64x2.splat(0))))
  }
  apart(states + 24, last1)
  apart(states + 40, change1)
  apart(states + 48, even1)
  apart(states + 56, odd1)
  apart(states + 104, last2)
  apart(states + 120, change2)
  apart(states + 128, even2)
  apart(states + 136, odd2)
}

/** A number of the parts' states and the same of the wholes'. */
function sideBySide(place: usize): v128 {
  return v128.load64_lane(place + 160, v128.load64_zero(place), 1)
}

function apart(place: usize, numbers: v128): void {
  v128.store64_lane(place, numbers, 0)
  v128.store64_lane(place + 160, numbers, 1)
}

/** Of the ends of ranges: how far x lies above their middles into `highest`, half the ranges into `lowest`. */
export function fromMiddle(highest: usize, lowest: usize, x: usize, rows: i32): void {
  const half = f64x2.splat(0.5)
  for (const end = at(x, rows); x < end; x += 16, highest += 16, lowest += 16) {
    const top = v128.load(highest)
    const bottom = v128.load(lowest)
    v128.store(highest, f64x2.sub(v128.load(x), f64x2.mul(f64x2.add(top, bottom), half)))
    v128.store(lowest, f64x2.mul(f64x2.sub(top, bottom), half))
  }
}
