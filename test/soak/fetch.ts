/**
 * Fetches that are killed at random moments, in every third round two at once on one cache: whatever the moment, the cache
 * holds whole parts with the vendor's own bars, all that was acknowledged is there, and the next fetch completes, asks only
 * for what is missing and seals the same snapshot. Run by scripts/soak.mjs with the number of rounds.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { httpBarsServer, type VendorBar, type VendorServer } from 'throughline/testing'
import {
  fetchBars,
  fetchSnapshot,
  type HttpSourceOptions,
  httpSource,
  listSealed,
  openBarCache,
  surroundingsOf,
  verifySnapshot,
} from '../../src/data/index.ts'
import { parseInterval } from '../../src/model/index.ts'

const SYMBOL = 'SOAK'
const MINUTE_MS = 60_000
const START_MS = Date.UTC(2023, 0, 2)
const BARS = 45_000
const PAGE = 3_000
/** Ranges that a child fetches one after another, each acknowledged. */
const STEPS = 3
const NOW_MS = Date.UTC(2024, 0, 1)
const KEY = 'soak-key'

const bars: VendorBar[] = Array.from({ length: BARS }, (_, n) => {
  const price = 100 + (n % 997) / 8
  return {
    timeMs: START_MS + n * MINUTE_MS,
    open: price,
    high: price + 1,
    low: price - 1,
    close: price + 0.5,
    volume: n % 100,
  }
})

function startServer(): Promise<VendorServer> {
  const world = { symbol: SYMBOL, interval: '1m', bars, nowMs: NOW_MS, pageSize: PAGE }
  return httpBarsServer(world, { shape: 'columns-time', key: KEY })
}

function sourceAt(url: string) {
  const options: HttpSourceOptions = {
    name: 'soak',
    url: `${url}/bars?symbol={symbol}&from={from_ms}&to={to_ms}`,
    format: 'json',
    rows: 'chart',
    fields: { time: 't', open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' },
    timeFormat: 'epoch-ms',
    dayZone: 'UTC',
    order: 'ascending',
    paging: { kind: 'time' },
    pageSize: PAGE,
    intervals: { '1m': '1m' },
    adjustment: 'raw',
    headers: { 'x-key': '{env:SOAK_KEY}' },
    requestsPerMinute: 1_000_000,
  }
  const world = { nowMs: () => NOW_MS, random: Math.random, env: { SOAK_KEY: KEY } }
  return httpSource(options, surroundingsOf(world))
}

const stepEnd = (step: number): number => START_MS + Math.ceil((BARS * step) / STEPS) * MINUTE_MS

async function fetchTo(url: string, folder: string, toMs: number, more: { offline?: boolean } = {}) {
  const cache = await openBarCache(join(folder, 'cache'), Date.now())
  try {
    const wanted = {
      cache,
      source: sourceAt(url),
      instruments: [SYMBOL],
      interval: parseInterval('1m'),
      fromMs: START_MS,
      toMs,
      nowMs: () => NOW_MS,
      ...more,
    }
    const [one] = await fetchBars(wanted)
    return { wanted, one: one! }
  } finally {
    cache.close()
  }
}

async function sealAll(url: string, folder: string) {
  const cache = await openBarCache(join(folder, 'cache'), Date.now())
  try {
    return await fetchSnapshot({
      cache,
      source: sourceAt(url),
      instruments: [SYMBOL],
      interval: parseInterval('1m'),
      fromMs: START_MS,
      toMs: stepEnd(STEPS),
      nowMs: () => NOW_MS,
      folder: join(folder, 'snapshots'),
    })
  } finally {
    cache.close()
  }
}

async function child(url: string, folder: string): Promise<void> {
  for (let step = 1; step <= STEPS; step++) {
    await fetchTo(url, folder, stepEnd(step))
    writeSync(1, `kept ${step}\n`)
  }
  const { sealed } = await sealAll(url, folder)
  writeSync(1, `sealed ${sealed.hash}\n`)
}

interface Killed {
  /** How many steps were acknowledged. */
  readonly steps: number
  readonly hash: string | undefined
}

async function killedChild(url: string, folder: string, afterMs: number): Promise<Killed> {
  const started = spawn(process.execPath, [...process.execArgv, process.argv[1]!, 'child', url, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let errors = ''
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const ended = new Promise((resolve) => started.on('close', resolve))
  await Promise.race([ended, sleep(afterMs, undefined, { ref: false })])
  started.kill('SIGKILL')
  await ended
  assert.equal(errors, '')
  return { steps: said.split('kept').length - 1, hash: /sealed ([0-9a-f]{64})/.exec(said)?.[1] }
}

/** What a kill left must be whole; gives how many bars are there. */
async function inspect(url: string, folder: string, acknowledged: number): Promise<number> {
  const cache = await openBarCache(join(folder, 'cache'), Date.now())
  const { damaged, damagedRows } = cache.verify()
  assert.deepEqual([damaged, damagedRows], [[], 0])
  const ranges = cache.stats().series.flatMap((series) => series.ranges)
  cache.close()
  for (const { fromMs, toMs } of ranges) {
    assert.equal(fromMs, START_MS, 'a fetch that goes forward leaves no hole')
    assert.ok(toMs >= (acknowledged === 0 ? START_MS : stepEnd(acknowledged)), 'acknowledged bars are lost')
    await requireTruth(url, folder, toMs)
  }
  if (acknowledged > 0) assert.equal(ranges.length, 1)
  const endMs = ranges[0]?.toMs ?? START_MS
  return bars.filter(({ timeMs }) => timeMs < endMs).length
}

async function requireTruth(url: string, folder: string, toMs: number): Promise<void> {
  const { one } = await fetchTo(url, folder, toMs, { offline: true })
  const truth = bars.filter(({ timeMs }) => timeMs < toMs)
  for (const field of ['timeMs', 'open', 'high', 'low', 'close', 'volume'] as const) {
    assert.deepEqual(
      one.bars[field],
      Float64Array.from(truth, (bar) => bar[field]),
    )
  }
}

async function soak(rounds: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'throughline-fetch-soak-'))
  const server = await startServer()
  try {
    const startMs = performance.now()
    const whole = await killedChild(server.url, join(root, 'warm'), 120_000)
    assert.ok(whole.hash !== undefined, 'a fetch that is left alone must complete')
    const wholeMs = performance.now() - startMs
    const sum = { killed: 0, nothing: 0, inPart: 0, kept: 0 }
    for (let round = 0; round < rounds; round++) {
      const folder = join(root, `round-${round}`)
      const children = round % 3 === 2 ? 2 : 1
      const ends = await Promise.all(
        Array.from({ length: children }, () =>
          killedChild(server.url, folder, wholeMs * children * (0.25 + 0.75 * Math.random())),
        ),
      )
      const before = await inspect(server.url, folder, Math.max(...ends.map(({ steps }) => steps)))
      const { sealed, fetched } = await sealAll(server.url, folder)
      assert.equal(sealed.hash, whole.hash)
      assert.equal(fetched[0]!.fetchedBars, BARS - before, 'only what is missing is fetched')
      for (const hash of listSealed(join(folder, 'snapshots'))) {
        assert.equal(hash, whole.hash)
        verifySnapshot({ folder: join(folder, 'snapshots'), hash })
      }
      assert.deepEqual(readdirSync(join(folder, 'cache', 'drafts')), [])
      sum.killed += ends.filter(({ hash }) => hash === undefined).length
      sum.nothing += before === 0 ? 1 : 0
      sum.inPart += before > 0 && before < BARS ? 1 : 0
      sum.kept += before
      rmSync(folder, { recursive: true })
    }
    console.log(
      `${rounds} rounds, ${sum.killed} fetches killed before they were done: ${sum.nothing} had kept nothing, ${sum.inPart} a part; ${sum.kept} bars kept, none torn, none fetched twice`,
    )
  } finally {
    await server.close()
    rmSync(root, { recursive: true, force: true })
  }
}

const [first, url, folder] = process.argv.slice(2)
await (first === 'child' ? child(url!, folder!) : soak(Number(first)))
