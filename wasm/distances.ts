/**
 * The commodity channel index and the mean deviation: distances from the mean, summed in the order in which the ring of src/indicators/kernels/ring.ts
 * holds the last `period` prices. Two rows at a time go through the ring, in the halves of a register.
 *
 *   state   0 period (i32), 4 place of the price to come (i32), 16 the ring: each price twice (two f64)
 */
import { at } from './rows'

const RING: usize = 16

export function distanceBytes(period: i32): i32 {
  return 16 + 16 * period
}

export function distanceInit(state: usize, period: i32): void {
  memory.fill(state, 0, <usize>distanceBytes(period))
  store<i32>(state, period)
}

/** (price - mean) / (0.015 mean |price - mean|); 0 where nothing deviates. What comes before the ring is full has no meaning. */
export function channelIndex(state: usize, price: usize, mean: usize, y: usize, rows: i32): void {
  ofDistances<f64>(state, price, mean, y, rows)
}

/** mean |price - mean|, likewise. */
export function meanDistance(state: usize, price: usize, mean: usize, y: usize, rows: i32): void {
  ofDistances<i32>(state, price, mean, y, rows)
}

/** T is f64 where the index is wanted, i32 where the distance is. */
function ofDistances<T>(state: usize, price: usize, mean: usize, y: usize, rows: i32): void {
  const period = load<i32>(state)
  const periods = f64x2.splat(<f64>period)
  const noSign = i64x2.splat(0x7fffffffffffffff)
  let place = load<i32>(state, 4)
  let t = 0
  while (t < rows) {
    const own = state + RING + 16 * place
    const isPair = t + 1 < rows && place + 1 < period
    const prices = isPair ? v128.load(at(price, t)) : v128.load64_splat(at(price, t))
    const means = isPair ? v128.load(at(mean, t)) : v128.load64_splat(at(mean, t))
    v128.store(own, v128.shuffle<f64>(prices, prices, 0, 0))
    // The next place holds the old price to the first of two rows, its own to the second.
    if (isPair) v128.store(own, v128.shuffle<f64>(v128.load(own, 16), prices, 0, 3), 16)
    const sum = sumDistances(state + RING, period, means, noSign)
    const distance = f64x2.div(sum, periods)
    const index = isFloat<T>() ? indexOf(f64x2.sub(prices, means), distance) : distance
    v128.store64_lane(at(y, t), index, 0)
    if (isPair) {
      v128.store64_lane(at(y, t), index, 1, 8)
      v128.store(own, v128.shuffle<f64>(prices, prices, 1, 1), 16)
    }
    t += isPair ? 2 : 1
    place += isPair ? 2 : 1
    if (place == period) place = 0
  }
  store<i32>(state, place, 4)
}

function indexOf(above: v128, distance: v128): v128 {
  const zero = f64x2.splat(0)
  const isStill = v128.or(f64x2.eq(above, zero), f64x2.eq(distance, zero))
  return v128.andnot(f64x2.div(above, f64x2.mul(f64x2.splat(0.015), distance)), isStill)
}

function sumDistances(ring: usize, period: i32, means: v128, noSign: v128): v128 {
  let sum = f64x2.splat(0)
  const end = ring + 16 * period
  for (const even = ring + 16 * (period & ~1); ring < even; ring += 32) {
    sum = f64x2.add(sum, v128.and(f64x2.sub(v128.load(ring), means), noSign))
    sum = f64x2.add(sum, v128.and(f64x2.sub(v128.load(ring, 16), means), noSign))
  }
  if (ring < end) sum = f64x2.add(sum, v128.and(f64x2.sub(v128.load(ring), means), noSign))
  return sum
}
