/**
 * SQLite's result codes (https://sqlite.org/rescode.html) as errors of ours: what happened to the user's file and what
 * to do. Whatever is thrown inside a store call passes through here once.
 */
import { DataError, InvariantError, ThroughlineError } from '../model/index.ts'

const BUSY = 5
const LOCKED = 6
const READ_ONLY = 8
const IO = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14
const NOT_A_DATABASE = 26

/** Extended code: a rollback journal is there, which only a writer may play back. Stores have one while they are created. */
const READ_ONLY_ROLLBACK = 776

/** Extended I/O codes of writing, syncing, truncating, extending the shared memory: what a full or failing disk gives. */
const WRITE_FAILURES: ReadonlySet<number> = new Set([778, 1034, 1290, 1546, 4874, 5130])

const DISK_FULL_TEXT = (path: string, found: string): string =>
  `The disk must have room to write the store '${path}', but ${found}. Nothing of this call was stored. Free some space and do it again.`

/** The error to throw for whatever a call on the store at `path` threw. */
export function storeError(error: unknown, path: string): ThroughlineError {
  if (error instanceof ThroughlineError) return error
  const { errcode, code, message } = factsOf(error)
  const details = { path, sqlite: errcode, system: code, found: message }
  const data = (name: string, text: string): DataError => new DataError(name, text, details, error)
  if (errcode === READ_ONLY_ROLLBACK) {
    return data(
      'STORE_INTERRUPTED',
      `The store '${path}' must be complete to be read, but its creation was interrupted. Any command that writes completes it, such as: throughline snapshot import FILE --id ID`,
    )
  }
  switch (errcode === null ? systemCode(code) : errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return data(
        'STORE_BUSY',
        `One process at a time may write the store '${path}', but another has held it for 10 seconds. Wait for it to end, then do it again.`,
      )
    case READ_ONLY:
      return data(
        'STORE_READ_ONLY',
        `The store '${path}' and its folder must be writable, even to read it (its readers and writers meet in a file beside it), but: ${message}. Change the permissions, or name another folder with --store DIR.`,
      )
    case IO:
      return errcode !== null && WRITE_FAILURES.has(errcode)
        ? data('DISK_FULL', DISK_FULL_TEXT(path, message))
        : data(
            'STORE_IO',
            `The store '${path}' must be readable, but the system said: ${message}. Check the disk.`,
          )
    case FULL:
      return data('DISK_FULL', DISK_FULL_TEXT(path, message))
    case CORRUPT:
    case NOT_A_DATABASE:
      return data(
        'STORE_DAMAGED',
        `The store '${path}' must be an undamaged SQLite database, but: ${message}. Nothing was repaired. Restore it from a backup, or move it away and start a new one.`,
      )
    case CANNOT_OPEN:
      return data(
        'STORE_IO',
        `The store '${path}' must be a file that can be opened, but: ${message}. Check that the path is a file and its permissions.`,
      )
    default:
      return new InvariantError('STORE_FAILED', `The store '${path}' failed: ${message}.`, details, error)
  }
}

/** The result code that says the same as an error of the file system. */
function systemCode(code: string | null): number | null {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return FULL
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return READ_ONLY
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
      return CANNOT_OPEN
    // An integer beyond 2^53: the store writes none.
    case 'ERR_OUT_OF_RANGE':
      return CORRUPT
    default:
      return null
  }
}

function factsOf(error: unknown): { errcode: number | null; code: string | null; message: string } {
  if (!(error instanceof Error)) return { errcode: null, code: null, message: String(error) }
  const { errcode, code } = error as Error & { errcode?: unknown; code?: unknown }
  return {
    errcode: typeof errcode === 'number' ? errcode : null,
    code: typeof code === 'string' ? code : null,
    message: error.message,
  }
}
