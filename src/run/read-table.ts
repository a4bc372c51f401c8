/** The bars of a run out of a sealed snapshot. */
import { join } from 'node:path'
import { openSnapshot } from '../data/index.ts'
import type { BarTable } from '../model/index.ts'
import type { SnapshotRecord } from '../store/index.ts'
import type { Slice } from './identity.ts'

/** The bars of the slice: an instant's text, unlike a date's, names that one millisecond, and `to` is inclusive. */
export function readTable(
  setting: { readonly storeDir: string },
  snapshot: SnapshotRecord,
  slice: Slice,
): BarTable {
  const { fromMs, toMs, instruments } = slice
  const { table } = openSnapshot({
    folder: join(setting.storeDir, 'snapshots'),
    hash: snapshot.hash,
    ...(fromMs === null ? {} : { from: new Date(fromMs).toISOString() }),
    ...(toMs === null ? {} : { to: new Date(toMs - 1).toISOString() }),
    ...(instruments === null ? {} : { instruments }),
  })
  return table
}
