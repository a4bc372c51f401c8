/** From bars to a named snapshot of the store that flags and settings name, or to nothing of it. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sealed } from '../../data/index.ts'
import { type RegisteredSnapshot, registerSnapshot } from '../../run/index.ts'
import { openStore, STORE_FILE, type Store } from '../../store/index.ts'
import type { CommonFlags } from '../shell/output.ts'
import { storeDirOf } from '../shell/settings.ts'

/**
 * Seals bars in the folder that `seal` is given and registers them as `id`. What is refused leaves neither record nor
 * folder, and no store where there was none: it is made when there is something to put into it.
 */
export async function sealAs(
  flags: CommonFlags,
  id: string,
  seal: (folder: string) => Sealed | Promise<Sealed>,
): Promise<RegisteredSnapshot> {
  const storeDir = await storeDirOf(flags)
  const isThere = (): boolean => existsSync(join(storeDir, STORE_FILE))
  let opened: Store | undefined
  const open = async (): Promise<Store> => {
    opened ??= await openStore(storeDir, { mode: 'write', create: true })
    return opened
  }
  // A store that cannot be written is found before the work and not after it.
  if (isThere()) await open()
  const store: Pick<Store, 'putSnapshot' | 'getSnapshot'> = {
    putSnapshot: async (snapshot) => (await open()).putSnapshot(snapshot),
    getSnapshot: async (idOrHash) => (await open()).getSnapshot(idOrHash),
  }
  let sealed: Sealed | undefined
  try {
    return await registerSnapshot({ store, storeDir }, id, async (folder) => {
      sealed = await seal(folder)
      return sealed
    })
  } catch (error) {
    if (sealed?.outcome === 'sealed' && !isThere()) {
      await rm(join(storeDir, 'snapshots', sealed.hash), { recursive: true, force: true })
    }
    throw error
  } finally {
    await opened?.close()
  }
}
