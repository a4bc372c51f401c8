/**
 * Sums over the last `period` values x, plain and weighted 1 (oldest) to `period` (newest): what weighted averages and rolling
 * regressions are made of. Blocks as in window.ts: the tail of the previous block is folded backwards once, the head forwards; a
 * value enters the weighted head with weight `period`, and those that came before it in the block lose one of theirs. Values are taken relative to `base`, the last value of the block before, so that products do not cancel.
 */

export interface WindowTrend {
  readonly period: number
  /** Values of the current block before `at`, folded tails of the previous from `at` on. */
  readonly ring: Float64Array
  readonly weightedRing: Float64Array
  at: number
  full: boolean
  head: number
  weightedHead: number
  /** What the sums are relative to. */
  base: number
  /** Base of the block to come. */
  last: number
  sum: number
  weighted: number
}

export function windowTrend(period: number): WindowTrend {
  return {
    period,
    ring: new Float64Array(period),
    weightedRing: new Float64Array(period),
    at: 0,
    full: false,
    head: 0,
    weightedHead: 0,
    base: Number.NaN,
    last: Number.NaN,
    sum: Number.NaN,
    weighted: Number.NaN,
  }
}

/** Takes a value and sets `sum` and `weighted`, relative to `base`; false before there are `period` values, or for NaN. */
export function pushTrend(trend: WindowTrend, value: number): boolean {
  if (Number.isNaN(value)) return false
  const { ring, weightedRing, period } = trend
  const at = trend.at
  if (at === 0) trend.base = trend.full ? trend.last : value
  const relative = value - trend.base
  ring[at] = value
  trend.weightedHead += period * relative - trend.head
  trend.head += relative
  trend.at = at + 1
  if (at + 1 < period) {
    if (!trend.full) return false
    trend.sum = ring[at + 1]! + trend.head
    trend.weighted = weightedRing[at + 1]! + trend.weightedHead
    return true
  }
  trend.sum = trend.head
  trend.weighted = trend.weightedHead
  foldTail(trend, value)
  return true
}

/** The plain mean, after a push that answered true. */
export function trendMean(trend: WindowTrend): number {
  return trend.base + trend.sum / trend.period
}

/** The mean with weights 1 to `period`, after a push that answered true. */
export function trendWeightedMean({ base, weighted, period }: WindowTrend): number {
  return base + weighted / ((period * (period + 1)) / 2)
}

/** The least-squares slope per bar, after a push that answered true. */
export function trendSlope({ period, sum, weighted }: WindowTrend): number {
  // Places 1..n have mean (n + 1) / 2 and sum of squared deviations n (n^2 - 1) / 12.
  return (weighted - ((period + 1) / 2) * sum) / ((period * (period * period - 1)) / 12)
}

function foldTail(trend: WindowTrend, last: number): void {
  const { ring, weightedRing, period } = trend
  let sum = 0
  let weighted = 0
  for (let i = period - 1; i > 0; i--) {
    sum += ring[i]! - last
    weighted += sum
    ring[i] = sum
    weightedRing[i] = weighted
  }
  trend.at = 0
  trend.head = 0
  trend.weightedHead = 0
  trend.full = true
  trend.last = last
}
