/**
 * The manifest of a sealed snapshot: what is in it, where it came from, what was found, and the hashes that hold it.
 * On disk it is one line, {"manifest":<canonical JSON>,"manifestHash":"<its SHA-256>"}: a byte that changes anywhere in
 * the file breaks the form or the hash.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CalendarName,
  type CorporateAction,
  canonicalJson,
  DataError,
  type SessionFilter,
} from '../../model/index.ts'
import type { ActionSource } from '../actions/read-actions.ts'
import type { Finding } from '../findings.ts'
import type { Coverage } from '../quality/gaps.ts'
import { type SealedInstrument, SNAPSHOT_FORMAT, sha256, snapshotHash } from './canonical.ts'
import type { RowGroup } from './parquet.ts'
import type { VendorSource } from './vendor-source.ts'

/** A file that was imported, bars that came from code, or bars that came from a vendor. */
export type SnapshotSource =
  | {
      readonly kind: 'csv' | 'jsonl' | 'parquet'
      /** Base name. */
      readonly name: string
      readonly bytes: number
      readonly sha256: string
      readonly compression: 'none' | 'gzip' | 'zstd'
      readonly rows: number
      readonly layout: string
      /** How its times were read: `2020-04-17`-like text, in words. */
      readonly times: string
      readonly timeZone: string
      /** Columns of an adjusted close, which were not used. */
      readonly adjusted: readonly string[]
      /** Other columns that were not read. */
      readonly ignored: readonly string[]
    }
  | { readonly kind: 'code'; readonly name: string; readonly rows: number }
  | VendorSource

/** From which snapshot, and by what in this order, a derived one was made. */
export interface Lineage {
  /** The parent's content hash. */
  readonly parent: string
  readonly operations: readonly LineageOperation[]
}

export type LineageOperation =
  | { readonly kind: 'select'; readonly instruments: readonly string[] }
  /** Bars that open in [fromMs, toMs), null for no bound. */
  | { readonly kind: 'cut'; readonly fromMs: number | null; readonly toMs: number | null }
  | { readonly kind: 'adjust'; readonly adjust: 'split' | 'total-return' }
  /** Instruments were given a calendar. */
  | { readonly kind: 'calendar'; readonly calendar: CalendarName }
  /** Bars of other sessions were left out. */
  | { readonly kind: 'session'; readonly session: SessionFilter; readonly leftOut: number }
  | {
      readonly kind: 'resample'
      readonly from: string
      readonly to: string
      readonly session: SessionFilter
      /** Bars of periods that were not closed: left out, or made as they stood. */
      readonly incomplete: 'left-out' | 'kept'
      /** Parts that are in no bar, by reason. */
      readonly leftOut: { readonly otherSession: number; readonly incomplete: number }
    }

export interface SnapshotManifest {
  readonly format: typeof SNAPSHOT_FORMAT
  /** The snapshot's content hash, and the name of its folder. */
  readonly hash: string
  readonly interval: string
  /** Ascending by id. */
  readonly instruments: readonly SealedInstrument[]
  readonly bars: number
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  readonly findings: readonly Finding[]
  /** For each of `instruments`, how much of what is expected of it is there. */
  readonly coverage: readonly Coverage[]
  readonly sources: readonly SnapshotSource[]
  /** How it was made of another snapshot; absent where its bars were imported. Its sources are that one's. */
  readonly lineage?: Lineage
  /** In the order of `compareActions`; absent where there is none. */
  readonly actions?: readonly CorporateAction[]
  /** The files of the actions. */
  readonly actionSources?: readonly ActionSource[]
  readonly createdMs: number
  readonly parquet: {
    readonly bytes: number
    readonly sha256: string
    readonly groups: readonly RowGroup[]
  }
}

export const MANIFEST_FILE = 'manifest.json'
export const BARS_FILE = 'bars.parquet'
const HEAD = '{"manifest":'
const TAIL = /^,"manifestHash":"([0-9a-f]{64})"}\n$/
const TAIL_LENGTH = ',"manifestHash":""}\n'.length + 64

export function manifestText(manifest: SnapshotManifest): string {
  const body = canonicalJson(manifest)
  return `${HEAD}${body},"manifestHash":"${sha256(body)}"}\n`
}

/** The snapshot's folder. Throws `DataError` BAD_SNAPSHOT_HASH where `hash` is none. */
export function snapshotFolder(folder: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    throw new DataError(
      'BAD_SNAPSHOT_HASH',
      `A snapshot's hash must be 64 hexadecimal digits, but it is '${hash.slice(0, 80)}'.`,
      { hash: hash.slice(0, 80) },
    )
  }
  return join(folder, hash)
}

/**
 * Reads and verifies the manifest of a sealed snapshot. Throws `DataError` NO_SUCH_SNAPSHOT, SNAPSHOT_CHANGED
 * (what was sealed is not what is there) and SNAPSHOT_FORMAT (written by a later version).
 */
export function readManifest(folder: string, hash: string): SnapshotManifest {
  const path = join(snapshotFolder(folder, hash), MANIFEST_FILE)
  const text = readText(path, hash)
  const body = text.slice(HEAD.length, -TAIL_LENGTH)
  const sealed = TAIL.exec(text.slice(-TAIL_LENGTH))?.[1]
  if (!text.startsWith(HEAD) || sealed === undefined || sha256(body) !== sealed) {
    throw changed(hash, `${MANIFEST_FILE} does not match its own hash`)
  }
  const manifest = JSON.parse(body) as SnapshotManifest
  const format: number = manifest.format
  if (format !== SNAPSHOT_FORMAT) {
    throw new DataError(
      'SNAPSHOT_FORMAT',
      `A snapshot must be of format ${SNAPSHOT_FORMAT}, but ${hash.slice(0, 12)} is of format ${format}: a later version wrote it. Update throughline.`,
      { hash, format },
    )
  }
  if (
    manifest.hash !== hash ||
    snapshotHash(manifest.interval, manifest.instruments, manifest.actions) !== hash
  ) {
    throw changed(hash, `${MANIFEST_FILE} describes another snapshot`)
  }
  return manifest
}

function readText(path: string, hash: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new DataError(
        'NO_SUCH_SNAPSHOT',
        `A snapshot must have been sealed here, but there is none with hash ${hash.slice(0, 12)}. Import its bars again, or name another.`,
        { hash },
      )
    }
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw changed(hash, `${MANIFEST_FILE} is not text`)
    throw error
  }
}

/** The error of a snapshot that is not what was sealed. */
export function changed(
  hash: string,
  what: string,
  details: Readonly<Record<string, string | number>> = {},
): DataError {
  return new DataError(
    'SNAPSHOT_CHANGED',
    `A sealed snapshot must never change, but in ${hash.slice(0, 12)} ${what}. Do not use it: restore the folder from a copy, or import the same files again.`,
    { hash, what, ...details },
  )
}
