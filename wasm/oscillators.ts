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
