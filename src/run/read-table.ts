/** The bars of a run out of a sealed snapshot, and the corporate actions that its prices do not contain. */
import { join } from 'node:path'
import { type OpenSnapshot, openSnapshot } from '../data/index.ts'
import type { BarTable, Dividend, Split } from '../model/index.ts'
import type { SnapshotRecord } from '../store/index.ts'
import type { Slice } from './identity.ts'

/** What `readBars` gives, without the actions. */
export function readTable(
  setting: { readonly storeDir: string },
  snapshot: SnapshotRecord,
  slice: Slice,
): BarTable {
  return readBars(setting, snapshot, slice).table
}

/** The bars of the slice: an instant's text, unlike a date's, names that one millisecond, and `to` is inclusive. */
export function readBars(
  setting: { readonly storeDir: string },
  snapshot: SnapshotRecord,
  slice: Slice,
): Pick<OpenSnapshot, 'table' | 'actions'> {
  const { fromMs, toMs, instruments, adjust = 'raw' } = slice
  return openSnapshot({
    folder: join(setting.storeDir, 'snapshots'),
    hash: snapshot.hash,
    ...(fromMs === null ? {} : { from: new Date(fromMs).toISOString() }),
    ...(toMs === null ? {} : { to: new Date(toMs - 1).toISOString() }),
    ...(instruments === null ? {} : { instruments }),
    adjust,
  })
}

/** Splits between the first and the last bar of a table: prices on either side of one are on two bases. */
export function splitsWithin(
  { pulseOpenMs }: Pick<BarTable, 'pulseOpenMs'>,
  actions: readonly (Split | Dividend)[],
): number {
  const lastMs = pulseOpenMs[pulseOpenMs.length - 1]!
  return actions.filter(({ kind, exMs }) => kind === 'split' && exMs > pulseOpenMs[0]! && exMs <= lastMs)
    .length
}
