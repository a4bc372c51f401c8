/**
 * Feature columns on disk: a file a column, little-endian 64-bit numbers, then (of a late one) each instrument's first bar as
 * 32-bit numbers, then the SHA-256 of the column's identity and all bytes before it. A file that does not match is not read:
 * the column is computed again and written anew. Files appear whole, by renaming; the folder keeps within its limit of bytes
 * (feature-trim.ts) and may be deleted at any time, by any process.
 */
import { createHash, type Hash, randomUUID } from 'node:crypto'
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { GivenColumn } from '../indicators/index.ts'
import { requireLittleEndian } from '../model/index.ts'
import { markUsed, trimFolder } from './feature-trim.ts'
import { sha256 } from './sha256.ts'

/** What one column file holds and how long it is. */
export interface ColumnFile {
  /** The folder of its bars: a snapshot's hash. */
  readonly group: string
  /** Names the values: equal text, equal bits. */
  readonly identity: string
  readonly rows: number
  /** How many first bars are stored with it; 0 where it is not late. */
  readonly firsts: number
  readonly allocate: (bytes: number) => ArrayBufferLike
}

export interface ColumnDisk {
  /** The stored column; undefined where there is none, or none that matches. */
  read(file: ColumnFile): GivenColumn | undefined
  write(file: ColumnFile, column: GivenColumn): void
  /** Removes what is over the limit, where anything was written since. */
  trim(): void
  /** What could not be read or written, one sentence each. */
  readonly complaints: readonly string[]
}

const DIGEST_BYTES = 32

export interface DiskOptions {
  readonly folder: string
  /** Bytes of files that stay; a larger column is not written. */
  readonly limitBytes: number
}

export function createColumnDisk({ folder, limitBytes }: DiskOptions): ColumnDisk {
  requireLittleEndian()
  const complaints: string[] = []
  let hasWritten = false
  const pathOf = ({ group, identity }: ColumnFile): string => join(folder, group, `${sha256(identity)}.f64`)
  return {
    complaints,
    read(file) {
      const path = pathOf(file)
      try {
        const found = readColumn(path, file)
        if (found !== undefined) markUsed(path, Date.now())
        return found
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        complaints.push(`The feature column ${path} was computed again: ${reason}.`)
        return undefined
      }
    },
    write(file, column) {
      const path = pathOf(file)
      if (sizeOf(file) > limitBytes) return
      hasWritten = true
      try {
        mkdirSync(join(folder, file.group), { recursive: true })
        writeColumn(path, file, column)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        complaints.push(`The feature column ${path} was not kept: ${reason}.`)
      }
    },
    trim() {
      if (!hasWritten) return
      hasWritten = false
      try {
        trimFolder(folder, limitBytes, Date.now())
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        complaints.push(`The folder of feature columns ${folder} was not kept within its limit: ${reason}.`)
      }
    },
  }
}

function sizeOf({ rows, firsts }: ColumnFile): number {
  return 8 * rows + 4 * firsts + DIGEST_BYTES
}

function readColumn(path: string, file: ColumnFile): GivenColumn | undefined {
  const fd = openIfThere(path)
  if (fd === undefined) return undefined
  try {
    const { rows, firsts, allocate } = file
    const wanted = sizeOf(file)
    const { size } = fstatSync(fd)
    if (size !== wanted) throw new Error(`it must have ${wanted} bytes, but it has ${size}`)
    const column = new Float64Array(allocate(8 * rows))
    const first = firsts === 0 ? undefined : new Uint32Array(allocate(4 * firsts))
    const digest = new Uint8Array(DIGEST_BYTES)
    let at = 0
    for (const part of [column, first, digest]) {
      if (part === undefined) continue
      readWhole(fd, byteView(part), at)
      at += part.byteLength
    }
    const given = first === undefined ? { column } : { column, first }
    if (!hashOf(file, given).digest().equals(digest)) {
      throw new Error('its bytes do not match its SHA-256')
    }
    return given
  } finally {
    closeSync(fd)
  }
}

function writeColumn(path: string, file: ColumnFile, given: GivenColumn): void {
  const digest = hashOf(file, given).digest()
  const part = `${path}.${randomUUID()}.part`
  const fd = openSync(part, 'wx')
  try {
    try {
      for (const bytes of [given.column, given.first, digest]) {
        if (bytes !== undefined) writeWhole(fd, byteView(bytes))
      }
    } finally {
      closeSync(fd)
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

function hashOf({ identity }: ColumnFile, { column, first }: GivenColumn): Hash {
  const hash = createHash('sha256').update(identity).update('\0').update(byteView(column))
  return first === undefined ? hash : hash.update(byteView(first))
}

function byteView({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function readWhole(fd: number, bytes: Uint8Array, from: number): void {
  for (let at = 0; at < bytes.length; ) {
    const count = readSync(fd, bytes, at, bytes.length - at, from + at)
    if (count === 0) throw new Error('it ends early')
    at += count
  }
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at)
}
