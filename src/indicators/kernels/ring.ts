/** The last `period` values themselves, for what has no constant-time form: deviations from a mean, quantiles, ranks. */

export interface Ring {
  readonly values: Float64Array
  /** Values taken so far, at most the capacity. */
  count: number
  /** Where the next value goes: the oldest one once the ring is full. */
  at: number
}

export function createRing(period: number): Ring {
  return { values: new Float64Array(period), count: 0, at: 0 }
}

/** Takes a value; true once there are `period`. A NaN is not taken, and answered by false. */
export function pushRing(ring: Ring, value: number): boolean {
  if (Number.isNaN(value)) return false
  const { values } = ring
  values[ring.at] = value
  ring.at = ring.at + 1 === values.length ? 0 : ring.at + 1
  if (ring.count < values.length) ring.count++
  return ring.count === values.length
}

/** The value of so many pushes ago; 0 is the newest. */
export function fromRing({ values, at }: Ring, ago: number): number {
  const place = at - 1 - ago
  return values[place < 0 ? place + values.length : place]!
}

/** Mean of the distances from `center`. */
export function meanDistance({ values }: Ring, center: number): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]! - center)
  return sum / values.length
}
