/** `snapshot fetch`: bars of a vendor, through the cache, to a sealed, named snapshot, or to nothing. */
import { join } from 'node:path'
import {
  type FetchedSeries,
  type FetchProgress,
  type FetchSnapshotRequest,
  fetchSnapshot,
  type InstrumentAttributes,
  openBarCache,
  type RetryNotice,
  surroundingsOf,
  timeRange,
  type Vendor,
  vendorOf,
} from '../../data/index.ts'
import { CALENDAR_NAMES, isoTime, parseInterval, UsageError } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { undoOnInterrupt } from '../shell/interrupt.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { createBar } from '../shell/progress.ts'
import { projectSettings, storeDirOf } from '../shell/settings.ts'
import { type AttributeFlags, attributesOf, optional } from './import-request.ts'
import { sealAs } from './sealing.ts'
import { contentText, findingLines, snapshotDocument, sourceText } from './text.ts'

export interface FetchFlags extends CommonFlags, AttributeFlags {
  readonly id: string
  readonly symbols: string
  readonly interval: string
  readonly from: string
  readonly to: string
  readonly calendar?: string
  readonly accept?: readonly string[]
  readonly offline?: boolean
}

export const CACHE_FOLDER = 'cache'

export async function fetchFromVendor(flags: FetchFlags, [name = '']: readonly string[]): Promise<void> {
  const instruments = symbolsOf(flags.symbols)
  const interval = parseInterval(flags.interval)
  const range = timeRange(flags.from, flags.to)
  const calendar = optional('--calendar', flags.calendar, CALENDAR_NAMES)
  const retries: RetryNotice[] = []
  const vendor = await vendorNamed(name, retries)
  const attributes = attributesFor(vendor, instruments, await attributesOf(flags))
  const cache = await openBarCache(join(await storeDirOf(flags), CACHE_FOLDER), Date.now())
  const stop = new AbortController()
  // What has come when Ctrl-C is pressed is kept at once: the process ends right after.
  const settle = undoOnInterrupt(() => stop.abort())
  const bar = createBar(flags, 'fetching')
  const request: Omit<FetchSnapshotRequest, 'folder'> = {
    ...range,
    cache,
    instruments,
    interval,
    attributes,
    source: vendor.source,
    signal: stop.signal,
    nowMs: Date.now,
    offline: flags.offline === true,
    onProgress: progressInto(bar),
    ...(calendar === undefined ? {} : { calendar }),
    ...(flags.accept === undefined ? {} : { accept: flags.accept }),
  }
  try {
    await sealFetched(flags, request, retries, bar.stop)
  } finally {
    settle()
    bar.stop()
    cache.close()
  }
}

async function sealFetched(
  flags: FetchFlags,
  request: Omit<FetchSnapshotRequest, 'folder'>,
  ...[retries, stopBar]: readonly [readonly RetryNotice[], () => void]
): Promise<void> {
  let fetched: readonly FetchedSeries[] = []
  const { snapshot, outcome, sealed } = await sealAs(flags, flags.id, async (folder) => {
    const done = await fetchSnapshot({ ...request, folder })
    fetched = done.fetched
    return done.sealed
  })
  stopBar()
  const counts = countsOf(fetched, retries)
  const { interval, sources } = sealed.manifest
  await answer(flags, {
    document: { ...snapshotDocument(snapshot), outcome, interval, sources, cache: counts },
    text: () =>
      [
        `${outcome === 'existing' ? 'Already sealed, with the same content' : 'Sealed'}: ${snapshot.id}`,
        `  ${contentText(snapshot)}`,
        ...sources.map((source) => `  ${sourceText(source)}`),
        `  cache: ${counts.hits} ${counts.hits === 1 ? 'hit' : 'hits'}, ${counts.misses} ${counts.misses === 1 ? 'miss' : 'misses'}${counts.damaged > 0 ? `, ${counts.damaged} damaged and fetched again` : ''}${counts.retries > 0 ? `; ${counts.retries} requests were tried again` : ''}`,
        ...lateStarts(fetched, request),
        `  hash ${snapshot.hash}`,
        ...findingLines(snapshot.findings),
      ].join('\n'),
  })
}

function countsOf(fetched: readonly FetchedSeries[], retries: readonly RetryNotice[]) {
  const sum = (count: (one: FetchedSeries) => number): number =>
    fetched.reduce((total, one) => total + count(one), 0)
  return {
    hits: sum(({ hits }) => hits),
    misses: sum(({ asked }) => asked.length),
    barsRead: sum(({ bars, fetchedBars }) => bars.timeMs.length - fetchedBars),
    barsFetched: sum(({ fetchedBars }) => fetchedBars),
    damaged: sum(({ damaged }) => damaged),
    retries: retries.length,
  }
}

const SHOWN = 5
const LATE_BARS = 10

/** Bars that begin long after what was asked for: a vendor that does not reach back so far says nothing of it. */
function lateStarts(
  fetched: readonly FetchedSeries[],
  { fromMs, interval }: Omit<FetchSnapshotRequest, 'folder'>,
): string[] {
  const lengthMs = interval.fixedMs ?? interval.months * 31 * 86_400_000
  const late = fetched.filter(({ bars }) => bars.timeMs[0]! - fromMs > LATE_BARS * lengthMs + 86_400_000)
  return late
    .slice(0, SHOWN)
    .map(
      ({ instrument, bars }) =>
        `  ${instrument} begins ${isoTime(bars.timeMs[0]!)}, asked from ${isoTime(fromMs)}`,
    )
    .concat(late.length > SHOWN ? [`  and ${late.length - SHOWN} more begin later than asked`] : [])
}

function symbolsOf(text: string): string[] {
  const symbols = text.split(',').map((symbol) => symbol.trim())
  if (symbols.every((symbol) => symbol !== '')) return [...new Set(symbols)]
  throw new UsageError(
    'BAD_SYMBOLS',
    `--symbols must be names with commas between them, but it is '${text}'.`,
    { symbols: text },
  )
}

async function vendorNamed(name: string, retries: RetryNotice[]): Promise<Vendor> {
  const { file, values } = (await projectSettings()).vendors
  const onRetry = (retry: RetryNotice): void => {
    retries.push(retry)
    if (process.stderr.isTTY === true) {
      process.stderr.write(
        `${retry.vendor}: ${retry.code}, again in ${(retry.waitMs / 1_000).toFixed(1)} s\n`,
      )
    }
  }
  const surroundings = surroundingsOf({ nowMs: Date.now, random: Math.random, env: process.env, onRetry })
  return vendorOf({ vendor: name, tables: values, file }, surroundings)
}

/** What the vendor's instruments are, where flags and table say nothing else. */
function attributesFor(
  { instruments: { assetClass, currencyOf } }: Vendor,
  instruments: readonly string[],
  given: InstrumentAttributes,
): InstrumentAttributes {
  if (given.table !== undefined) return given
  const currencies = instruments.flatMap((id) => {
    const currency = given.all?.currency ?? currencyOf(id)
    return currency === undefined ? [] : [[id, { currency }] as const]
  })
  return {
    all: { ...(assetClass === undefined ? {} : { assetClass }), ...given.all },
    byId: Object.fromEntries(currencies),
  }
}

/** Rate and time left, from the bars and the span of time that have come since the start. */
function progressInto(bar: ReturnType<typeof createBar>): (progress: FetchProgress) => void {
  const startMs = performance.now()
  let firstDoneMs: number | undefined
  return ({ doneMs, totalMs, bars, fetchedBars }) => {
    firstDoneMs ??= doneMs
    const seconds = (performance.now() - startMs) / 1_000
    const rate = seconds > 0 ? Math.round(fetchedBars / seconds) : 0
    const gained = doneMs - firstDoneMs
    const left = gained > 0 ? `, ${Math.ceil((seconds * (totalMs - doneMs)) / gained)} s left` : ''
    bar.at(doneMs, totalMs, `${formatCount(bars)} bars, ${formatCount(rate)} fetched/s${left}`)
  }
}
