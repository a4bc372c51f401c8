/** `cache stats`, `cache prune`, `cache verify`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BarCache, type CachedSeries, openBarCache, type PartRow } from '../../data/index.ts'
import { DataError, isoTime, UsageError } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { storeDirOf } from '../shell/settings.ts'
import { tableText } from '../shell/table.ts'

const DAY_MS = 86_400_000
const SHOWN = 40

/** Runs `work` on the cache of the store; one that is not there is not made, and answers as an empty one. */
async function withCache<T>(flags: CommonFlags, work: (cache: BarCache) => T, otherwise: T): Promise<T> {
  const folder = join(await storeDirOf(flags), 'cache')
  if (!existsSync(folder)) return otherwise
  const cache = await openBarCache(folder, Date.now())
  try {
    return work(cache)
  } finally {
    cache.close()
  }
}

export async function cacheStats(flags: CommonFlags): Promise<void> {
  const empty = { series: [], counters: { hits: 0, misses: 0, barsRead: 0, barsFetched: 0 } }
  const { series, counters } = await withCache(flags, (cache) => cache.stats(), empty)
  const sum = (count: (one: CachedSeries) => number): number =>
    series.reduce((total, one) => total + count(one), 0)
  const totals = {
    series: series.length,
    parts: sum(({ parts }) => parts),
    bars: sum(({ bars }) => bars),
    bytes: sum(({ bytes }) => bytes),
  }
  await answer(flags, {
    document: { ...totals, ...counters, list: series },
    text: async () =>
      [
        `${formatCount(totals.bars)} bars of ${formatCount(totals.series)} series in ${formatCount(totals.parts)} parts, ${formatCount(totals.bytes)} bytes`,
        `${formatCount(counters.hits)} hits (${formatCount(counters.barsRead)} bars), ${formatCount(counters.misses)} misses (${formatCount(counters.barsFetched)} bars)`,
        ...(series.length === 0 ? [] : ['', await seriesTable(series.slice(0, SHOWN))]),
        ...(series.length > SHOWN ? [`and ${series.length - SHOWN} more (all with --json)`] : []),
      ].join('\n'),
  })
}

function seriesTable(series: readonly CachedSeries[]): Promise<string> {
  return tableText(
    ['vendor', 'symbol', 'interval', '>parts', '>bars', '>bytes', 'known from', 'to before', '>holes'],
    series.map(({ vendor, instrument, interval, parts, bars, bytes, ranges }) => [
      vendor,
      instrument,
      interval,
      String(parts),
      formatCount(bars),
      formatCount(bytes),
      isoTime(ranges[0]!.fromMs),
      isoTime(ranges.at(-1)!.toMs),
      String(ranges.length - 1),
    ]),
  )
}

export interface PruneFlags extends CommonFlags {
  readonly vendor?: string
  readonly symbol?: string
  readonly interval?: string
  readonly olderThan?: string
  readonly all?: boolean
}

export async function cachePrune(flags: PruneFlags): Promise<void> {
  const filter = filterOf(flags, Date.now())
  const none = { parts: 0, bars: 0, bytes: 0, orphans: 0 }
  const pruned = await withCache(flags, (cache) => cache.prune(filter, Date.now()), none)
  await answer(flags, {
    document: pruned,
    text: () =>
      `Removed ${formatCount(pruned.parts)} parts with ${formatCount(pruned.bars)} bars (${formatCount(pruned.bytes)} bytes) and ${formatCount(pruned.orphans)} files that no part needed`,
  })
}

function filterOf(flags: PruneFlags, nowMs: number): (part: PartRow) => boolean {
  const { vendor, symbol, interval, olderThan, all } = flags
  const days = olderThan === undefined ? undefined : daysOf(olderThan)
  const isChosen = [vendor, symbol, interval, olderThan].some((flag) => flag !== undefined)
  if (all === true && isChosen) {
    throw new UsageError(
      'CONFLICTING_FLAGS',
      '--all takes every part, so no other flag may choose among them. Leave one or the other out.',
    )
  }
  if (all === true) return () => true
  if (!isChosen) return () => false
  return (part) =>
    (vendor === undefined || part.vendor === vendor) &&
    (symbol === undefined || part.instrument === symbol) &&
    (interval === undefined || part.interval === interval) &&
    (days === undefined || part.fetchedMs < nowMs - days * DAY_MS)
}

function daysOf(text: string): number {
  const days = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(days)) return days
  throw new UsageError(
    'BAD_NUMBER',
    `--older-than must be a number of days from 0 on, but it is '${text}'.`,
    {
      text,
    },
  )
}

export async function cacheVerify(flags: CommonFlags): Promise<void> {
  const none = { parts: 0, bars: 0, bytes: 0, damaged: [], damagedRows: 0 }
  const { damaged, damagedRows, ...counts } = await withCache(flags, (cache) => cache.verify(), none)
  if (damaged.length > 0 || damagedRows > 0) {
    const first = damaged[0]
    const named =
      first === undefined
        ? ''
        : ` (the first: ${first.instrument} from ${first.vendor}, ${isoTime(first.fromMs)} to before ${isoTime(first.toMs)}, ${first.file})`
    throw new DataError(
      'CACHE_PART_DAMAGED',
      `Every part of the cache must be as it was written, but ${damaged.length} of ${counts.parts} parts${named} and ${damagedRows} rows of its index are not. They are never used; throughline cache prune removes them, and they are fetched again when they are asked for.`,
      { damaged: damaged.map((part) => ({ ...part })), damagedRows },
    )
  }
  await answer(flags, {
    document: { ok: true, ...counts },
    text: () =>
      `The cache is as it was written: ${formatCount(counts.parts)} parts, ${formatCount(counts.bars)} bars, ${formatCount(counts.bytes)} bytes`,
  })
}
