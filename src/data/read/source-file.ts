/**
 * A file as bytes in large pieces: plain or gzip (by its first bytes, not its name), hashed as it lies on disk.
 * Memory is one piece, whatever the size of the file.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { type Duplex, Transform } from 'node:stream'
import zlib from 'node:zlib'
import { DataError, UsageError } from '../../model/index.ts'
import type { FoundFile } from './find-files.ts'
import { createZstdFrames } from './zstd-frames.ts'

const PIECE_BYTES = 1 << 20

export interface SourceFile {
  readonly path: string
  /** What messages and the manifest say. */
  readonly name: string
  /** Base name of the folder it lies in. */
  readonly folder: string
  readonly bytes: number
  readonly compression: 'none' | 'gzip' | 'zstd'
  readonly isParquet: boolean
}

export interface SourceReading {
  /** Each is valid until the next is asked for. */
  readonly pieces: AsyncIterable<Uint8Array>
  /** SHA-256 of the file as it lies on disk; call it after the last piece. */
  readonly sha256: () => string
  /** Bytes of the file read so far, for progress. */
  readonly bytesRead: () => number
}

/** Looks at a file. Throws `UsageError` NO_SUCH_FILE and `DataError` UNREADABLE_FILE, UNSUPPORTED_FILE. */
export async function sourceFile(
  path: string,
  { name, folder }: Omit<FoundFile, 'path'> = { name: basename(path), folder: basename(dirname(path)) },
): Promise<SourceFile> {
  try {
    const { size } = await stat(path)
    const handle = await open(path)
    try {
      const magic = new Uint8Array(4)
      await handle.read(magic, 0, 4, 0)
      refuseOtherFormats(name, magic)
      const compression = compressionOf(magic)
      const isParquet = String.fromCharCode(...magic) === 'PAR1'
      return { path, name, folder, bytes: size, compression, isParquet }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw fileError(name, error)
  }
}

function refuseOtherFormats(name: string, magic: Uint8Array): void {
  if (!String.fromCharCode(...magic).startsWith('PK')) return
  throw new DataError(
    'UNSUPPORTED_FILE',
    `${name} must be CSV, JSON lines or Parquet, but it is a zip archive or a spreadsheet. Unpack it, or export it as CSV.`,
    { file: name },
  )
}

function compressionOf(magic: Uint8Array): SourceFile['compression'] {
  if (magic[0] === 0x1f && magic[1] === 0x8b) return 'gzip'
  const isZstd = magic[0] === 0x28 && magic[1] === 0xb5 && magic[2] === 0x2f && magic[3] === 0xfd
  return isZstd ? 'zstd' : 'none'
}

/** What a failed file operation means to the user; a ThroughlineError passes through. */
export function fileError(name: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UsageError('NO_SUCH_FILE', `A file to import must exist, but there is no ${name}.`, {
      file: name,
    })
  }
  if (code === 'EISDIR') {
    return new UsageError('NOT_A_FILE', `${name} must be a file, but it is a folder. Name the files in it.`, {
      file: name,
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EIO') {
    return new DataError(
      'UNREADABLE_FILE',
      `${name} must be readable, but the system says ${code}. Check its permissions and the disk.`,
      { file: name, system: code },
    )
  }
  return error
}

/**
 * Starts to read a file from its first byte. A damaged archive throws `DataError`
 * BAD_COMPRESSION while it is iterated; zstd on a Node without it `UsageError` NO_ZSTD.
 */
export function readSource(file: SourceFile): SourceReading {
  const hash = createHash('sha256')
  let bytesRead = 0
  const take = (piece: Uint8Array): void => {
    hash.update(piece)
    bytesRead += piece.length
  }
  const pieces = file.compression === 'none' ? plain(file, take) : unpacked(file, take)
  return { pieces, sha256: () => hash.digest('hex'), bytesRead: () => bytesRead }
}

/** Every piece lies in the same memory: whoever keeps one copies it. */
async function* plain(file: SourceFile, take: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const handle = await open(file.path)
  try {
    const memory = new Uint8Array(PIECE_BYTES)
    for (;;) {
      const { bytesRead } = await handle.read(memory, 0, PIECE_BYTES, null)
      if (bytesRead === 0) return
      const piece = memory.subarray(0, bytesRead)
      take(piece)
      yield piece
    }
  } finally {
    await handle.close()
  }
}

async function* unpacked(file: SourceFile, take: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const unpack = unpacker(file)
  const raw = createReadStream(file.path, { highWaterMark: PIECE_BYTES })
  const frames = createZstdFrames()
  const tap = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      take(piece)
      if (file.compression === 'zstd') frames.push(piece)
      done(null, piece)
    },
  })
  raw.on('error', (error) => unpack.destroy(error))
  raw.pipe(tap).pipe(unpack)
  try {
    yield* unpack as AsyncIterable<Uint8Array>
    if (!frames.isWhole()) throw badCompression(file, 'it ends within a frame')
  } catch (error) {
    if (!/^(Z_|ZSTD_|ERR_ZLIB)/.test(String((error as NodeJS.ErrnoException).code))) throw error
    throw badCompression(file, (error as Error).message)
  } finally {
    raw.destroy()
    unpack.destroy()
  }
}

function badCompression({ name, compression }: SourceFile, why: string): DataError {
  return new DataError(
    'BAD_COMPRESSION',
    `${name} must be a whole ${compression} file, but it cannot be unpacked (${why}). Fetch it again.`,
    { file: name },
  )
}

function unpacker(file: SourceFile): Duplex {
  if (file.compression === 'gzip') return zlib.createGunzip({ chunkSize: PIECE_BYTES })
  const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: object) => Duplex }
  if (createZstdDecompress !== undefined) return createZstdDecompress({ chunkSize: PIECE_BYTES })
  throw new UsageError(
    'NO_ZSTD',
    `${file.name} is zstd-compressed, which this Node (${process.version}) cannot unpack: Node 22.15 or later can. Use it, or unpack the file first.`,
    { file: file.name },
  )
}

/** The first bytes of a file, unpacked: at most `limit`. */
export async function readHead(file: SourceFile, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const piece of readSource(file).pieces) {
    parts.push(piece.slice())
    length += piece.length
    if (length >= limit) break
  }
  return Buffer.concat(parts).subarray(0, limit)
}
