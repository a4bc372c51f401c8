/**
 * The cache's index: which ranges of which series lie in which part, in SQLite, because several processes may fetch at
 * once and a part must be there whole or not at all. data/ lies below store/ on the ladder, so it opens the same driver
 * itself; unlike the store, whatever is lost here can be fetched again, so there are no migrations: a cache of
 * another format is refused with the advice to remove it. Each row carries a hash of itself, as SQLite's pages do not.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { canonicalJson, DataError } from '../../model/index.ts'
import { sha256 } from '../sealed/canonical.ts'
import { writeError } from '../sealed/disk.ts'

const INDEX_FILE = 'index.db'
const FORMAT = 1
/** "TLca". */
const APPLICATION_ID = 0x544c6361
const BUSY_MS = 10_000

/** Whose bars: cached by everything that decides which numbers they are. */
export interface SeriesKey {
  readonly vendor: string
  readonly variant: string
  readonly instrument: string
  readonly interval: string
}

/** A part: the vendor's bars of [fromMs, toMs), all that there are. */
export interface PartRow extends SeriesKey {
  readonly fromMs: number
  readonly toMs: number
  readonly bars: number
  /** SHA-256 of the part's file, which bears it as its name; empty where the range has no bar and there is no file. */
  readonly sha256: string
  readonly bytes: number
  /** Offsets of time, open, high, low, close, volume in the file, and rows, of each row group. */
  readonly groups: string
  readonly fetchedMs: number
}

export interface StoredPart extends PartRow {
  readonly id: number
}

export interface CacheIndex {
  readonly folder: string
  /** Parts that touch [fromMs, toMs), ascending by their beginning. A row whose hash does not match is `damaged`. */
  readonly partsOf: (key: SeriesKey, fromMs: number, toMs: number) => IndexAnswer
  readonly all: () => IndexAnswer
  /** Adds to a counter. */
  readonly count: (deltas: Readonly<Record<string, number>>) => void
  readonly counters: () => Readonly<Record<string, number>>
  /** Runs `work` while no other process changes the cache; durable on return, or undone. */
  readonly exclusively: <T>(work: (change: IndexChange) => T) => T
  readonly close: () => void
}

export interface IndexAnswer {
  readonly parts: readonly StoredPart[]
  /** Ids of rows that are not as they were written. */
  readonly damaged: readonly number[]
}

export interface IndexChange {
  readonly add: (part: PartRow) => void
  readonly remove: (id: number) => void
  readonly removeFile: (sha256: string) => void
  readonly files: () => ReadonlySet<string>
}

const SCHEMA = `
CREATE TABLE parts (
  id INTEGER PRIMARY KEY,
  series TEXT NOT NULL,
  vendor TEXT NOT NULL, variant TEXT NOT NULL, instrument TEXT NOT NULL, interval TEXT NOT NULL,
  fromMs INTEGER NOT NULL, toMs INTEGER NOT NULL, bars INTEGER NOT NULL,
  sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, groups TEXT NOT NULL, fetchedMs INTEGER NOT NULL,
  sum TEXT NOT NULL
) STRICT;
CREATE INDEX parts_by_series ON parts (series, fromMs);
CREATE INDEX parts_by_file ON parts (sha256);
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${FORMAT};`

/** Opens or creates the index in the folder. Throws `DataError` CACHE_DAMAGED, CACHE_FORMAT, CACHE_BUSY, DISK_FULL. */
export async function openCacheIndex(folder: string): Promise<CacheIndex> {
  const path = join(folder, INDEX_FILE)
  const { DatabaseSync } = await import('@photostructure/sqlite')
  return attempt(path, () => {
    mkdirSync(folder, { recursive: true })
    const connection = new DatabaseSync(path, { timeout: BUSY_MS, defensive: true })
    try {
      prepare(connection, path)
    } catch (error) {
      connection.close()
      throw error
    }
    return indexOn(connection, folder, path)
  })
}

function prepare(connection: DatabaseSyncInstance, path: string): void {
  connection.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON')
  requireFormat(connection, path)
  toWal(connection)
  connection.exec('PRAGMA synchronous = FULL')
  if (pragma(connection, 'user_version') === FORMAT) return
  transact(connection, () => {
    // Another process may have been first.
    if (pragma(connection, 'user_version') !== FORMAT) connection.exec(SCHEMA)
  })
}

function pragma(connection: DatabaseSyncInstance, name: 'user_version' | 'application_id'): number {
  return (connection.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name]!
}

function requireFormat(connection: DatabaseSyncInstance, path: string): void {
  // In one transaction: another process may be creating the index, and both numbers must be of before or of after that.
  connection.exec('BEGIN')
  const format = pragma(connection, 'user_version')
  const application = pragma(connection, 'application_id')
  connection.exec('COMMIT')
  const isEmpty = format === 0 && application === 0
  if (isEmpty || (format === FORMAT && application === APPLICATION_ID)) return
  throw new DataError(
    'CACHE_FORMAT',
    `The cache's index '${path}' must be of format ${FORMAT}, but it is of another program or version. Remove its folder: it holds only what can be fetched again.`,
    { path, format },
  )
}

/** Two processes that switch at once may find the file locked without SQLite's waiting. */
function toWal(connection: DatabaseSyncInstance): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waitedMs = 0; ; waitedMs += 20) {
    try {
      connection.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || waitedMs >= BUSY_MS) throw error
      Atomics.wait(pause, 0, 0, 20)
    }
  }
}

function transact<T>(connection: DatabaseSyncInstance, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    connection.exec('COMMIT')
    return result
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

function indexOn(connection: DatabaseSyncInstance, folder: string, path: string): CacheIndex {
  const bySeries = connection.prepare(
    'SELECT * FROM parts WHERE series = ? AND fromMs < ? AND toMs > ? ORDER BY fromMs, toMs DESC, id',
  )
  const everything = connection.prepare(
    'SELECT * FROM parts ORDER BY vendor, variant, instrument, interval, fromMs, id',
  )
  const insert = connection.prepare(
    'INSERT INTO parts (series, vendor, variant, instrument, interval, fromMs, toMs, bars, sha256, bytes, groups, fetchedMs, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const raise = connection.prepare(
    'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value',
  )
  const change: IndexChange = {
    add: (part) => {
      const { vendor, variant, instrument, interval, fromMs, toMs, bars, bytes, groups, fetchedMs } = part
      insert.run(
        seriesOf(part),
        vendor,
        variant,
        instrument,
        interval,
        fromMs,
        toMs,
        bars,
        part.sha256,
        bytes,
        groups,
        fetchedMs,
        sumOf(part),
      )
    },
    remove: (id) => void connection.prepare('DELETE FROM parts WHERE id = ?').run(id),
    removeFile: (hash) => void connection.prepare('DELETE FROM parts WHERE sha256 = ?').run(hash),
    files: () => {
      const rows = connection.prepare("SELECT DISTINCT sha256 FROM parts WHERE sha256 <> ''").all()
      return new Set((rows as { sha256: string }[]).map((row) => row.sha256))
    },
  }
  return {
    folder,
    partsOf: (key, fromMs, toMs) =>
      attempt(path, () => checked(bySeries.all(seriesOf(key), toMs, fromMs) as readonly Row[])),
    all: () => attempt(path, () => checked(everything.all() as readonly Row[])),
    count: (deltas) =>
      attempt(path, () =>
        transact(connection, () => {
          for (const [name, delta] of Object.entries(deltas)) if (delta !== 0) raise.run(name, delta)
        }),
      ),
    counters: () =>
      attempt(path, () => {
        const rows = connection.prepare('SELECT name, value FROM counters').all() as {
          name: string
          value: number
        }[]
        return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
      }),
    exclusively: (work) => attempt(path, () => transact(connection, () => work(change))),
    close: () => {
      if (connection.isOpen) connection.close()
    },
  }
}

type Row = StoredPart & { readonly series: string; readonly sum: string }

function checked(rows: readonly Row[]): IndexAnswer {
  const parts: StoredPart[] = []
  const damaged: number[] = []
  for (const row of rows) {
    if (row.sum === sumOf(row) && row.series === seriesOf(row)) parts.push(row)
    else damaged.push(row.id)
  }
  return { parts, damaged }
}

function seriesOf({ vendor, variant, instrument, interval }: SeriesKey): string {
  return sha256(canonicalJson({ vendor, variant, instrument, interval }))
}

function sumOf(part: PartRow): string {
  const { vendor, variant, instrument, interval, fromMs, toMs, bars, bytes, groups, fetchedMs } = part
  const key = { vendor, variant, instrument, interval, fromMs, toMs }
  return sha256(canonicalJson({ ...key, bars, sha256: part.sha256, bytes, groups, fetchedMs }))
}

function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: number } | null)?.errcode
  return code !== undefined && ((code & 0xff) === 5 || (code & 0xff) === 6)
}

/** Runs `work`; what SQLite throws leaves as one of our errors. */
function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw cacheError(error, path)
  }
}

function cacheError(error: unknown, path: string): unknown {
  const { errcode, message = '' } = (error ?? {}) as { errcode?: number; message?: string }
  const details = { path, sqlite: errcode ?? null }
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case 5:
    case 6:
      return new DataError(
        'CACHE_BUSY',
        `One process at a time may change the cache '${path}', but another has held it for ${BUSY_MS / 1_000} seconds. Wait for it to end, then do it again.`,
        details,
        error,
      )
    case 11:
    case 26:
      return new DataError(
        'CACHE_DAMAGED',
        `The cache's index '${path}' must be as it was written, but it is damaged (${message}). Remove its folder: it holds only what can be fetched again.`,
        details,
        error,
      )
    case 13:
      return new DataError(
        'DISK_FULL',
        `The disk must have room for the cache '${path}', but it is full. Make room and run the same again.`,
        details,
        error,
      )
    case undefined:
      return writeError(`the cache in ${path}`, error)
    default:
      return new DataError(
        'CACHE_FAILED',
        `The cache '${path}' must be readable and writable, but: ${message}. Check the folder's permissions, or name another store with --store DIR.`,
        details,
        error,
      )
  }
}
