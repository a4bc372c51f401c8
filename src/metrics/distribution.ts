/**
 * The shape of a column of returns. Quantiles interpolate linearly (Hyndman and Fan 1996, type 7); value at risk and expected
 * shortfall are returns (negative where money is lost); skewness and kurtosis are the plain moments m3 / m2^1.5 and m4 / m2^2.
 */
import { ratioOf, sumOf } from './summation.ts'

export type Distribution = {
  readonly count: number
  readonly mean: number
  /** Sample standard deviation; null below two returns. */
  readonly deviation: number | null
  readonly skewness: number | null
  /** Moment kurtosis - 3. */
  readonly excessKurtosis: number | null
  /** The 5 % quantile, and the mean of the returns below it. */
  readonly valueAtRisk95: number
  readonly expectedShortfall95: number | null
  readonly median: number
  /** Sum of gains / |sum of losses| per period (Keating and Shadwick 2002, threshold 0). */
  readonly omega: number | null
}

/** The distribution of `returns`, or null where there is none or one is not finite. */
export function describeReturns(returns: Float64Array): Distribution | null {
  if (returns.length === 0) return null
  const sorted = returns.toSorted()
  const count = returns.length
  // Sorting puts -Infinity first, Infinity and NaN last.
  if (!Number.isFinite(sorted[0]) || !Number.isFinite(sorted[count - 1])) return null
  const mean = sumOf(returns) / count
  const { m2, m3, m4 } = centralMoments(returns, mean)
  const valueAtRisk95 = quantile(sorted, 0.05)
  const deviation = count > 1 ? Math.sqrt((m2 * count) / (count - 1)) : null
  const isConstant = Math.sqrt(m2) <= 4 * Number.EPSILON
  return {
    count,
    mean,
    deviation,
    skewness: isConstant ? null : ratioOf(m3, m2 ** 1.5),
    excessKurtosis: isConstant ? null : m4 / m2 ** 2 - 3,
    valueAtRisk95,
    expectedShortfall95: meanBelow(sorted, valueAtRisk95),
    median: quantile(sorted, 0.5),
    omega: gainLossRatio(returns),
  }
}

/** The p-quantile of an ascending column of at least one value, 0 <= p <= 1, by linear interpolation. */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1)
  const low = Math.floor(at)
  const value = sorted[low]!
  return low + 1 < sorted.length ? value + (at - low) * (sorted[low + 1]! - value) : value
}

export type HistogramBin = { readonly low: number; readonly high: number; readonly count: number }

/**
 * Counts of `values` in bins of one width, symmetric about zero, between the 0.5 % and 99.5 % quantiles; the outermost bins take what
 * lies beyond. Intervals are [low, high), the last one closed. Empty where no value is finite.
 */
export function histogram(values: Float64Array, bins: number): HistogramBin[] {
  const sorted = values.filter(Number.isFinite).sort()
  if (sorted.length === 0) return []
  const reach = Math.max(Math.abs(quantile(sorted, 0.005)), Math.abs(quantile(sorted, 0.995)))
  if (reach === 0) return [{ low: 0, high: 0, count: sorted.length }]
  const width = (2 * reach) / bins
  const counts = new Float64Array(bins)
  for (let n = 0; n < sorted.length; n++) {
    const bin = Math.floor((sorted[n]! + reach) / width)
    counts[Math.min(bins - 1, Math.max(0, bin))]!++
  }
  return Array.from(counts, (count, n) => ({ low: n * width - reach, high: (n + 1) * width - reach, count }))
}

function centralMoments(
  values: Float64Array,
  mean: number,
): { readonly m2: number; readonly m3: number; readonly m4: number } {
  let m2 = 0
  let m3 = 0
  let m4 = 0
  for (let n = 0; n < values.length; n++) {
    const deviation = values[n]! - mean
    const square = deviation * deviation
    m2 += square
    m3 += square * deviation
    m4 += square * square
  }
  const count = values.length
  return { m2: m2 / count, m3: m3 / count, m4: m4 / count }
}

function meanBelow(sorted: Float64Array, limit: number): number | null {
  let count = 0
  while (count < sorted.length && sorted[count]! < limit) count++
  return count === 0 ? null : sumOf(sorted.subarray(0, count)) / count
}

function gainLossRatio(returns: Float64Array): number | null {
  return ratioOf(sumOf(returns.filter((value) => value > 0)), -sumOf(returns.filter((value) => value < 0)))
}
