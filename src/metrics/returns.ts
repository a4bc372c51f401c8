/**
 * Returns per period, and their moments in two passes over the equity column, without a column of returns in between.
 *
 *   P         pulses; E_0 .. E_{P-1} the equity at their closes; O the opening equity
 *   r_1       = E_1 / O - 1 : what the first pulse itself cost (a fill at its close) belongs to the first return
 *   r_t       = E_t / E_{t-1} - 1 for t = 2 .. P-1; there are n = P - 1 returns and their product is E_{P-1} / O
 *   variance  = sum (r - mean)^2 / (n - 1);  downside = sum min(r - target, 0)^2 / n
 *
 * A return on equity that is not above zero means nothing: the moments are then undefined, never a number.
 */
/** Below this a standard deviation is the rounding of E_t / E_{t-1} - 1, whose terms are near 1. */
const ROUNDING = 4 * Number.EPSILON

export interface ReturnMoments {
  /** n, the number of returns; at least 1. */
  readonly count: number
  readonly mean: number
  /** Sample standard deviation, null where n is 1; exactly 0 where it is only rounding. */
  readonly deviation: number | null
  /** Root of the mean square below the target, over all n returns. */
  readonly downside: number
  readonly best: number
  readonly worst: number
  readonly positive: number
}

export interface EquityPath {
  readonly equity: Float64Array
  readonly openingEquity: number
}

/** The moments against a target per period, or null where there is no return, equity was not above zero before the end, or so near it that a return overflows. */
export function returnMoments({ equity, openingEquity }: EquityPath, target: number): ReturnMoments | null {
  const count = equity.length - 1
  if (count < 1 || openingEquity <= 0) return null
  let before = openingEquity
  let sum = 0
  let lost = 0
  let best = Number.NEGATIVE_INFINITY
  let worst = Number.POSITIVE_INFINITY
  let positive = 0
  let lowestBase = before
  for (let n = 1; n <= count; n++) {
    const after = equity[n]!
    const value = after / before - 1
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
    if (value > best) best = value
    if (value < worst) worst = value
    if (value > 0) positive++
    if (before < lowestBase) lowestBase = before
    before = after
  }
  const mean = (sum + lost) / count
  if (lowestBase <= 0 || !Number.isFinite(mean)) return null
  const { squares, squaresBelow } = squareSums({ equity, openingEquity }, mean, target)
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : null
  return {
    count,
    mean,
    deviation: deviation !== null && deviation <= ROUNDING ? 0 : deviation,
    downside: zeroIfRounding(Math.sqrt(squaresBelow / count)),
    best,
    worst,
    positive,
  }
}

/** The column of the n = P - 1 returns. */
export function periodReturns({ equity, openingEquity }: EquityPath): Float64Array {
  const returns = new Float64Array(Math.max(0, equity.length - 1))
  let before = openingEquity
  for (let n = 0; n < returns.length; n++) {
    const after = equity[n + 1]!
    returns[n] = after / before - 1
    before = after
  }
  return returns
}

function squareSums(
  { equity, openingEquity }: EquityPath,
  mean: number,
  target: number,
): { readonly squares: number; readonly squaresBelow: number } {
  let before = openingEquity
  let squares = 0
  let drift = 0
  let squaresBelow = 0
  for (let n = 1; n < equity.length; n++) {
    const after = equity[n]!
    const value = after / before - 1
    const deviation = value - mean
    squares += deviation * deviation
    drift += deviation
    const excess = value - target
    if (excess < 0) squaresBelow += excess * excess
    before = after
  }
  // The corrected two-pass form (Chan, Golub, LeVeque 1983, eq. 1.7): what rounding left in the mean is taken out again.
  return { squares: Math.max(0, squares - (drift * drift) / (equity.length - 1)), squaresBelow }
}

function zeroIfRounding(value: number): number {
  return value <= ROUNDING ? 0 : value
}
