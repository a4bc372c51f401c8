/** A fast and a slow average of one kind, which begin together. The one over fewer values is the fast one, whichever was given as such. */
import { type AverageKind, type AverageState, averageLookback, averageState } from './average.ts'

export interface AverageRules {
  readonly fast: number
  readonly slow: number
  readonly kind: AverageKind
}

export interface TwoAverages {
  readonly fast: AverageState
  readonly slow: AverageState
}

export function twoAverages({ fast, slow, kind }: AverageRules): TwoAverages {
  return {
    fast: averageState(kind, Math.min(fast, slow)),
    slow: averageState(kind, Math.max(fast, slow)),
  }
}

/** Index of the first bar at which both have a value. */
export function slowerLookback({ fast, slow, kind }: AverageRules): number {
  return averageLookback(kind, Math.max(fast, slow))
}
