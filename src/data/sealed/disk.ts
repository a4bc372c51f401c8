/** Durable writing: whole files, flushed before they are named, and a clear word where the disk is full. */
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { DataError } from '../../model/index.ts'

const BUFFER_BYTES = 1 << 20
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EMFILE', 'ENFILE', 'EIO'])

export interface DurableFile {
  readonly write: (bytes: Uint8Array) => void
  /** Flushes to the disk and closes; returns the file's size and SHA-256. */
  readonly finish: () => { readonly bytes: number; readonly sha256: string }
  /** Closes a file that will be thrown away. */
  readonly abandon: () => void
}

/** Creates a file that must not exist yet and hashes what is written. */
export function createDurableFile(path: string): DurableFile {
  const fd = openSync(path, 'wx')
  const hash = createHash('sha256')
  const buffer = new Uint8Array(BUFFER_BYTES)
  let filled = 0
  let bytes = 0
  let isOpen = true
  const put = (piece: Uint8Array): void => {
    hash.update(piece)
    bytes += piece.length
    for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at, piece.length - at)
  }
  const flush = (): void => {
    put(buffer.subarray(0, filled))
    filled = 0
  }
  const close = (): void => {
    if (isOpen) closeSync(fd)
    isOpen = false
  }
  return {
    write: (piece) => {
      if (filled + piece.length > BUFFER_BYTES) flush()
      if (piece.length >= BUFFER_BYTES) return put(piece)
      buffer.set(piece, filled)
      filled += piece.length
    },
    finish: () => {
      flush()
      fsyncSync(fd)
      close()
      return { bytes, sha256: hash.digest('hex') }
    },
    abandon: close,
  }
}

/** Makes a folder's entries durable. */
export function syncFolder(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** What a failed write means to the user; other errors pass through. */
export function writeError(what: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new DataError(
      'DISK_FULL',
      `The disk must have room for ${what}, but it is full (${code}). What was written so far was removed; make room and run the same again.`,
      { what, system: code },
    )
  }
  if (UNWRITABLE.has(String(code))) {
    return new DataError(
      'NOT_WRITABLE',
      `The store must be writable for ${what}, but the system says ${code}. Check that it is a folder with the right permissions, or name another store.`,
      { what, system: String(code) },
    )
  }
  return error
}
