/**
 * Bars of a range through the cache: what is there is read, what is missing is fetched and kept, page by page, so that a
 * fetch that is broken off loses at most what has not filled a part yet. Bars of the source's current day are fetched
 * each time and never kept. Silence at the end of what a vendor sent is believed only when it is some days old: a bar may
 * come late, and a gap that is kept would never be asked for again.
 */
import type { Interval } from '../../model/index.ts'
import type { SeriesColumns } from '../series.ts'
import type { BarSource, Dropped } from '../vendors/bar-source.ts'
import { DAY_MS, horizonOf } from '../vendors/days.ts'
import { cancelled } from '../vendors/vendor-error.ts'
import type { BarCache } from './bar-cache.ts'
import type { SeriesKey } from './cache-index.ts'
import { notCached } from './cache-refusals.ts'
import { concat, join, type Piece, type Range } from './series-ranges.ts'

/** Bars that are held before they become a part. */
const PART_BARS = 10_000
const BELIEVED_AFTER_MS = 5 * DAY_MS

export interface FetchRequest extends Range {
  readonly cache: BarCache
  readonly source: BarSource
  readonly instruments: readonly string[]
  readonly interval: Interval
  /** Nothing is asked of the vendor: what is missing refuses the fetch. */
  readonly offline?: boolean
  readonly signal?: AbortSignal
  readonly nowMs: () => number
  readonly onProgress?: (progress: FetchProgress) => void
  /** Instruments that are fetched at once; 4 where it is left out. */
  readonly concurrency?: number
}

export interface FetchProgress {
  /** Spans of time, summed over instruments, that are there and that are wanted. */
  readonly doneMs: number
  readonly totalMs: number
  /** Instruments that are complete. */
  readonly instruments: number
  readonly bars: number
  readonly fetchedBars: number
}

export interface FetchedSeries {
  readonly instrument: string
  readonly bars: SeriesColumns
  /** Bars that came from the vendor now. */
  readonly fetchedBars: number
  /** Ranges that were asked of the vendor now. */
  readonly asked: readonly Range[]
  /** Parts of the cache that were read. */
  readonly hits: number
  /** Parts that were not as they were written, and whose ranges were fetched again. */
  readonly damaged: number
  readonly dropped: Dropped
}

/**
 * The closed bars of the range for each instrument, in the given order. Throws `VenueError` (VENDOR_*, VENDOR_CANCELLED)
 * and, offline, `DataError` NOT_CACHED, CACHE_PART_DAMAGED; what had come by then is kept.
 */
export async function fetchBars(request: FetchRequest): Promise<FetchedSeries[]> {
  const { instruments, concurrency = 4 } = request
  const stop = new AbortController()
  const onAbort = (): void => stop.abort()
  request.signal?.addEventListener('abort', onAbort, { once: true })
  if (request.signal?.aborted === true) stop.abort()
  const progress = createProgress(request)
  const results: FetchedSeries[] = []
  let next = 0
  let failure: { readonly error: unknown } | undefined
  const work = async (): Promise<void> => {
    while (next < instruments.length && failure === undefined) {
      const index = next++
      try {
        const one = { ...request, signal: stop.signal, instrument: instruments[index]!, progress }
        results[index] = await fetchOne(one)
        progress.complete()
      } catch (error) {
        failure ??= { error }
        stop.abort()
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, instruments.length) }, work))
  } finally {
    request.signal?.removeEventListener('abort', onAbort)
  }
  if (failure !== undefined) throw failure.error
  request.cache.count({
    hits: sumOf(results, ({ hits }) => hits),
    misses: sumOf(results, ({ asked }) => asked.length),
    barsRead: sumOf(results, ({ bars, fetchedBars }) => bars.timeMs.length - fetchedBars),
    barsFetched: sumOf(results, ({ fetchedBars }) => fetchedBars),
  })
  return results
}

function sumOf<T>(list: readonly T[], value: (one: T) => number): number {
  return list.reduce((sum, one) => sum + value(one), 0)
}

interface Progress {
  readonly add: (spanMs: number, bars: number, fetched: number) => void
  readonly complete: () => void
}

function createProgress({ instruments, fromMs, toMs, onProgress }: FetchRequest): Progress {
  const totalMs = instruments.length * (toMs - fromMs)
  const sum = { doneMs: 0, instruments: 0, bars: 0, fetchedBars: 0 }
  const tell = (): void => onProgress?.({ totalMs, ...sum, doneMs: Math.min(totalMs, sum.doneMs) })
  return {
    add: (spanMs, bars, fetched) => {
      sum.doneMs += spanMs
      sum.bars += bars
      sum.fetchedBars += fetched
      tell()
    },
    complete: () => {
      sum.instruments++
      tell()
    },
  }
}

interface OneFetch extends FetchRequest {
  readonly instrument: string
  readonly signal: AbortSignal
  readonly progress: Progress
}

async function fetchOne(fetch: OneFetch): Promise<FetchedSeries> {
  const { cache, source, instrument, interval, fromMs, toMs, progress } = fetch
  const key = { vendor: source.name, variant: source.variant, instrument, interval: interval.text }
  const { finalMs, closedMs } = horizonOf(interval, source.capabilities.dayZone, fetch.nowMs())
  const keptToMs = Math.max(fromMs, Math.min(toMs, finalMs))
  const cached = cache.read(key, { fromMs, toMs: keptToMs }, fetch.offline === true ? 'keep' : 'drop')
  const openTail = { fromMs: keptToMs, toMs: Math.min(toMs, closedMs) }
  const hasTail = openTail.toMs > openTail.fromMs
  if (fetch.offline === true) {
    const missing = [...cached.missing, ...(hasTail ? [openTail] : [])]
    if (missing.length > 0) throw notCached({ key, missing, damaged: cached.damaged, finalMs })
  }
  for (const { fromMs: from, toMs: to, bars } of cached.pieces) progress.add(to - from, bars.timeMs.length, 0)
  const pieces: Piece[] = [...cached.pieces]
  let dropped: Dropped = { repeated: 0, outside: 0, open: 0 }
  const asked = [...cached.missing, ...(hasTail ? [openTail] : [])]
  for (const range of asked) {
    const isKept = range !== openTail
    const fetched = await fetchRange(fetch, key, { range, isKept })
    pieces.push({ ...range, bars: fetched.bars })
    dropped = add(dropped, fetched.dropped)
  }
  const before = cached.pieces.reduce((sum, { bars }) => sum + bars.timeMs.length, 0)
  const bars = join(pieces)
  return {
    instrument,
    bars,
    fetchedBars: bars.timeMs.length - before,
    asked,
    hits: cached.pieces.length,
    damaged: cached.damaged,
    dropped,
  }
}

interface Gap {
  readonly range: Range
  /** Whether its bars may be kept. */
  readonly isKept: boolean
}

async function fetchRange(
  fetch: OneFetch,
  key: SeriesKey,
  { range, isKept }: Gap,
): Promise<{ readonly bars: SeriesColumns; readonly dropped: Dropped }> {
  const { source, instrument, interval, signal, progress } = fetch
  const all: SeriesColumns[] = []
  let dropped: Dropped = { repeated: 0, outside: 0, open: 0 }
  let shownMs = range.fromMs
  const keeper = createKeeper(fetch, key, range)
  // Ctrl-C ends the process before anything waiting goes on: what has come is kept at once.
  const onAbort = (): void => {
    if (isKept) keeper.flush()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for await (const page of source.fetch({ instrument, interval, ...range, signal })) {
      const { timeMs } = page.bars
      dropped = add(dropped, page.dropped)
      if (timeMs.length === 0) continue
      all.push(page.bars)
      if (isKept) keeper.take(page.bars)
      const lastMs = timeMs.at(-1)!
      progress.add(lastMs - shownMs, timeMs.length, timeMs.length)
      shownMs = lastMs
      if (signal.aborted) throw cancelled(source.name)
    }
    if (signal.aborted) throw cancelled(source.name)
    if (isKept) keeper.finish()
    progress.add(range.toMs - shownMs, 0, 0)
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (isKept) keeper.flush()
  }
  return { bars: concat(all), dropped }
}

interface Keeper {
  readonly take: (bars: SeriesColumns) => void
  /** Keeps what was taken, complete up to its last bar. */
  readonly flush: () => void
  /** The vendor has no more: keeps what was taken and the silence after it. */
  readonly finish: () => void
}

function createKeeper({ cache, nowMs }: OneFetch, key: SeriesKey, range: Range): Keeper {
  let held: SeriesColumns[] = []
  let count = 0
  let keptToMs = range.fromMs
  const keep = (toMs: number): void => {
    if (toMs <= keptToMs) return
    const bars = concat(held)
    cache.keep(key, { fromMs: keptToMs, toMs, bars }, nowMs())
    held = []
    count = 0
    keptToMs = toMs
  }
  const flush = (): void => {
    const lastMs = held.at(-1)?.timeMs.at(-1)
    if (lastMs !== undefined) keep(lastMs + 1)
  }
  return {
    take: (bars) => {
      held.push(bars)
      count += bars.timeMs.length
      if (count >= PART_BARS) flush()
    },
    flush,
    finish: () => {
      const lastMs = held.at(-1)?.timeMs.at(-1) ?? keptToMs - 1
      const believedToMs = Math.min(range.toMs, Math.max(lastMs + 1, nowMs() - BELIEVED_AFTER_MS))
      const isKnown = lastMs >= range.fromMs || cache.hasBars(key)
      // Nothing at all may be a symbol that the vendor does not know yet, or not any more.
      if (isKnown) keep(believedToMs)
    },
  }
}

function add(a: Dropped, b: Dropped): Dropped {
  return { repeated: a.repeated + b.repeated, outside: a.outside + b.outside, open: a.open + b.open }
}
