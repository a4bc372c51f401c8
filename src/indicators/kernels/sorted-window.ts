/**
 * The last `period` values in ascending order. Without the oldest, values from its place on move down by one; then the new one is the middle of
 * itself and of the two that it may come between. wasm/ranks.ts does the same without a branch.
 */
import { createRing, pushRing, type Ring } from './ring.ts'

export interface SortedWindow {
  readonly ring: Ring
  /** Infinity where there is no value yet. */
  readonly sorted: Float64Array
}

export function sortedWindow(period: number): SortedWindow {
  return { ring: createRing(period), sorted: new Float64Array(period).fill(Number.POSITIVE_INFINITY) }
}

/** Takes a value; true once there are `period`. A NaN is not taken, and answered by false. */
export function pushSorted({ ring, sorted }: SortedWindow, value: number): boolean {
  if (Number.isNaN(value)) return false
  const { values, count, at } = ring
  const oldest = count < values.length ? Number.POSITIVE_INFINITY : values[at]!
  let below = Number.NEGATIVE_INFINITY
  for (let i = 0; i < sorted.length; i++) {
    const own = sorted[i]!
    const next = i + 1 < sorted.length ? sorted[i + 1]! : Number.POSITIVE_INFINITY
    const rest = own < oldest ? own : next
    const more = below < value ? value : below
    sorted[i] = more < rest ? more : rest
    below = rest
  }
  return pushRing(ring, value)
}
