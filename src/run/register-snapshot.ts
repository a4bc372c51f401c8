/** Gives a snapshot its name in the store: sealed and registered, or nothing of it is left. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sealed } from '../data/index.ts'
import { type JsonObject, ThroughlineError } from '../model/index.ts'
import { checkSnapshot, type SavedSnapshot, type SnapshotRecord, type Store } from '../store/index.ts'

export interface SnapshotSetting {
  readonly store: Pick<Store, 'putSnapshot' | 'getSnapshot'>
  /** The folder that holds `snapshots/`. */
  readonly storeDir: string
}

export interface RegisteredSnapshot extends SavedSnapshot {
  readonly sealed: Sealed
}

/**
 * Seals by `seal`, which is given the store's folder of snapshots, and registers the result under `id`. Throws what
 * `seal` throws, and `UsageError` BAD_SNAPSHOT_ID, SNAPSHOT_ID_TAKEN; what was sealed for nothing is removed then.
 */
export async function registerSnapshot(
  { store, storeDir }: SnapshotSetting,
  id: string,
  seal: (folder: string) => Sealed | Promise<Sealed>,
): Promise<RegisteredSnapshot> {
  const folder = join(storeDir, 'snapshots')
  checkSnapshot(namedOnly(id))
  const sealed = await seal(folder)
  try {
    return { ...(await store.putSnapshot(recordOf(id, sealed))), sealed }
  } catch (error) {
    if (sealed.outcome === 'sealed' && !(await isNamed(store, sealed.hash))) {
      await rm(join(folder, sealed.hash), { recursive: true, force: true })
    }
    throw error
  }
}

/** A record that is bad by nothing but, perhaps, its id: an id is judged before the work of sealing. */
const namedOnly = (id: string): SnapshotRecord => ({
  id,
  hash: '0'.repeat(64),
  instruments: 0,
  bars: 0,
  fromMs: 0,
  toMs: 0,
  interval: '',
  findings: [],
  createdMs: 0,
})

function recordOf(id: string, { hash, manifest }: Sealed): SnapshotRecord {
  return {
    id,
    hash,
    instruments: manifest.instruments.length,
    bars: manifest.bars,
    fromMs: manifest.firstTimeMs,
    toMs: manifest.lastTimeMs,
    interval: manifest.interval,
    findings: manifest.findings as unknown as readonly JsonObject[],
    createdMs: manifest.createdMs,
  }
}

async function isNamed(store: SnapshotSetting['store'], hash: string): Promise<boolean> {
  try {
    await store.getSnapshot(hash)
    return true
  } catch (error) {
    // A store that cannot be asked may know it: then it stays.
    return !(error instanceof ThroughlineError && error.code === 'SNAPSHOT_NOT_FOUND')
  }
}
