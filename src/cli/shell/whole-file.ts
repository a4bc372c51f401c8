/** Files that are there whole or not at all: written under a temporary name beside the target, then renamed. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { DataError, UsageError } from '../../model/index.ts'
import { undoOnInterrupt } from './interrupt.ts'

/**
 * Writes the pieces to `out` (`-` for stdout); returns how many bytes. Throws `UsageError` NOT_A_FILE, `DataError`
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

async function writeToStdout(
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<number> {
  let bytes = 0
  for await (const piece of pieces) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece
    bytes += chunk.length
    if (!process.stdout.write(chunk))
      await new Promise<void>((done) => process.stdout.once('drain', () => done()))
  }
  return bytes
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
