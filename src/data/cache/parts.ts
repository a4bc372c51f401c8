/**
 * Parts of the cache: Parquet files of one instrument's bars, named by the SHA-256 of their bytes, so that one that was
 * changed is found wherever it is read. A part is written under a temporary name, flushed and renamed.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../sealed/canonical.ts'
import { createDurableFile, syncFolder } from '../sealed/disk.ts'
import { timesOf, writeParquet } from '../sealed/parquet.ts'
import type { SeriesColumns } from '../series.ts'
import type { PartRow } from './cache-index.ts'

const PARTS = 'parts'
const DRAFTS = 'drafts'
const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const
const DAY_MS = 86_400_000

const EMPTY: SeriesColumns = {
  timeMs: new Float64Array(0),
  open: new Float64Array(0),
  high: new Float64Array(0),
  low: new Float64Array(0),
  close: new Float64Array(0),
  volume: new Float64Array(0),
}

export interface Draft extends Pick<PartRow, 'bars' | 'sha256' | 'bytes' | 'groups'> {
  /** Gives the file its name; durable on return. */
  readonly keep: () => void
  readonly discard: () => void
}

/** Writes bars under a temporary name; no file where there is no bar. */
export function draftPart(folder: string, instrument: string, columns: SeriesColumns): Draft {
  const bars = columns.timeMs.length
  if (bars === 0) {
    return { bars, sha256: '', bytes: 0, groups: '[]', keep: () => undefined, discard: () => undefined }
  }
  makeFolders(folder)
  const path = join(folder, DRAFTS, `${processMark()}-${randomUUID()}`)
  const file = createDurableFile(path)
  try {
    const writer = writeParquet(file.write)
    writer.add(0, instrument, columns)
    const groups = writer.finish().map(({ rows, at }) => ({ rows, at }))
    const done = file.finish()
    return {
      bars,
      sha256: done.sha256,
      bytes: done.bytes,
      groups: JSON.stringify(groups),
      keep: () => {
        renameSync(path, partPath(folder, done.sha256))
        syncFolder(join(folder, PARTS))
      },
      discard: () => rmSync(path, { force: true }),
    }
  } catch (error) {
    file.abandon()
    rmSync(path, { force: true })
    throw error
  }
}

function makeFolders(folder: string): void {
  for (const name of [PARTS, DRAFTS]) {
    if (mkdirSync(join(folder, name), { recursive: true }) !== undefined) syncFolder(folder)
  }
}

export function partPath(folder: string, hash: string): string {
  return join(folder, PARTS, `${hash}.parquet`)
}

/** The bars of a part, or undefined where the file is missing or not what was written. */
export function readPart(folder: string, part: PartRow): SeriesColumns | undefined {
  if (part.bars === 0) return EMPTY
  let bytes: Uint8Array
  try {
    bytes = readFileSync(partPath(folder, part.sha256))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (bytes.length !== part.bytes || sha256(bytes) !== part.sha256) return undefined
  return columnsOf(bytes, part)
}

function columnsOf(bytes: Uint8Array, { bars, groups }: PartRow): SeriesColumns {
  const columns = {
    timeMs: new Float64Array(bars),
    open: new Float64Array(bars),
    high: new Float64Array(bars),
    low: new Float64Array(bars),
    close: new Float64Array(bars),
    volume: new Float64Array(bars),
  }
  let row = 0
  for (const { rows, at } of JSON.parse(groups) as readonly { rows: number; at: readonly number[] }[]) {
    // A copy, because a column in a file need not lie on a multiple of eight.
    const column = (n: number): ArrayBuffer => {
      const start = bytes.byteOffset + at[n]!
      return bytes.buffer.slice(start, start + 8 * rows) as ArrayBuffer
    }
    timesOf(new Int32Array(column(0)), columns.timeMs.subarray(row, row + rows))
    FIELDS.forEach((field, n) => {
      columns[field].set(new Float64Array(column(n + 1)), row)
    })
    row += rows
  }
  return columns
}

/** Hashes of all part files. */
export function listParts(folder: string): string[] {
  return namesIn(join(folder, PARTS)).flatMap((name) => /^([0-9a-f]{64})\.parquet$/.exec(name)?.[1] ?? [])
}

/** Removes temporary files of processes that are no more; returns how many. */
export function sweepDrafts(folder: string, nowMs: number): number {
  let removed = 0
  for (const name of namesIn(join(folder, DRAFTS))) {
    const path = join(folder, DRAFTS, name)
    const [host, pid] = name.split('-')
    const isOurs = host === hostMark()
    const isDead = isOurs
      ? !isAlive(Number(pid))
      : nowMs - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs) > DAY_MS
    if (!isDead) continue
    rmSync(path, { force: true })
    removed++
  }
  return removed
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function processMark(): string {
  return `${hostMark()}-${process.pid}`
}

function hostMark(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
