/** From bars to a named snapshot of a store, or to nothing of it. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sealed, SnapshotManifest } from '../data/index.ts'
import { type JsonObject, ThroughlineError } from '../model/index.ts'
import {
  checkSnapshot,
  type SavedSnapshot,
  type SnapshotRecord,
  STORE_FILE,
  type Store,
} from '../store/index.ts'
import type { CommonFlags } from './output.ts'
import { storeDirOf } from './settings.ts'
import { withStore } from './store-access.ts'

export interface NamedSnapshot extends SavedSnapshot {
  readonly manifest: SnapshotManifest
}

/**
 * Seals bars in the folder that `seal` is given and registers them as `id`. What is refused, before or after sealing, leaves
 * neither record nor folder, and no store where there was none.
 */
export async function sealAs(
  flags: CommonFlags,
  id: string,
  seal: (folder: string) => Sealed | Promise<Sealed>,
): Promise<NamedSnapshot> {
  checkSnapshot(recordOf(id, NOTHING_SEALED))
  const dir = await storeDirOf(flags)
  // A store that cannot be written is found before the work and not after it.
  if (existsSync(join(dir, STORE_FILE))) await withStore(flags, 'write', async () => undefined)
  const folder = join(dir, 'snapshots')
  const { hash, manifest, outcome } = await seal(folder)
  try {
    return await withStore(flags, 'create', async ({ store }) => {
      try {
        return { ...(await store.putSnapshot(recordOf(id, manifest))), manifest }
      } catch (error) {
        if (outcome === 'sealed' && !(await isNamed(store, hash))) await remove(folder, hash)
        throw error
      }
    })
  } catch (error) {
    if (outcome === 'sealed' && !existsSync(join(dir, STORE_FILE))) await remove(folder, hash)
    throw error
  }
}

type Content = Pick<
  SnapshotManifest,
  'hash' | 'instruments' | 'bars' | 'firstTimeMs' | 'lastTimeMs' | 'interval' | 'findings' | 'createdMs'
>

/** Stands for what is not known before sealing, so that an id is judged first. */
const NOTHING_SEALED: Content = {
  hash: '0'.repeat(64),
  instruments: [],
  bars: 0,
  firstTimeMs: 0,
  lastTimeMs: 0,
  interval: '1d',
  findings: [],
  createdMs: 0,
}

function recordOf(id: string, content: Content): SnapshotRecord {
  return {
    id,
    hash: content.hash,
    instruments: content.instruments.length,
    bars: content.bars,
    fromMs: content.firstTimeMs,
    toMs: content.lastTimeMs,
    interval: content.interval,
    findings: content.findings as unknown as readonly JsonObject[],
    createdMs: content.createdMs,
  }
}

async function remove(folder: string, hash: string): Promise<void> {
  await rm(join(folder, hash), { recursive: true, force: true })
}

/** Whether the store knows the content under another name; one that cannot be asked may. */
async function isNamed(store: Store, hash: string): Promise<boolean> {
  try {
    await store.getSnapshot(hash)
    return true
  } catch (error) {
    return !(error instanceof ThroughlineError && error.code === 'SNAPSHOT_NOT_FOUND')
  }
}
