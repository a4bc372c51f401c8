/** A run's policy for missing bars: the calendars that it depends on, read off the snapshot, and the plan for its bars. */
import { join } from 'node:path'
import { coverageCalendar, readManifest } from '../data/index.ts'
import {
  type EngineConfig,
  type MissingBarPolicy,
  type MissingBars,
  type MissingPlan,
  planMissing,
} from '../engine/index.ts'
import type { BarTable } from '../model/index.ts'
import type { SnapshotRecord } from '../store/index.ts'
import type { Slice } from './identity.ts'

type Folder = { readonly storeDir: string }

/** The calendar of each instrument of a slice: named when its bars were sealed, or recognised then. */
export function readCalendars(
  { storeDir }: Folder,
  { hash }: SnapshotRecord,
  { instruments }: Slice,
): MissingBars['calendars'] {
  const manifest = readManifest(join(storeDir, 'snapshots'), hash)
  const wanted = instruments === null ? undefined : new Set(instruments)
  return Object.fromEntries(
    manifest.instruments.flatMap(({ id }, index) =>
      wanted === undefined || wanted.has(id) ? [[id, coverageCalendar(manifest, index)]] : [],
    ),
  )
}

/** The configuration with the policy and what it depends on, which are part of the identity; itself where bars are carried. */
export function withMissingBars(
  config: EngineConfig,
  policy: MissingBarPolicy | undefined,
  calendars: () => MissingBars['calendars'],
): EngineConfig {
  if (policy === undefined || policy === 'carry') return config
  return { ...config, missingBars: { policy, calendars: calendars() } }
}

/** The plan for the bars of a run; undefined where they are carried. Throws what `planMissing` does. */
export function missingPlan(
  { storeDir }: Folder,
  { hash }: SnapshotRecord,
  { table, config: { missingBars } }: { readonly table: BarTable; readonly config: EngineConfig },
): MissingPlan | undefined {
  if (missingBars === undefined) return undefined
  const { instruments } = readManifest(join(storeDir, 'snapshots'), hash)
  const sealed = new Map(instruments.map((one) => [one.id, one]))
  const spans = table.instruments.map(({ id }) => sealed.get(id)!)
  return planMissing(table, spans, missingBars)
}
