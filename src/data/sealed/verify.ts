/** Verifies every byte of a sealed snapshot and names the first thing that is not as it was sealed. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { openBarsFile } from './bars-file.ts'
import { BARS_FILE, changed, readManifest, type SnapshotManifest, snapshotFolder } from './manifest.ts'

const PIECE_BYTES = 1 << 20

export interface Verified {
  readonly manifest: SnapshotManifest
  /** Bytes of bars that were read and hashed. */
  readonly bytes: number
}

/**
 * Checks the manifest against its own hash and the folder's name, every instrument's bars against its content hash, and
 * the whole of the Parquet file against its hash. Throws `DataError` NO_SUCH_SNAPSHOT, SNAPSHOT_CHANGED, SNAPSHOT_FORMAT.
 */
export function verifySnapshot({
  folder,
  hash,
}: {
  readonly folder: string
  readonly hash: string
}): Verified {
  const manifest = readManifest(folder, hash)
  const file = openBarsFile(folder, manifest)
  try {
    manifest.instruments.forEach((_, index) => {
      file.verified(index, file.times(index))
    })
  } finally {
    file.close()
  }
  const { bytes, sha256 } = hashFile(join(snapshotFolder(folder, hash), BARS_FILE))
  if (bytes !== manifest.parquet.bytes) {
    throw changed(hash, `${BARS_FILE} has ${bytes} bytes where ${manifest.parquet.bytes} were sealed`)
  }
  if (sha256 !== manifest.parquet.sha256) {
    throw changed(
      hash,
      `bytes of ${BARS_FILE} outside of the bars (its header, page heads or footer) changed`,
    )
  }
  return { manifest, bytes }
}

function hashFile(path: string): { bytes: number; sha256: string } {
  const hash = createHash('sha256')
  const piece = new Uint8Array(PIECE_BYTES)
  const fd = openSync(path, 'r')
  let bytes = 0
  try {
    for (;;) {
      const count = readSync(fd, piece, 0, PIECE_BYTES, null)
      if (count === 0) return { bytes, sha256: hash.digest('hex') }
      hash.update(piece.subarray(0, count))
      bytes += count
    }
  } finally {
    closeSync(fd)
  }
}

/** Hashes of the snapshots that stand in the folder, ascending; whether they are whole is for `verifySnapshot` to say. */
export function listSealed(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[0-9a-f]{64}$/.test(name))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
