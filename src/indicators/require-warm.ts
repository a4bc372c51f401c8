/** Refuses a feature set that no instrument has the bars for: a run over it would silently decide nothing. */
import { type BarTable, UsageError } from '../model/index.ts'
import type { FeatureColumns } from './compute.ts'
import type { Feature } from './feature.ts'
import { warmUpOf } from './plan.ts'

/**
 * Throws `UsageError` FEATURE_NEVER_WARM, naming the feature that needs the most bars, where the table has bars but no
 * instrument has enough of them for all features.
 */
export function requireWarm(
  table: BarTable,
  features: Readonly<Record<string, Feature>>,
  { firstWarm }: Pick<FeatureColumns, 'firstWarm'>,
): void {
  const counts = new Uint32Array(table.instruments.length)
  for (let row = 0; row < table.instrumentOf.length; row++) counts[table.instrumentOf[row]!]!++
  if (counts.length === 0 || counts.some((bars, instrument) => firstWarm[instrument]! < bars)) return
  const slowest = Object.entries(features)
    .map(([name, feature]) => ({ name, key: feature.key, needs: warmUpOf(feature) + 1 }))
    .reduce((most, each) => (each.needs > most.needs ? each : most))
  const longest = counts.reduce((most, bars) => Math.max(most, bars), 0)
  throw new UsageError(
    'FEATURE_NEVER_WARM',
    `Some instrument must have the bars that every feature needs, but '${slowest.name}' (${slowest.key}) needs at least ` +
      `${slowest.needs} and the longest history has ${longest}. Use more data or a shorter period.`,
    { feature: slowest.name, key: slowest.key, needs: slowest.needs, longest },
  )
}
