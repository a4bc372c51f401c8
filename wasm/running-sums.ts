/** Sums from the first row on: what is added is made two rows at a time, then added one after the other. `state` holds the sums, 8 bytes each. */
import { at, put } from './rows'

/** How far columns are fetched ahead of their use, no farther than AHEAD of compiled.ts allows. */
const AHEAD: usize = 1024

export function cumulative(state: usize, x: usize, y: usize, rows: i32): void {
  let sum = load<f64>(state)
  const end = at(y, rows)
  for (const whole = at(y, rows & ~3); y < whole; x += 32, y += 32) {
    load<i64>(x + AHEAD)
    load<i64>(y + AHEAD)
    const first = sum + load<f64>(x)
    const second = first + load<f64>(x, 8)
    const third = second + load<f64>(x, 16)
    sum = third + load<f64>(x, 24)
    store<f64>(y, first)
    store<f64>(y, second, 8)
    store<f64>(y, third, 16)
    store<f64>(y, sum, 24)
  }
  for (; y < end; x += 8, y += 8) {
    sum += load<f64>(x)
    store<f64>(y, sum)
  }
  store<f64>(state, sum)
}

/** Adds the volume times the return of the close since the row before, which must lie before the first; nothing where that was 0. */
export function priceVolume(state: usize, close: usize, volume: usize, y: usize, rows: i32): void {
  let sum = load<f64>(state)
  for (const end = at(y, rows); y < end; close += 16, volume += 16, y += 16) {
    const flow = flowOf(v128.load(close), v128.load(close - 8), v128.load(volume))
    const first = sum + f64x2.extract_lane(flow, 0)
    const second = first + f64x2.extract_lane(flow, 1)
    store<f64>(y, first)
    sum = first
    if (y + 8 == end) break
    store<f64>(y, second, 8)
    sum = second
  }
  store<f64>(state, sum)
}

function flowOf(close: v128, last: v128, volume: v128): v128 {
  const flow = f64x2.mul(volume, f64x2.div(f64x2.sub(close, last), last))
  return v128.andnot(flow, f64x2.eq(last, f64x2.splat(0)))
}

/** Adds how far the close rose above the lower of the bar's low and the close before, or fell below the higher of its high and that. */
export function williams(state: usize, high: usize, low: usize, close: usize, y: usize, rows: i32): void {
  let p = y
  for (const end = at(y, rows); p < end; high += 16, low += 16, close += 16, p += 16) {
    const own = v128.load(close)
    const last = v128.load(close - 8)
    const rise = f64x2.sub(own, f64x2.min(v128.load(low), last))
    const fall = f64x2.sub(own, f64x2.max(v128.load(high), last))
    put(p, v128.or(v128.and(rise, f64x2.gt(own, last)), v128.and(fall, f64x2.lt(own, last))), end)
  }
  cumulative(state, y, y, rows)
}

/** The mean of (high + low + close) / 3 by volume since the first row; that price itself where there was no volume yet. */
export function weightedByVolume(
  state: usize,
  high: usize,
  low: usize,
  close: usize,
  volume: usize,
  y: usize,
  rows: i32,
): void {
  let flow = load<f64>(state)
  let total = load<f64>(state, 8)
  const three = f64x2.splat(3)
  const zero = f64x2.splat(0)
  for (const end = at(y, rows); y < end; high += 16, low += 16, close += 16, volume += 16, y += 16) {
    const price = f64x2.div(f64x2.add(f64x2.add(v128.load(high), v128.load(low)), v128.load(close)), three)
    const own = v128.load(volume)
    const flows = f64x2.mul(price, own)
    const flow1 = flow + f64x2.extract_lane(flows, 0)
    const total1 = total + f64x2.extract_lane(own, 0)
    const isPair = y + 16 <= end
    flow = isPair ? flow1 + f64x2.extract_lane(flows, 1) : flow1
    total = isPair ? total1 + f64x2.extract_lane(own, 1) : total1
    const totals = f64x2.replace_lane(f64x2.splat(total1), 1, total)
    const mean = f64x2.div(f64x2.replace_lane(f64x2.splat(flow1), 1, flow), totals)
    put(y, v128.bitselect(price, mean, f64x2.eq(totals, zero)), end)
  }
  store<f64>(state, flow)
  store<f64>(state, total, 8)
}

/**
 * An index that takes part in the return of the close where the volume, times `sign`, exceeds that of the row before, and else stays
 * as it is. `state` holds the index, then the sign.
 */
export function compound(state: usize, close: usize, volume: usize, y: usize, rows: i32): void {
  let value = load<f64>(state)
  const sign = v128.load64_splat(state, 8)
  for (const end = at(y, rows); y < end; close += 16, volume += 16, y += 16) {
    const last = v128.load(close - 8)
    const isTaken = f64x2.gt(f64x2.mul(sign, v128.load(volume)), f64x2.mul(sign, v128.load(volume - 8)))
    const change = f64x2.div(f64x2.sub(v128.load(close), last), last)
    const part = v128.and(v128.andnot(change, f64x2.eq(last, f64x2.splat(0))), isTaken)
    value += value * f64x2.extract_lane(part, 0)
    store<f64>(y, value)
    if (y + 8 == end) break
    value += value * f64x2.extract_lane(part, 1)
    store<f64>(y, value, 8)
  }
  store<f64>(state, value)
}
