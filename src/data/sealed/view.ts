/** Which view of a snapshot's prices is asked for, and whether the snapshot can give it. */
import { ADJUSTMENTS, type Adjustment, didYouMean, type PriceView, UsageError } from '../../model/index.ts'
import type { SnapshotManifest } from './manifest.ts'
import { timeRange } from './range.ts'

export interface ViewRequest {
  /** How prices and volumes are shown: `raw` (default), `split` or `total-return`. */
  readonly adjust?: Adjustment
  /** ISO date (that whole day) or instant: only actions that took effect by then adjust; all where it is left out. */
  readonly asOf?: string
}

/** Throws `UsageError` BAD_ADJUSTMENT, BAD_DATE. */
export function priceView({ adjust = 'raw', asOf }: ViewRequest): PriceView {
  if (!ADJUSTMENTS.includes(adjust)) {
    throw new UsageError(
      'BAD_ADJUSTMENT',
      `Prices must be shown ${ADJUSTMENTS.join(', ')}, but '${String(adjust)}' was asked for.${didYouMean(String(adjust), ADJUSTMENTS)}`,
      { adjust: String(adjust) },
    )
  }
  return asOf === undefined ? { adjust } : { adjust, asOfMs: timeRange(undefined, asOf).toMs - 1 }
}

/** Throws `UsageError` NO_ACTIONS where there is nothing to adjust by: raw prices must not pass for adjusted ones. */
export function requireActions(
  { hash, actions = [] }: Pick<SnapshotManifest, 'hash' | 'actions'>,
  adjust: Adjustment,
): void {
  if (adjust === 'raw' || actions.some(({ kind }) => kind !== 'ticker-change')) return
  throw new UsageError(
    'NO_ACTIONS',
    `Prices can be adjusted by the corporate actions of their snapshot, but ${hash.slice(0, 12)} has none. Import its bars with their actions.`,
    { hash, adjust },
  )
}
