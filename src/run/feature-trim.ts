/**
 * Keeps a folder of feature columns within a size: the files that were used longest ago go first, their time of change being
 * the time of their last use. Any number of processes may do this at once, and be killed while they do: a file that is gone is
 * computed again, and what a killed writer left goes once no writer can still be at it.
 */
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

/** No column takes this long to write. */
const STALE_PART_MS = 3_600_000

interface KeptFile {
  readonly path: string
  readonly bytes: number
  readonly usedMs: number
}

/** Marks a file as used now. One that has gone meanwhile, or may not be marked, is left as it is. */
export function markUsed(path: string, nowMs: number): void {
  try {
    utimesSync(path, nowMs / 1_000, nowMs / 1_000)
  } catch (error) {
    if (!isPassedOver(error)) throw error
  }
}

/** Removes what is over `limitBytes`, oldest use first, and stale parts. Returns how many files went. */
export function trimFolder(folder: string, limitBytes: number, nowMs: number): number {
  const files = filesIn(folder)
  const isStale = ({ path, usedMs }: KeptFile): boolean =>
    path.endsWith('.part') && nowMs - usedMs > STALE_PART_MS
  const gone = files.filter(isStale)
  const columns = files.filter(({ path }) => path.endsWith('.f64')).sort((a, b) => a.usedMs - b.usedMs)
  let bytes = columns.reduce((sum, file) => sum + file.bytes, 0)
  for (const file of columns) {
    if (bytes <= limitBytes) break
    bytes -= file.bytes
    gone.push(file)
  }
  for (const { path } of gone) rmSync(path, { force: true })
  return gone.length
}

/** The files of the folder's groups; another process may remove some meanwhile. */
function filesIn(folder: string): readonly KeptFile[] {
  return namesIn(folder)
    .filter((group) => group.isDirectory())
    .flatMap(({ name }) => namesIn(join(folder, name)).map((file) => join(folder, name, file.name)))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false })
      return found === undefined ? [] : [{ path, bytes: found.size, usedMs: found.mtimeMs }]
    })
}

function namesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (isPassedOver(error)) return []
    throw error
  }
}

/** Gone meanwhile, or another user's. */
function isPassedOver(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EPERM' || code === 'EACCES' || code === 'EROFS'
}
