/** Annualised figures over a moving window of returns, computed afresh at each asked end: no error creeps in from sliding sums. */
import { type MetricContext, ratePerPeriod } from './context.ts'
import { ratioOf } from './summation.ts'

export interface RollingInput {
  readonly returns: Float64Array
  /** Length of the window in returns, at least 2. */
  readonly window: number
  /** Indexes of the last return of each window, each at least `window` - 1. */
  readonly ends: ArrayLike<number>
  readonly context: MetricContext
}

export type RollingFigures = {
  /** NaN where a window holds a return that is not finite; for charts, not for storage. */
  readonly volatility: Float64Array
  /** NaN where the window has no variance. */
  readonly sharpe: Float64Array
}

/** Volatility and Sharpe ratio of the window that ends at each of `ends` (inclusive). Cost: ends x window. */
export function rollingFigures({ returns, window, ends, context }: RollingInput): RollingFigures {
  const volatility = new Float64Array(ends.length)
  const sharpe = new Float64Array(ends.length)
  const scale = Math.sqrt(context.periodsPerYear)
  const rate = ratePerPeriod(context)
  for (let n = 0; n < ends.length; n++) {
    const end = ends[n]! + 1
    let sum = 0
    for (let k = end - window; k < end; k++) sum += returns[k]!
    const mean = sum / window
    let squares = 0
    for (let k = end - window; k < end; k++) squares += (returns[k]! - mean) ** 2
    const deviation = Math.sqrt(squares / (window - 1))
    const isConstant = deviation <= 4 * Number.EPSILON
    volatility[n] = deviation * scale
    sharpe[n] = isConstant ? Number.NaN : (ratioOf(mean - rate, deviation) ?? Number.NaN) * scale
  }
  return { volatility, sharpe }
}
