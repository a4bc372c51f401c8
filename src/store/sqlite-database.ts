/**
 * One connection to `throughline.db`: WAL, synchronous=FULL, foreign keys, a busy timeout, migrations, and transactions
 * that are undone when anything in them throws. The driver is loaded when the first store is opened. It
 * is the same on every Node version, and SQLite with it: node:sqlite, its twin, brings another SQLite with each Node.
 *
 * The driver frees a connection's statements when they are collected, so the -wal and -shm files may outlive `close` until
 * the process ends. They belong to the store: whoever copies it copies all three.
 */
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite'
import { DataError, InvariantError, UsageError } from '../model/index.ts'
import type { Row } from './columns.ts'
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './schema.ts'
import { createStoreFile } from './sqlite-create.ts'
import { storeError } from './sqlite-errors.ts'

export const STORE_FILE = 'throughline.db'
const BUSY_TIMEOUT_MS = 10_000

export type OpenMode =
  | { readonly mode: 'read'; readonly create?: false }
  | { readonly mode: 'write'; readonly create: boolean }

export type SqlValue = string | number | null | Uint8Array

/** A connection with its statements prepared once each. */
export interface Database {
  readonly path: string
  readonly mode: 'read' | 'write'
  /** All rows of a query; statements are prepared once per text. */
  all(sql: string, ...values: readonly SqlValue[]): readonly Row[]
  first(sql: string, ...values: readonly SqlValue[]): Row | undefined
  run(sql: string, ...values: readonly SqlValue[]): void
  /** Runs `work` on this connection; whatever it throws leaves as one of our errors. */
  attempt<T>(work: () => T): T
  /** `attempt` inside one write transaction: everything of it is durable on return, or nothing is stored. */
  transact<T>(work: () => T): T
  close(): void
}

/** Opens or creates the file. Throws as `openStore` does. */
export async function openDatabase(dir: string, options: OpenMode): Promise<Database> {
  const path = join(resolve(dir), STORE_FILE)
  try {
    const isThere = existsSync(path)
    if (!isThere && !options.create) throw storeNotFound(path)
    const { DatabaseSync } = await import('@photostructure/sqlite')
    if (!isThere) createStoreFile(path, (draft) => new DatabaseSync(draft, { defensive: true }))
    const readOnly = options.mode === 'read'
    const connection = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS, defensive: true })
    try {
      prepareConnection(connection, path, options)
    } catch (error) {
      connection.close()
      throw error
    }
    return databaseOn(connection, { path, mode: options.mode })
  } catch (error) {
    const known = storeError(error, path)
    if (known.code !== 'STORE_IO' && known.code !== 'STORE_FAILED') throw known
    // "Cannot open" and "no such folder" are also what a folder that may not be written gives.
    throw storeError(writeRefusal(dirname(path)) ?? known, path)
  }
}

/** Why the nearest existing folder at or above `dir` may not be written, or undefined where it may. */
function writeRefusal(dir: string): unknown {
  let nearest = dir
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest)
  try {
    accessSync(nearest, constants.W_OK)
    return undefined
  } catch (error) {
    return error
  }
}

/** The surface over an open connection whose schema is in place. */
export function databaseOn(
  connection: DatabaseSyncInstance,
  origin: Pick<Database, 'path' | 'mode'>,
): Database {
  const { path, mode } = origin
  const statements = new Map<string, StatementSyncInstance>()
  const attempt = <T>(work: () => T): T => {
    if (!connection.isOpen) {
      throw new UsageError(
        'STORE_CLOSED',
        `The store '${path}' must be open, but it was closed. Open it again.`,
        { path },
      )
    }
    try {
      return work()
    } catch (error) {
      throw storeError(error, path)
    }
  }
  const prepared = (sql: string): StatementSyncInstance => {
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = connection.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }
  return {
    path,
    mode,
    all: (sql, ...values) => prepared(sql).all(...values) as readonly Row[],
    first: (sql, ...values) => prepared(sql).get(...values) as Row | undefined,
    run(sql, ...values) {
      prepared(sql).run(...values)
    },
    attempt,
    transact: (work) =>
      attempt(() => {
        if (mode === 'read') throw openedToRead(path)
        return inTransaction(connection, work)
      }),
    close() {
      statements.clear()
      if (connection.isOpen) connection.close()
    },
  }
}

function prepareConnection(connection: DatabaseSyncInstance, path: string, options: OpenMode): void {
  // A file that another program left truncated shows itself here and not in the middle of a run.
  connection.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON')
  const version = versionOf(connection, path)
  if (options.mode === 'read') {
    // Every released format can be read as it is: what it has no table for, it has none of.
    if (version === 0) throw storeNotFound(path)
    return
  }
  if (version === 0 && !options.create) throw storeNotFound(path)
  if (pragma(connection, 'journal_mode') !== 'wal') switchToWal(connection, path)
  connection.exec('PRAGMA synchronous = FULL')
  if (version < SCHEMA_VERSION) migrate(connection, path)
}

/** The schema version, 0 for an empty file. Throws `DataError` STORE_TOO_NEW, STORE_DAMAGED. */
function versionOf(connection: DatabaseSyncInstance, path: string): number {
  // In one transaction: another process may be creating the store, and all three must be of before or of after that.
  const isAlone = !connection.isTransaction
  if (isAlone) connection.exec('BEGIN')
  const version = Number(pragma(connection, 'user_version'))
  const application = Number(pragma(connection, 'application_id'))
  const tables = connection.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number }
  if (isAlone) connection.exec('COMMIT')
  const isEmpty = version === 0 && application === 0 && tables.n === 0
  if (!isEmpty && application !== APPLICATION_ID) {
    throw new DataError(
      'STORE_DAMAGED',
      `The file '${path}' must be a Throughline store, but it is another program's SQLite database. Move it away, or name another folder with --store DIR.`,
      { path, application },
    )
  }
  if (version > SCHEMA_VERSION) {
    throw new DataError(
      'STORE_TOO_NEW',
      `The store '${path}' must have a format this program knows (up to ${SCHEMA_VERSION}), but it has format ${version}. Install the newer Throughline that wrote it.`,
      { path, version, known: SCHEMA_VERSION },
    )
  }
  return version
}

function migrate(connection: DatabaseSyncInstance, path: string): void {
  inTransaction(connection, () => {
    // Another process may have been first.
    const version = versionOf(connection, path)
    for (const migration of MIGRATIONS.slice(version)) connection.exec(migration)
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`)
  })
}

/** Two processes that do this at once may find the file locked without SQLite's waiting for them: hence the loop. */
function switchToWal(connection: DatabaseSyncInstance, path: string): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waitedMs = 0; ; waitedMs += 20) {
    try {
      const mode = pragma(connection, 'journal_mode = WAL')
      if (mode === 'wal') return
      throw new DataError(
        'STORE_NO_WAL',
        `The store '${path}' must be on a file system that can share memory between processes, but SQLite stayed in journal mode '${String(mode)}'. Put it on a local disk with --store DIR.`,
        { path, mode: String(mode) },
      )
    } catch (error) {
      const busy = storeError(error, path).code === 'STORE_BUSY'
      if (!busy || waitedMs >= BUSY_TIMEOUT_MS) throw error
      Atomics.wait(pause, 0, 0, 20)
    }
  }
}

function inTransaction<T>(connection: DatabaseSyncInstance, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    connection.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has already rolled back after some errors (a full disk among them).
    if (connection.isTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

function pragma(connection: DatabaseSyncInstance, text: string): unknown {
  const row = connection.prepare(`PRAGMA ${text}`).get() as Record<string, unknown> | undefined
  return row === undefined ? undefined : Object.values(row)[0]
}

function storeNotFound(path: string): UsageError {
  return new UsageError(
    'STORE_NOT_FOUND',
    `There must be a store at '${path}', but there is none. Import a snapshot first (throughline snapshot import FILE --id ID), or name another folder with --store DIR.`,
    { path },
  )
}

function openedToRead(path: string): InvariantError {
  return new InvariantError(
    'STORE_OPENED_TO_READ',
    `The store '${path}' must be open for writing to be changed, but it was opened for reading.`,
    { path },
  )
}
