/** Opens the store for one command and closes it whatever happens. */
import { join } from 'node:path'
import type { Store } from '../../store/index.ts'
import type { CommonFlags } from './output.ts'
import { storeDirOf } from './settings.ts'

export interface OpenedStore {
  readonly store: Store
  /** The folder of `throughline.db` and `snapshots/`. */
  readonly dir: string
  /** The folder of sealed snapshots. */
  readonly snapshots: string
}

export type Access = 'read' | 'write' | 'create'

/** Runs `work` on the store that flags and settings name. */
export async function withStore<T>(
  flags: CommonFlags,
  access: Access,
  work: (opened: OpenedStore) => Promise<T>,
): Promise<T> {
  const [dir, { openStore }] = await Promise.all([storeDirOf(flags), import('../../store/index.ts')])
  const mode =
    access === 'read'
      ? ({ mode: 'read' } as const)
      : ({ mode: 'write', create: access === 'create' } as const)
  const store = await openStore(dir, mode)
  try {
    return await work({ store, dir, snapshots: join(dir, 'snapshots') })
  } finally {
    await store.close()
  }
}
