/**
 * The creation of a store: a complete file is made under a name of its own and then linked to the name of the store, so
 * that a store is there whole or not at all, and of several processes that create it at once one wins and all go on with
 * its file. A process that is killed meanwhile leaves a small `throughline.db.new-*` behind, which the next creation removes.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './schema.ts'

type Open = (path: string) => DatabaseSyncInstance

/**
 * Makes the store's file, and its folder where there is none; does nothing where another process was first. Where the
 * file system has no links, the file is left to be made in place by whoever opens it.
 */
export function createStoreFile(path: string, open: Open): void {
  const folder = dirname(path)
  makeDurableFolder(folder)
  const prefix = `${basename(path)}.new-`
  const draft = join(folder, `${prefix}${randomUUID()}`)
  try {
    writeEmptyStore(draft, open)
    if (!linkWhole(draft, path)) return
    syncFolder(folder)
    for (const name of readdirSync(folder)) {
      if (name.startsWith(prefix)) rmSync(join(folder, name), { force: true })
    }
  } catch (error) {
    // Whoever was first has removed this process's draft while it was being written.
    if (!existsSync(path)) throw error
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${draft}${suffix}`, { force: true })
  }
}

/** All tables, none with a row, in one file that needs no log beside it. */
function writeEmptyStore(path: string, open: Open): void {
  const connection = open(path)
  try {
    // Plain exec throughout: a prepared statement would keep the file open beyond `close`.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN')
    for (const migration of MIGRATIONS) connection.exec(migration)
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`)
    connection.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    connection.close()
  }
}

/** Gives the finished file its name; false where it cannot have it. */
function linkWhole(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const isTaken = code === 'EEXIST' || (code === 'ENOENT' && existsSync(path))
    if (isTaken || code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return false
    throw error
  }
}

/** Creates the folder and makes its name durable. */
function makeDurableFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true })
  if (first !== undefined) syncFolder(dirname(first))
}

/** Makes the names in a folder durable; Windows opens no folders and needs it not. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
