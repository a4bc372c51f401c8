/** A warm cache: a year of daily bars of 100 symbols and a year of minutes of one, from opening the cache to the columns. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BarSource, fetchBars, openBarCache } from '../../src/data/index.ts'
import { type Interval, parseInterval } from '../../src/model/index.ts'
import { type Sample, sampleOf } from '../measure.ts'
import type { Section } from '../section.ts'
import { decimal, textTable, whole } from '../text-table.ts'

const FROM_MS = Date.UTC(2022, 0, 1)
const TO_MS = Date.UTC(2023, 0, 1)
const NOW_MS = Date.UTC(2024, 0, 1)

interface Case {
  readonly name: string
  readonly instruments: number
  readonly interval: Interval
}

const CASES: readonly Case[] = [
  { name: 'a year of days', instruments: 100, interval: parseInterval('1d') },
  { name: 'a year of minutes', instruments: 1, interval: parseInterval('1m') },
]

/** A vendor that is as fast as memory: what is measured cold is the cache's own work. */
const source: BarSource = {
  name: 'memory',
  variant: 'bench',
  capabilities: { intervals: null, barsPerPage: 10_000, dayZone: 'UTC', adjustment: 'raw' },
  async *fetch({ interval, fromMs, toMs }) {
    const stepMs = interval.fixedMs ?? 0
    for (let at = fromMs; at < toMs; at += 10_000 * stepMs) {
      const count = Math.min(10_000, Math.ceil((toMs - at) / stepMs))
      const timeMs = Float64Array.from({ length: count }, (_, n) => at + n * stepMs)
      const price = timeMs.map((time) => 100 + (time % 977) / 8)
      const bars = { timeMs, open: price, high: price, low: price, close: price, volume: price }
      yield { bars, dropped: { repeated: 0, outside: 0, open: 0 } }
    }
  },
}

export const cacheSection: Section = async (setting) => {
  const repetitions = setting.options.quick ? 5 : 15
  const reports: (Case & { readonly bars: number; readonly cold: number; readonly warm: Sample })[] = []
  for (const one of CASES) reports.push({ ...one, ...(await measure(one, repetitions)) })
  setting.say(
    'ms from opening the cache to columns whose bytes were checked; cold: fetched from memory and kept',
  )
  setting.say(
    textTable(
      ['range', 'symbols', 'bars', 'cold', 'warm, first', 'median', 'least'],
      reports.map(({ name, instruments, bars, cold, warm }) => [
        name,
        whole(instruments),
        whole(bars),
        decimal(cold),
        decimal(warm.first),
        decimal(warm.median),
        decimal(warm.least),
      ]),
    ),
  )
  setting.say('')
  return { cases: reports }
}

async function measure({ instruments, interval }: Case, repetitions: number) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-cache-'))
  const names = Array.from({ length: instruments }, (_, n) => `S${n}`)
  const run = async (): Promise<{ ms: number; bars: number; fetched: number }> => {
    const since = performance.now()
    const cache = await openBarCache(folder, NOW_MS)
    const request = { cache, source, instruments: names, interval, fromMs: FROM_MS, toMs: TO_MS }
    const series = await fetchBars({ ...request, nowMs: () => NOW_MS })
    cache.close()
    const ms = performance.now() - since
    const sum = (count: (one: (typeof series)[number]) => number): number =>
      series.reduce((total, one) => total + count(one), 0)
    return { ms, bars: sum(({ bars }) => bars.timeMs.length), fetched: sum(({ fetchedBars }) => fetchedBars) }
  }
  try {
    const cold = await run()
    const warm: number[] = []
    for (let n = 0; n < repetitions; n++) {
      const { ms, bars, fetched } = await run()
      if (bars !== cold.bars || fetched !== 0) throw new Error('A warm cache must answer all by itself.')
      warm.push(ms)
    }
    return { bars: cold.bars, cold: cold.ms, warm: sampleOf(warm) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
