/** Running sums of volume, signed or weighed: two rows are weighed at a time, then added one after the other. `state` holds the sum. */
import { at } from './rows'

/** Adds the volume where the close rose since the row before, which must lie before the first, and takes it away where it fell. */
export function onBalance(state: usize, close: usize, volume: usize, y: usize, rows: i32): void {
  let sum = load<f64>(state)
  for (const end = at(y, rows & ~1); y < end; close += 16, volume += 16, y += 16) {
    const signed = signedVolume(v128.load(close), v128.load(close - 8), v128.load(volume))
    const first = sum + f64x2.extract_lane(signed, 0)
    sum = first + f64x2.extract_lane(signed, 1)
    store<f64>(y, first)
    store<f64>(y, sum, 8)
  }
  if (rows & 1) {
    const signed = signedVolume(
      v128.load64_zero(close),
      v128.load64_zero(close - 8),
      v128.load64_zero(volume),
    )
    sum += f64x2.extract_lane(signed, 0)
    store<f64>(y, sum)
  }
  store<f64>(state, sum)
}

function signedVolume(close: v128, before: v128, volume: v128): v128 {
  const up = v128.and(volume, f64x2.gt(close, before))
  return v128.or(up, v128.and(f64x2.neg(volume), f64x2.lt(close, before)))
}

/** Adds the volume times the place of the close in the bar's range, from -1 to 1; 0 for a bar without range. */
export function accumulation(
  state: usize,
  high: usize,
  low: usize,
  close: usize,
  volume: usize,
  y: usize,
  rows: i32,
): void {
  let sum = load<f64>(state)
  for (const end = at(y, rows & ~1); y < end; high += 16, low += 16, close += 16, volume += 16, y += 16) {
    const flow = moneyFlow(v128.load(high), v128.load(low), v128.load(close), v128.load(volume))
    const first = sum + f64x2.extract_lane(flow, 0)
    sum = first + f64x2.extract_lane(flow, 1)
    store<f64>(y, first)
    store<f64>(y, sum, 8)
  }
  if (rows & 1) {
    const flow = moneyFlow(
      v128.load64_zero(high),
      v128.load64_zero(low),
      v128.load64_zero(close),
      v128.load64_zero(volume),
    )
    sum += f64x2.extract_lane(flow, 0)
    store<f64>(y, sum)
  }
  store<f64>(state, sum)
}

function moneyFlow(high: v128, low: v128, close: v128, volume: v128): v128 {
  const range = f64x2.sub(high, low)
  const place = f64x2.div(f64x2.sub(f64x2.sub(close, low), f64x2.sub(high, close)), range)
  return f64x2.mul(v128.and(place, f64x2.gt(range, f64x2.splat(0))), volume)
}

/** The volume times the place of the close in the bar's range, and the volume, side by side: what `windowShare` sums. */
export function closeFlows(
  high: usize,
  low: usize,
  close: usize,
  volume: usize,
  pairs: usize,
  rows: i32,
): void {
  for (
    const end = pairs + 16 * rows;
    pairs < end;
    high += 16, low += 16, close += 16, volume += 16, pairs += 32
  ) {
    const own = v128.load(volume)
    putPairs(pairs, moneyFlow(v128.load(high), v128.load(low), v128.load(close), own), own, end)
  }
}

/** The price times the volume, and the volume, side by side. */
export function priceFlows(price: usize, volume: usize, pairs: usize, rows: i32): void {
  for (const end = pairs + 16 * rows; pairs < end; price += 16, volume += 16, pairs += 32) {
    const own = v128.load(volume)
    putPairs(pairs, f64x2.mul(v128.load(price), own), own, end)
  }
}

function putPairs(pairs: usize, parts: v128, wholes: v128, end: usize): void {
  v128.store(pairs, v128.shuffle<f64>(parts, wholes, 0, 2))
  if (pairs + 32 <= end) v128.store(pairs, v128.shuffle<f64>(parts, wholes, 1, 3), 16)
}

/** Where the second of a pair is 0, the mean of `sum` over `period` rows. */
export function meanWhereNone(pairs: usize, sum: usize, y: usize, rows: i32, period: f64): void {
  for (const end = at(y, rows); y < end; pairs += 16, sum += 8, y += 8) {
    if (load<f64>(pairs, 8) == 0) store<f64>(y, load<f64>(sum) / period)
  }
}
