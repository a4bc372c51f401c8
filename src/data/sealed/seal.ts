/**
 * Sealing: bars that passed every check become a folder that bears their hash and never changes. The folder is built
 * under a temporary name, flushed, and renamed: whoever looks sees the whole snapshot or none, whenever power or process
 * ends. A temporary folder of a dead process is swept by the next seal.
 */

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  type CorporateAction,
  type InstrumentBars,
  type Interval,
  ThroughlineError,
} from '../../model/index.ts'
import type { ActionSource } from '../actions/read-actions.ts'
import type { Finding } from '../findings.ts'
import type { Coverage } from '../quality/gaps.ts'
import type { SealedInstrument } from './canonical.ts'
import { contentHash, SNAPSHOT_FORMAT, snapshotHash } from './canonical.ts'
import { createDurableFile, syncFolder, writeError } from './disk.ts'
import {
  BARS_FILE,
  type Lineage,
  MANIFEST_FILE,
  manifestText,
  type SnapshotManifest,
  type SnapshotSource,
} from './manifest.ts'
import { writeParquet } from './parquet.ts'
import { verifySnapshot } from './verify.ts'

export interface SealRequest {
  /** The store's folder of snapshots; made where it is missing. */
  readonly folder: string
  /** Checked bars, ascending by id, without -0. */
  readonly bars: readonly InstrumentBars[]
  readonly interval: Interval
  readonly findings: readonly Finding[]
  /** One for each of `bars`. */
  readonly coverage: readonly Coverage[]
  readonly sources: readonly SnapshotSource[]
  readonly lineage?: Lineage | undefined
  /** In the order of `compareActions`. */
  readonly actions?: readonly CorporateAction[]
  readonly actionSources?: readonly ActionSource[]
  /** The creation instant that the manifest records. */
  readonly nowMs: number
}

export interface Sealed {
  readonly hash: string
  readonly manifest: SnapshotManifest
  /**
   * `existing`: the same content was sealed before and that folder stands; `replaced`: it stood but was damaged, and
   * this one took its place.
   */
  readonly outcome: 'sealed' | 'existing' | 'replaced'
}

/** Seals. Throws `DataError` DISK_FULL, NOT_WRITABLE; then nothing is left behind. */
export function seal(request: SealRequest): Sealed {
  const { folder, bars, interval, actions } = request
  const instruments = bars.map(sealedInstrument)
  const hash = snapshotHash(interval.text, instruments, actions)
  const target = join(folder, hash)
  try {
    mkdirSync(folder, { recursive: true })
    sweep(folder)
    const existing = readExisting(folder, hash)
    if (existing !== undefined) return { hash, manifest: existing, outcome: 'existing' }
    const temporary = join(
      folder,
      `.sealing-${hash.slice(0, 12)}-${processMark()}-${randomUUID().slice(0, 8)}`,
    )
    try {
      const manifest = writeSnapshot(temporary, { request, instruments, hash })
      const outcome = moveIntoPlace(temporary, target, { folder, hash })
      return outcome === 'existing'
        ? { hash, manifest: readExisting(folder, hash)!, outcome }
        : { hash, manifest, outcome }
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
  } catch (error) {
    throw writeError(`snapshot ${hash.slice(0, 12)} in ${folder}`, error)
  }
}

function sealedInstrument({ instrument, ...columns }: InstrumentBars): SealedInstrument {
  return {
    ...instrument,
    bars: columns.timeMs.length,
    firstTimeMs: columns.timeMs[0]!,
    lastTimeMs: columns.timeMs.at(-1)!,
    sha256: contentHash(columns),
  }
}

interface Writing {
  readonly request: SealRequest
  readonly instruments: readonly SealedInstrument[]
  readonly hash: string
}

function writeSnapshot(path: string, { request, instruments, hash }: Writing): SnapshotManifest {
  mkdirSync(path)
  const file = createDurableFile(join(path, BARS_FILE))
  let parquet: SnapshotManifest['parquet']
  try {
    const writer = writeParquet(file.write)
    request.bars.forEach((bars, index) => {
      writer.add(index, bars.instrument.id, bars)
    })
    const groups = writer.finish()
    parquet = { ...file.finish(), groups }
  } finally {
    file.abandon()
  }
  const { actions = [], actionSources = [], lineage } = request
  const manifest: SnapshotManifest = {
    format: SNAPSHOT_FORMAT,
    hash,
    interval: request.interval.text,
    instruments,
    bars: instruments.reduce((sum, { bars }) => sum + bars, 0),
    firstTimeMs: Math.min(...instruments.map(({ firstTimeMs }) => firstTimeMs)),
    lastTimeMs: Math.max(...instruments.map(({ lastTimeMs }) => lastTimeMs)),
    findings: request.findings,
    coverage: request.coverage,
    sources: request.sources,
    ...(lineage === undefined ? {} : { lineage }),
    ...(actions.length === 0 ? {} : { actions }),
    ...(actionSources.length === 0 ? {} : { actionSources }),
    createdMs: request.nowMs,
    parquet,
  }
  const text = createDurableFile(join(path, MANIFEST_FILE))
  try {
    text.write(new TextEncoder().encode(manifestText(manifest)))
    text.finish()
  } finally {
    text.abandon()
  }
  syncFolder(path)
  return manifest
}

/** The snapshot that stands under this hash, where every byte of it is still what was sealed. */
function readExisting(folder: string, hash: string): SnapshotManifest | undefined {
  if (!existsSync(join(folder, hash))) return undefined
  try {
    return verifySnapshot({ folder, hash }).manifest
  } catch (error) {
    if (error instanceof ThroughlineError) return undefined
    throw error
  }
}

function moveIntoPlace(
  temporary: string,
  target: string,
  { folder, hash }: { readonly folder: string; readonly hash: string },
): Sealed['outcome'] {
  let outcome: Sealed['outcome'] = 'sealed'
  if (existsSync(target)) {
    // Either another process sealed the same meanwhile, or what stands there is damaged.
    if (readExisting(folder, hash) !== undefined) return 'existing'
    const aside = `${temporary}-damaged`
    renameSync(target, aside)
    renameSync(temporary, target)
    rmSync(aside, { recursive: true, force: true })
    outcome = 'replaced'
  } else if (!renameOrLose(temporary, target)) {
    return 'existing'
  }
  syncFolder(folder)
  return outcome
}

/** False where another process was first. */
function renameOrLose(temporary: string, target: string): boolean {
  try {
    renameSync(temporary, target)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw error
  }
}

const TEMPORARY = /^\.sealing-[0-9a-f]{12}-([0-9a-f]{8})-(\d+)-/

/** Names this process among those of this host; another host's processes cannot be seen from here. */
function processMark(): string {
  return `${hostMark()}-${process.pid}`
}

function hostMark(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}

function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const match = TEMPORARY.exec(name)
    if (match === null || match[1] !== hostMark() || isAlive(Number(match[2]))) continue
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
