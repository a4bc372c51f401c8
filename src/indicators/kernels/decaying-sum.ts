/**
 * Wilder's sum (1978): the sum of the first `period` values, of which each later row keeps all but the `period`-th part before it
 * adds its own, s[t] = keep s[t - 1] + x[t] with keep = 1 - 1 / period. It is `period` times his average, for ratios in which
 * that cancels. Taken over two rows as in exponential.ts: s[t] = keep^2 s[t - 2] + (x[t] + keep x[t - 1]). A NaN is handed on
 * and not taken.
 */
import { distanceOf } from './exponential.ts'

export interface DecayingSum {
  readonly keep: number
  readonly square: number
  /** How many values are added up before any decays. */
  readonly seed: number
  count: number
  value: number
  /** The sum before, and the value that came last. */
  before: number
  last: number
}

export function decayingSum(period: number, seed = period): DecayingSum {
  const keep = 1 - 1 / period
  return { keep, square: keep * keep, seed, count: 0, value: 0, before: 0, last: 0 }
}

/** Takes a value; `value` is the sum once `seed` values are taken. Returns nothing, so that no number is boxed. */
export function pushDecaying(sum: DecayingSum, value: number): void {
  if (Number.isNaN(value)) return
  if (sum.count < sum.seed) {
    addToSeed(sum, value)
    return
  }
  const next = sum.square * sum.before + (value + sum.keep * sum.last)
  sum.before = sum.value
  sum.value = next
  sum.last = value
}

function addToSeed(sum: DecayingSum, value: number): void {
  sum.value += value
  sum.last = value
  sum.count++
  sum.before = distanceOf(sum.value - value, sum.keep)
}
