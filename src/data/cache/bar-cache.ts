/**
 * The cache of vendors' bars: ranges are fetched once. Only days that are over are kept (`horizonOf`), so what is here
 * never changes; whatever is not as it was written is found by its hash and is fetched again or refused, never used.
 */
import { rmSync } from 'node:fs'
import {
  type CacheIndex,
  type IndexAnswer,
  openCacheIndex,
  type SeriesKey,
  type StoredPart,
} from './cache-index.ts'
import { draftPart, listParts, partPath, readPart, sweepDrafts } from './parts.ts'
import { clip, type Piece, type Range } from './series-ranges.ts'

export interface CachedBars {
  /** Ascending, without overlap. */
  readonly pieces: readonly Piece[]
  readonly missing: readonly Range[]
  /** Parts that were not as they were written; their ranges are missing. */
  readonly damaged: number
}

/** `drop` forgets a damaged part, so that it is fetched again; `keep` leaves it for whoever wants to look. */
export type OnDamage = 'drop' | 'keep'

export interface BarCache {
  readonly folder: string
  readonly read: (key: SeriesKey, range: Range, onDamage: OnDamage) => CachedBars
  /** Whether anything but emptiness is known of the series. */
  readonly hasBars: (key: SeriesKey) => boolean
  /** Keeps the vendor's bars of a range, all that there are; durable on return, or nothing of it is there. */
  readonly keep: (key: SeriesKey, piece: Piece, nowMs: number) => void
  readonly count: CacheIndex['count']
  readonly stats: () => CacheStats
  readonly verify: () => CacheVerified
  /** Removes parts that the filter takes, and whatever no part needs. */
  readonly prune: (filter: (part: StoredPart) => boolean, nowMs: number) => CachePruned
  readonly close: () => void
}

export interface CachedSeries extends SeriesKey {
  readonly parts: number
  readonly bars: number
  readonly bytes: number
  /** What is known without a hole, ascending. */
  readonly ranges: readonly Range[]
}

export interface CacheStats {
  readonly series: readonly CachedSeries[]
  /** Since the cache was made: parts read, ranges fetched, and their bars. */
  readonly counters: {
    readonly hits: number
    readonly misses: number
    readonly barsRead: number
    readonly barsFetched: number
  }
}

export interface CacheVerified {
  readonly parts: number
  readonly bars: number
  readonly bytes: number
  readonly damaged: readonly (SeriesKey & Range & { readonly file: string })[]
  /** Rows of the index that are not as they were written. */
  readonly damagedRows: number
}

export interface CachePruned {
  readonly parts: number
  readonly bars: number
  readonly bytes: number
  /** Files that no part needed. */
  readonly orphans: number
}

/** Opens or creates the cache of a folder. Throws `DataError` CACHE_DAMAGED, CACHE_FORMAT, CACHE_BUSY, DISK_FULL. */
export async function openBarCache(folder: string, nowMs: number): Promise<BarCache> {
  const index = await openCacheIndex(folder)
  sweepDrafts(folder, nowMs)
  return {
    folder,
    read: (key, range, onDamage) => readCached(index, key, { range, onDamage }),
    hasBars: (key) =>
      index.partsOf(key, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).parts.some(({ bars }) => bars > 0),
    keep: (key, piece, fetchedMs) => {
      const draft = draftPart(folder, key.instrument, piece.bars)
      try {
        const { bars, sha256, bytes, groups } = draft
        const { vendor, variant, instrument, interval } = key
        const { fromMs, toMs } = piece
        // The file gets its name while nobody prunes: else it could go before its row is there.
        index.exclusively(({ add }) => {
          draft.keep()
          add({ vendor, variant, instrument, interval, fromMs, toMs, bars, sha256, bytes, groups, fetchedMs })
        })
      } finally {
        draft.discard()
      }
    },
    count: index.count,
    stats: () => statsOf(index),
    verify: () => verifyParts(index),
    prune: (filter, timeMs) => pruneParts(index, filter, timeMs),
    close: index.close,
  }
}

interface Reading {
  readonly range: Range
  readonly onDamage: OnDamage
}

function readCached(index: CacheIndex, key: SeriesKey, { range, onDamage }: Reading): CachedBars {
  const { parts, damaged } = index.partsOf(key, range.fromMs, range.toMs)
  if (onDamage === 'drop') forgetRows(index, damaged)
  const pieces: Piece[] = []
  const missing: Range[] = []
  let broken = damaged.length
  let at = range.fromMs
  for (const part of parts) {
    if (part.toMs <= at || at >= range.toMs) continue
    const bars = readPart(index.folder, part)
    if (bars === undefined) {
      broken++
      if (onDamage === 'drop') forgetPart(index, part)
      continue
    }
    const fromMs = Math.max(at, part.fromMs)
    if (fromMs > at) missing.push({ fromMs: at, toMs: fromMs })
    at = Math.min(part.toMs, range.toMs)
    pieces.push({ fromMs, toMs: at, bars: clip(bars, { fromMs, toMs: at }) })
  }
  if (at < range.toMs) missing.push({ fromMs: at, toMs: range.toMs })
  return { pieces, missing, damaged: broken }
}

function forgetRows(index: CacheIndex, ids: IndexAnswer['damaged']): void {
  if (ids.length === 0) return
  index.exclusively(({ remove }) => {
    for (const id of ids) remove(id)
  })
}

/** Forgets a file that is not what its name says, unless another process has put it right meanwhile. */
function forgetPart(index: CacheIndex, part: StoredPart): void {
  index.exclusively(({ removeFile }) => {
    if (readPart(index.folder, part) !== undefined) return
    removeFile(part.sha256)
    rmSync(partPath(index.folder, part.sha256), { force: true })
  })
}

function statsOf(index: CacheIndex): CacheStats {
  const bySeries = new Map<string, StoredPart[]>()
  for (const part of index.all().parts) {
    const { vendor, variant, instrument, interval } = part
    const name = JSON.stringify([vendor, variant, instrument, interval])
    bySeries.set(name, [...(bySeries.get(name) ?? []), part])
  }
  const { hits = 0, misses = 0, barsRead = 0, barsFetched = 0 } = index.counters()
  return {
    series: [...bySeries.values()].map((parts) => {
      const { vendor, variant, instrument, interval } = parts[0]!
      return {
        vendor,
        variant,
        instrument,
        interval,
        parts: parts.length,
        bars: parts.reduce((sum, { bars }) => sum + bars, 0),
        bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
        ranges: union(parts),
      }
    }),
    counters: { hits, misses, barsRead, barsFetched },
  }
}

function union(ranges: readonly Range[]): Range[] {
  const joined: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of ranges.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1)
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else joined.push({ fromMs, toMs })
  }
  return joined
}

function verifyParts(index: CacheIndex): CacheVerified {
  const { parts, damaged } = index.all()
  const broken = parts.filter((part) => readPart(index.folder, part) === undefined)
  return {
    parts: parts.length,
    bars: parts.reduce((sum, { bars }) => sum + bars, 0),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    damaged: broken.map(({ vendor, variant, instrument, interval, fromMs, toMs, sha256 }) => ({
      vendor,
      variant,
      instrument,
      interval,
      fromMs,
      toMs,
      file: `${sha256}.parquet`,
    })),
    damagedRows: damaged.length,
  }
}

function pruneParts(index: CacheIndex, filter: (part: StoredPart) => boolean, nowMs: number): CachePruned {
  sweepDrafts(index.folder, nowMs)
  return index.exclusively(({ remove, files }) => {
    const { parts, damaged } = index.all()
    for (const id of damaged) remove(id)
    const chosen = parts.filter((part) => filter(part) || readPart(index.folder, part) === undefined)
    for (const { id } of chosen) remove(id)
    const needed = files()
    const orphans = listParts(index.folder).filter((hash) => !needed.has(hash))
    for (const hash of orphans) rmSync(partPath(index.folder, hash), { force: true })
    const own = new Set(chosen.map(({ sha256 }) => sha256))
    return {
      parts: chosen.length + damaged.length,
      bars: chosen.reduce((sum, { bars }) => sum + bars, 0),
      bytes: chosen.reduce((sum, { bytes }) => sum + bytes, 0),
      orphans: orphans.filter((hash) => !own.has(hash)).length,
    }
  })
}
