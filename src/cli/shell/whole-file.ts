/** Files that are there whole or not at all: written under a temporary name beside the target, then renamed. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, mkdir, mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { DataError, UsageError } from '../../model/index.ts'
import { undoOnInterrupt } from './interrupt.ts'

/**
 * Writes the pieces to `out` (`-` for stdout, when all are there); returns how many bytes. Throws `UsageError` NOT_A_FILE, `DataError`
 * DISK_FULL, NOT_WRITABLE; then what was at `out` is still there.
 */
export async function writeWhole(
  out: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<number> {
  if (out === '-') return writeToStdout(pieces)
  return intoPlace(out, async (temporary) => {
    const file = await open(temporary, 'wx')
    try {
      for await (const piece of pieces) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/** Lets `write` make a file under a temporary name and moves it to `out` when it is done. */
export async function intoPlace(out: string, write: (temporary: string) => Promise<void>): Promise<number> {
  const target = resolve(out)
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`)
  await prepareFolder(out, target)
  const remove = (): void => rmSync(temporary, { force: true })
  const keep = undoOnInterrupt(remove)
  try {
    await write(temporary)
    const { size } = await stat(temporary)
    await rename(temporary, target)
    return size
  } catch (error) {
    remove()
    throw writeError(out, error)
  } finally {
    keep()
  }
}

async function prepareFolder(out: string, target: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true })
  } catch (error) {
    throw writeError(out, error)
  }
  const found = await stat(target).catch(() => undefined)
  if (found?.isDirectory() !== true) return
  throw new UsageError('NOT_A_FILE', `--out must name a file, but ${out} is a folder. Name a file in it.`, {
    out,
  })
}

/** So much waits in memory; more goes to a file beside the system's other temporary ones. */
const HELD_BYTES = 16 << 20

/**
 * Writes to stdout once the last piece is there: what fails on the way must not leave a part of a file in a pipe that
 * somebody reads.
 */
async function writeToStdout(
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const held: Uint8Array[] = []
  let bytes = 0
  let spill: Spill | undefined
  try {
    for await (const piece of pieces) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece
      bytes += chunk.length
      held.push(chunk)
      if (bytes <= HELD_BYTES) continue
      spill ??= await createSpill()
      for (const one of held.splice(0)) await spill.file.writeFile(one)
    }
    if (spill !== undefined) await pour(spill.file.createReadStream({ start: 0, autoClose: false }))
    await pour(held)
    return bytes
  } catch (error) {
    throw writeError('the temporary copy of what goes to stdout', error)
  } finally {
    await spill?.remove()
  }
}

async function pour(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    if (process.stdout.write(chunk)) continue
    await new Promise<void>((done) => process.stdout.once('drain', () => done()))
  }
}

interface Spill {
  readonly file: FileHandle
  readonly remove: () => Promise<void>
}

async function createSpill(): Promise<Spill> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-'))
  const keep = undoOnInterrupt(() => rmSync(folder, { recursive: true, force: true }))
  const file = await open(join(folder, 'stdout.part'), 'wx+')
  return {
    file,
    remove: async () => {
      await file.close()
      await rm(folder, { recursive: true, force: true })
      keep()
    },
  }
}

function writeError(out: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new DataError(
      'DISK_FULL',
      `The disk must have room for ${out}, but it is full (${code}). What was written so far was removed; make room and run the same again.`,
      { out, system: code },
      error,
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new DataError(
      'NOT_WRITABLE',
      `The folder of ${out} must be writable, but the system says ${code}. Name another file with --out.`,
      { out, system: code },
      error,
    )
  }
  return error
}
