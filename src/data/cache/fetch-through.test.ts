import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseInterval, VenueError } from '../../model/index.ts'
import type { BarPage, BarRequest, BarSource } from '../vendors/bar-source.ts'
import { type BarCache, openBarCache } from './bar-cache.ts'
import { type FetchRequest, fetchBars } from './fetch-through.ts'

const DAY = 86_400_000
const START = Date.UTC(2023, 0, 1)
const NOW = Date.UTC(2024, 0, 1)

let folder: string
let cache: BarCache
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-cache-'))
  cache = await openBarCache(folder, NOW)
})
afterEach(() => {
  cache.close()
  rmSync(folder, { recursive: true, force: true })
})

const priceOf = (timeMs: number): number => 100 + ((timeMs / 60_000) % 977) / 10

/** A vendor with a bar at each of the times, which counts what it is asked. */
function sourceOf(
  times: readonly number[],
  options: { failAfter?: number; pageSize?: number; zone?: string } = {},
) {
  const asked: { instrument: string; from: number; to: number }[] = []
  const { failAfter = Number.POSITIVE_INFINITY, pageSize = 50 } = options
  let pages = 0
  async function* read({ instrument, fromMs, toMs }: BarRequest): AsyncGenerator<BarPage> {
    asked.push({ instrument, from: fromMs, to: toMs })
    const wanted = times.filter((time) => time >= fromMs && time < toMs)
    for (let from = 0; from < wanted.length; from += pageSize) {
      if (pages++ >= failAfter) throw new VenueError('VENDOR_FAILED', 'broken', 'safe')
      const timeMs = Float64Array.from(wanted.slice(from, from + pageSize))
      const prices = timeMs.map(priceOf)
      const bars = { timeMs, open: prices, high: prices, low: prices, close: prices, volume: prices }
      yield { bars, dropped: { repeated: 0, outside: 0, open: 0 } }
    }
  }
  const source: BarSource = {
    name: 'fake',
    variant: 'v1',
    capabilities: {
      intervals: null,
      barsPerPage: pageSize,
      dayZone: options.zone ?? 'UTC',
      adjustment: 'raw',
    },
    fetch: read,
  }
  return { source, asked }
}

const dailyTimes = (days: number): number[] => Array.from({ length: days }, (_, n) => START + n * DAY)

function request(
  source: BarSource,
  from: number,
  to: number,
  more: Partial<FetchRequest> = {},
): FetchRequest {
  return {
    cache,
    source,
    instruments: ['A'],
    interval: parseInterval('1d'),
    fromMs: START + from * DAY,
    toMs: START + to * DAY,
    nowMs: () => NOW,
    ...more,
  }
}

const timesOf = async (wanted: FetchRequest): Promise<number[]> =>
  Array.from((await fetchBars(wanted))[0]!.bars.timeMs)

describe('a range', () => {
  it('is fetched once, and read with the same bits after that', async () => {
    const { source, asked } = sourceOf(dailyTimes(100))
    const [cold] = await fetchBars(request(source, 0, 100))
    const [warm] = await fetchBars(request(source, 0, 100))
    expect(warm!.bars).toEqual(cold!.bars)
    expect(asked).toHaveLength(1)
    expect([cold!.hits, cold!.fetchedBars, warm!.hits, warm!.fetchedBars]).toEqual([0, 100, 1, 0])
    expect(cache.stats().counters).toEqual({ hits: 1, misses: 1, barsRead: 100, barsFetched: 100 })
  })

  it('that is wider fetches only what is missing, on both sides and in the middle', async () => {
    const { source, asked } = sourceOf(dailyTimes(100))
    await fetchBars(request(source, 20, 30))
    await fetchBars(request(source, 50, 60))
    asked.length = 0
    expect(await timesOf(request(source, 10, 80))).toEqual(dailyTimes(100).slice(10, 80))
    expect(asked.map(({ from, to }) => [(from - START) / DAY, (to - START) / DAY])).toEqual([
      [10, 20],
      [30, 50],
      [60, 80],
    ])
    asked.length = 0
    expect(await timesOf(request(source, 0, 100))).toEqual(dailyTimes(100))
    expect(asked).toHaveLength(2)
  })

  it('is the same whatever ranges were asked before, in whatever order', async () => {
    const { source } = sourceOf(dailyTimes(60).filter((_, n) => n % 7 < 5))
    const span = fc.tuple(fc.nat(59), fc.integer({ min: 1, max: 30 }))
    await fc.assert(
      fc.asyncProperty(fc.array(span, { minLength: 1, maxLength: 8 }), async (spans) => {
        cache.prune(() => true, NOW)
        for (const [from, length] of spans) {
          const to = Math.min(60, from + length)
          const expected = dailyTimes(60).filter((_, n) => n % 7 < 5 && n >= from && n < to)
          expect(await timesOf(request(source, from, to))).toEqual(expected)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('of another variant, interval or instrument is another', async () => {
    const { source, asked } = sourceOf(dailyTimes(10))
    await fetchBars(request(source, 0, 10))
    await fetchBars(request({ ...source, variant: 'v2' }, 0, 10))
    await fetchBars(request(source, 0, 10, { instruments: ['B'] }))
    await fetchBars(request(source, 0, 10, { interval: parseInterval('1w') }))
    expect(asked).toHaveLength(4)
  })
})

describe('what may still change', () => {
  it('is fetched each time and never kept', async () => {
    const minutes = Array.from({ length: 300 }, (_, n) => NOW - 150 * 60_000 + n * 60_000)
    const { source } = sourceOf(minutes)
    const wanted = request(source, 0, 0, {
      interval: parseInterval('1m'),
      fromMs: NOW - 150 * 60_000,
      toMs: NOW + DAY,
      nowMs: () => NOW + 60 * 60_000 + 30_000,
    })
    const [first] = await fetchBars(wanted)
    const [second] = await fetchBars(wanted)
    expect(first!.bars).toEqual(second!.bars)
    expect(cache.stats().series[0]!.ranges.at(-1)!.toMs).toBeLessThanOrEqual(NOW)
    expect(second!.fetchedBars).toBe(60)
  })

  it('is not a bar at the end that may come late: recent silence is asked for again', async () => {
    const early = sourceOf(dailyTimes(362))
    const wanted = request(early.source, 350, 365)
    await fetchBars(wanted)
    const late = sourceOf(dailyTimes(365))
    expect(await timesOf(request(late.source, 350, 365))).toEqual(dailyTimes(365).slice(350, 365))
    expect(late.asked).toHaveLength(1)
    expect((late.asked[0]!.from - START) / DAY).toBeCloseTo(361, 3)
  })

  it('is not a symbol that the vendor does not know yet', async () => {
    const none = sourceOf([])
    await fetchBars(request(none.source, 0, 10))
    expect(cache.stats().series).toEqual([])
    const some = sourceOf(dailyTimes(10))
    expect(await timesOf(request(some.source, 0, 10))).toHaveLength(10)
  })
})

describe('a fetch that breaks off', () => {
  it('keeps what had come, and the next one asks only for the rest', async () => {
    const times = dailyTimes(300)
    const broken = sourceOf(times, { failAfter: 3 })
    await expect(fetchBars(request(broken.source, 0, 300))).rejects.toThrow('broken')
    const { source, asked } = sourceOf(times)
    expect(await timesOf(request(source, 0, 300))).toEqual(times)
    expect(asked).toEqual([{ instrument: 'A', from: times[149]! + 1, to: START + 300 * DAY }])
  })

  it('by its signal keeps what had come at once, also of others at work', async () => {
    const stop = new AbortController()
    const { source } = sourceOf(dailyTimes(300), { pageSize: 10 })
    const wanted = request(source, 0, 300, {
      instruments: ['A', 'B'],
      signal: stop.signal,
      onProgress: ({ bars }) => {
        if (bars >= 60) stop.abort()
      },
    })
    await expect(fetchBars(wanted)).rejects.toMatchObject({ code: 'VENDOR_CANCELLED' })
    const kept = cache.stats().series.reduce((sum, { bars }) => sum + bars, 0)
    expect(kept).toBeGreaterThanOrEqual(60)
    expect(cache.verify().damaged).toEqual([])
  })
})

describe('a part that is not as it was written', () => {
  const parts = (): string[] => readdirSync(join(folder, 'parts')).map((name) => join(folder, 'parts', name))

  it.each([[0.01], [0.5], [0.999]])('is found and fetched again (a byte flipped at %s)', async (where) => {
    const { source, asked } = sourceOf(dailyTimes(50))
    await fetchBars(request(source, 0, 50))
    const [path = ''] = parts()
    const bytes = readFileSync(path)
    const at = Math.floor(bytes.length * where)
    bytes[at] = bytes[at]! ^ 1
    writeFileSync(path, bytes)
    expect(cache.verify().damaged).toMatchObject([{ instrument: 'A' }])
    await expect(fetchBars(request(source, 0, 50, { offline: true }))).rejects.toMatchObject({
      code: 'CACHE_PART_DAMAGED',
    })
    const [again] = await fetchBars(request(source, 0, 50))
    expect(again!.damaged).toBe(1)
    expect(Array.from(again!.bars.timeMs)).toEqual(dailyTimes(50))
    expect(asked).toHaveLength(2)
    expect(cache.verify().damaged).toEqual([])
  })

  it('may be missing altogether', async () => {
    const { source } = sourceOf(dailyTimes(50))
    await fetchBars(request(source, 0, 50))
    rmSync(parts()[0]!)
    expect(await timesOf(request(source, 0, 50))).toEqual(dailyTimes(50))
  })

  it('may be a row of the index', async () => {
    const { source } = sourceOf(dailyTimes(50))
    await fetchBars(request(source, 0, 50))
    const { DatabaseSync } = await import('@photostructure/sqlite')
    const index = new DatabaseSync(join(folder, 'index.db'))
    index.exec('UPDATE parts SET toMs = toMs + 86400000')
    index.close()
    expect(cache.verify().damagedRows).toBe(1)
    expect(await timesOf(request(source, 0, 52))).toEqual(dailyTimes(50))
    expect(cache.verify()).toMatchObject({ damagedRows: 0, damaged: [] })
  })
})

describe('offline', () => {
  it('answers from the cache and asks nobody', async () => {
    const { source, asked } = sourceOf(dailyTimes(50))
    await fetchBars(request(source, 0, 50))
    asked.length = 0
    expect(await timesOf(request(source, 5, 45, { offline: true }))).toEqual(dailyTimes(50).slice(5, 45))
    await expect(fetchBars(request(source, 5, 60, { offline: true }))).rejects.toMatchObject({
      code: 'NOT_CACHED',
      exitCode: 3,
    })
    expect(asked).toEqual([])
  })
})

describe('pruning', () => {
  it('removes what is chosen, and files that no part needs', async () => {
    const { source } = sourceOf(dailyTimes(50))
    await fetchBars(request(source, 0, 50, { instruments: ['A', 'B'] }))
    writeFileSync(join(folder, 'parts', `${'0'.repeat(64)}.parquet`), 'left behind')
    expect(cache.prune(({ instrument }) => instrument === 'A', NOW)).toMatchObject({
      parts: 1,
      bars: 50,
      orphans: 1,
    })
    expect(cache.stats().series.map(({ instrument }) => instrument)).toEqual(['B'])
    expect(existsSync(join(folder, 'parts', `${'0'.repeat(64)}.parquet`))).toBe(false)
    expect(cache.verify().parts).toBe(1)
  })
})
