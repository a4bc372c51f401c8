/** A fast and a slow average that begin at one bar, as TA-Lib starts them: the faster one skips what it need not see. */
import { type AverageKind, type AverageState, averageLookback, averageState, pushAverage } from './average.ts'

export interface AveragePair {
  readonly fast: AverageState
  readonly slow: AverageState
  fastSkip: number
  slowSkip: number
  fastValue: number
  slowValue: number
}

export interface PairRules {
  readonly fast: number
  readonly fastKind: AverageKind
  readonly slow: number
  readonly slowKind: AverageKind
}

export function createAveragePair(rules: PairRules): AveragePair {
  const { fast, slow, fastKind, slowKind } = inOrder(rules)
  const lookback = averagePairLookback(rules)
  return {
    fast: averageState(fastKind, fast),
    slow: averageState(slowKind, slow),
    fastSkip: lookback - averageLookback(fastKind, fast),
    slowSkip: lookback - averageLookback(slowKind, slow),
    fastValue: Number.NaN,
    slowValue: Number.NaN,
  }
}

/** Index of the first bar at which both have a value. */
export function averagePairLookback(rules: PairRules): number {
  const { fast, slow, fastKind, slowKind } = inOrder(rules)
  return Math.max(averageLookback(fastKind, fast), averageLookback(slowKind, slow))
}

/** Takes a value and sets both averages, NaN before they have one. */
export function pushAveragePair(pair: AveragePair, value: number): void {
  if (pair.fastSkip > 0) pair.fastSkip--
  else pair.fastValue = pushAverage(pair.fast, value)
  if (pair.slowSkip > 0) pair.slowSkip--
  else pair.slowValue = pushAverage(pair.slow, value)
}

/** The shorter period is the fast one, whichever was given as such; its kind goes with it. */
export function inOrder(rules: PairRules): PairRules {
  if (rules.fast <= rules.slow) return rules
  return { fast: rules.slow, fastKind: rules.slowKind, slow: rules.fast, slowKind: rules.fastKind }
}
