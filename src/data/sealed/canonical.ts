/**
 * The bytes that the content hash covers (design.md section 5): per instrument timeMs, open, high, low, close, volume as
 * little-endian float64 columns, one after another, -0 as 0. The snapshot's hash is the SHA-256 of canonical JSON of
 * { format, interval, instruments }, and actions where there are corporate actions, so it depends on content alone: not on files, their order, or Parquet's bytes.
 */
import { createHash } from 'node:crypto'
import { endianness } from 'node:os'
import { type CorporateAction, canonicalJson, type Instrument, InvariantError } from '../../model/index.ts'

/** An instrument with what the snapshot holds of it. Times are opening instants, epoch ms. */
export interface SealedInstrument extends Instrument {
  readonly bars: number
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  /** SHA-256 of its canonical bytes. */
  readonly sha256: string
}

export const SNAPSHOT_FORMAT = 1
export const CANONICAL_FIELDS = ['timeMs', 'open', 'high', 'low', 'close', 'volume'] as const
export type CanonicalField = (typeof CANONICAL_FIELDS)[number]
export type CanonicalColumns = { readonly [Field in CanonicalField]: Float64Array }

/** The column's bytes in memory, which are the canonical ones on a little-endian machine. */
export function bytesOf(column: Float64Array | BigInt64Array | Int32Array | Uint32Array): Uint8Array {
  if (endianness() !== 'LE') {
    throw new InvariantError(
      'BIG_ENDIAN',
      'Snapshots are read and written on little-endian machines only; this one is big-endian.',
    )
  }
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
}

/** SHA-256 of an instrument's canonical bytes. No column may hold -0: see `withoutNegativeZero`. */
export function contentHash(columns: CanonicalColumns): string {
  const hash = createHash('sha256')
  for (const field of CANONICAL_FIELDS) hash.update(bytesOf(columns[field]))
  return hash.digest('hex')
}

/** The column itself, or a copy with 0 for -0 where there is one. */
export function withoutNegativeZero(column: Float64Array): Float64Array {
  for (let n = 0; n < column.length; n++) {
    if (column[n] === 0 && Object.is(column[n], -0)) return column.map((value) => value + 0)
  }
  return column
}

export function snapshotHash(
  interval: string,
  instruments: readonly SealedInstrument[],
  actions: readonly CorporateAction[] = [],
): string {
  const acted = actions.length === 0 ? {} : { actions }
  return sha256(canonicalJson({ format: SNAPSHOT_FORMAT, interval, instruments, ...acted }))
}

export function sha256(...chunks: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}
