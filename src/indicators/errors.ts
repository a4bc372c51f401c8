/** Errors of features that are found while they are computed. */
import { DataError, ThroughlineError, UsageError } from '../model/index.ts'

/** What a feature's own function threw, with the feature's name; an error that names it already passes. */
export function failedFeature(error: unknown, key: string, instrument: string): unknown {
  if (error instanceof ThroughlineError) return error
  const text = error instanceof Error ? error.message : String(error)
  return new UsageError(
    'FEATURE_FAILED',
    `A feature's function must give a value for every bar, but '${key}' threw for ${instrument}: ${text}`,
    { feature: key, instrument },
    error,
  )
}

export interface NotFinite {
  /** The name that the strategy gave it; absent for an inner one. */
  readonly feature: string | undefined
  readonly key: string
  readonly instrument: string
  readonly time: string
  readonly value: number
}

/** The error for a value that no warm-up and no documentation explains. */
export function notFinite({ feature, key, instrument, time, value }: NotFinite): DataError {
  const name = feature === undefined ? `'${key}'` : `'${feature}' (${key})`
  return new DataError(
    'FEATURE_NOT_FINITE',
    `A feature must be a finite number once it is warm, but ${name} of ${instrument} is ${value} at the bar ` +
      `that opened ${time}. Look at that bar and the ones before it, or guard the feature where such values are expected.`,
    { feature: feature ?? key, key, instrument, time, value: String(value) },
  )
}
