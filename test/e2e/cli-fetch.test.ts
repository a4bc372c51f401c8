/** `snapshot fetch` and `cache` as a user calls them, against local vendors. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isoTime } from '../../src/model/index.ts'
import {
  alpacaServer,
  barAt,
  binanceServer,
  httpBarsServer,
  type VendorServer,
  type VendorWorld,
} from '../../src/testing/index.ts'
import {
  answerOf,
  ensureBuilt,
  type Finished,
  finish,
  MAIN,
  newFolder,
  refusalOf,
  throughline,
} from './cli-process.ts'

const DAY_MS = 86_400_000
const KEYS = { keyId: 'PLANTED-KEY-ID-93', secret: 'planted/secret+41=' }
const ENV = { APCA_API_KEY_ID: KEYS.keyId, APCA_API_SECRET_KEY: KEYS.secret }

/** A year of weekdays, long over. */
function yearOf(symbol: string): VendorWorld {
  const days = Array.from({ length: 366 }, (_, n) => Date.UTC(2020, 0, 1) + n * DAY_MS)
  const weekdays = days.filter((day) => new Date(day).getUTCDay() % 6 !== 0)
  const bars = weekdays.map((timeMs, n) => barAt(timeMs, n))
  return { symbol, interval: '1d', bars, nowMs: Date.UTC(2024, 0, 1), pageSize: 100 }
}

let cwd: string
let server: VendorServer
beforeAll(ensureBuilt)
beforeEach(async () => {
  cwd = await newFolder()
  server = await alpacaServer(yearOf('ACME'), KEYS)
  writeFileSync(join(cwd, 'throughline.toml'), `[vendors.alpaca]\nbase_url = "${server.url}"\n`)
})
afterEach(() => server.close())

const fetchArgs = (id: string, from = '2020-01-01', to = '2020-12-31'): string[] =>
  'snapshot fetch alpaca --symbols ACME --interval 1d'
    .split(' ')
    .concat('--from', from, '--to', to, '--id', id)

describe('fetching', () => {
  it('seals what the vendor has, says where it comes from, and needs the vendor once', async () => {
    const first = await answerOf(fetchArgs('year'), { cwd, env: ENV })
    expect(first).toMatchObject({
      id: 'year',
      bars: 262,
      instruments: 1,
      from: '2020-01-01',
      to: '2020-12-31',
    })
    expect(first['cache']).toMatchObject({ hits: 0, misses: 1, barsFetched: 262, retries: 0 })
    expect(first['sources']).toMatchObject([
      { kind: 'vendor', name: 'alpaca', adjustment: 'raw', rows: 262, fetchedRows: 262 },
    ])
    expect(server.requests).toHaveLength(3)
    const again = await answerOf(fetchArgs('year'), { cwd, env: ENV })
    expect(again).toMatchObject({ hash: first['hash'], outcome: 'existing' })
    expect(again['cache']).toMatchObject({ hits: 1, misses: 0, barsFetched: 0 })
    expect(server.requests).toHaveLength(3)
    const { stdout } = await throughline(['snapshot', 'show', 'year'], { cwd })
    expect(stdout).toContain('alpaca (stocks feed=sip adjustment=raw')
    expect(stdout).toContain('raw prices; asked from 2020-01-01 to before 2021-01-01')
  })

  it('gives the hash that an import of the same bars gives', async () => {
    const { hash } = await answerOf(fetchArgs('fetched'), { cwd, env: ENV })
    const rows = yearOf('ACME').bars.map(({ timeMs, open, high, low, close, volume }) =>
      [isoTime(timeMs), 'ACME', open, high, low, close, volume].join(','),
    )
    writeFileSync(join(cwd, 'bars.csv'), `date,symbol,open,high,low,close,volume\n${rows.join('\n')}\n`)
    const imported = await answerOf(['snapshot', 'import', 'bars.csv', '--id', 'imported'], { cwd })
    expect(imported['hash']).toBe(hash)
  })

  it('asks only for what is missing, and offline for nothing', async () => {
    await answerOf(fetchArgs('spring', '2020-03-01', '2020-05-31'), { cwd, env: ENV })
    const wide = await answerOf(fetchArgs('half', '2020-01-01', '2020-06-30'), { cwd, env: ENV })
    expect(wide['cache']).toMatchObject({ hits: 1, misses: 2 })
    const asked = server.requests.length
    const narrow = await answerOf([...fetchArgs('april', '2020-04-01', '2020-04-30'), '--offline'], { cwd })
    expect(narrow['bars']).toBe(22)
    const refusal = await refusalOf([...fetchArgs('year'), '--offline'], 3, { cwd })
    expect(refusal).toMatchObject({ class: 'DataError', code: 'NOT_CACHED' })
    expect(refusal.message).toContain('2020-07-01')
    expect(server.requests).toHaveLength(asked)
    const stats = await answerOf(['cache', 'stats'], { cwd })
    expect(stats).toMatchObject({ series: 1, hits: 2, misses: 3, bars: wide['bars'] })
  })

  it('reads ccxt and described vendors from throughline.toml', { timeout: 30_000 }, async () => {
    const exchange = await binanceServer(yearOf('BTC/USDT'))
    const described = await httpBarsServer(yearOf('ZZ'), { shape: 'csv-time', key: 'k1' })
    const toml = [
      '[vendors.spot]',
      'kind = "ccxt"',
      'exchange = "binance"',
      `base_url = "${exchange.url}"`,
      '[vendors.mine]',
      'kind = "http"',
      `url = "${described.url}/bars?symbol={symbol}&from={from_ms}&to={to_ms}"`,
      'format = "csv"',
      'fields = { time = "when", open = "open", high = "high", low = "low", close = "close", volume = "volume" }',
      'time_format = "iso"',
      'day_zone = "UTC"',
      'paging = "time"',
      'intervals = { 1d = "daily" }',
      'adjustment = "split"',
      'headers = { x-key = "{env:MY_KEY}" }',
    ]
    writeFileSync(join(cwd, 'throughline.toml'), `${toml.join('\n')}\n`)
    const range = ['--interval', '1d', '--from', '2020-01-01', '--to', '2020-12-31']
    const spot = ['snapshot', 'fetch', 'spot', '--symbols', 'BTC/USDT', ...range, '--id', 'btc']
    expect(await answerOf(spot, { cwd })).toMatchObject({ bars: 262 })
    const { instrumentList } = await answerOf(['snapshot', 'show', 'btc'], { cwd })
    expect(instrumentList).toMatchObject([{ id: 'BTC/USDT', assetClass: 'crypto', currency: 'USDT' }])
    const mine = ['snapshot', 'fetch', 'mine', '--symbols', 'ZZ', ...range, '--id', 'zz']
    expect(await refusalOf(mine, 2, { cwd })).toMatchObject({ code: 'VENDOR_KEYS_MISSING' })
    expect(await answerOf(mine, { cwd, env: { MY_KEY: 'k1' } })).toMatchObject({
      bars: 262,
      sources: [{ adjustment: 'split' }],
    })
    await exchange.close()
    await described.close()
  })
})

describe('what goes wrong', () => {
  it.each([
    ['HTML with status 200', { kind: 'html' } as const, 'VENDOR_HTML'],
    ['a refusal', { kind: 'status', status: 403 } as const, 'VENDOR_ACCESS'],
    ['a wait of a day', { kind: 'status', status: 429, retryAfter: '86400' } as const, 'VENDOR_BUSY'],
  ])('%s is an error of the venue, and nothing is sealed', async (_, fault, code) => {
    server.befall([null, fault])
    const refusal = await refusalOfVenue(fetchArgs('x'), { cwd, env: ENV })
    expect(refusal).toMatchObject({ class: 'VenueError', code })
    expect(await answerOf(['cache', 'verify'], { cwd })).toMatchObject({ ok: true, bars: 100 })
    expect(readdirSync(join(cwd, '.throughline'))).toEqual(['cache'])
    expect(await answerOf(fetchArgs('x'), { cwd, env: ENV })).toMatchObject({
      bars: 262,
      cache: { hits: 1, barsFetched: 162 },
    })
  })

  it('bars that are not sound are refused with what is wrong, as in an import', async () => {
    await server.close()
    const world = yearOf('ACME')
    const bars = world.bars.map((bar, n) => (n === 7 ? { ...bar, high: bar.low - 1 } : bar))
    server = await alpacaServer({ ...world, bars }, KEYS)
    writeFileSync(join(cwd, 'throughline.toml'), `[vendors.alpaca]\nbase_url = "${server.url}"\n`)
    const refusal = await refusalOf(fetchArgs('x'), 3, { cwd, env: ENV })
    expect(refusal.code).toBe('BAD_BARS')
    expect(refusal.message).toContain('alpaca ACME 2020-01-10')
  })

  it.each([
    [['snapshot', 'fetch', 'alpacca', '--symbols', 'A'], 'UNKNOWN_VENDOR', "'alpaca'"],
    [['snapshot', 'fetch', 'alpaca', '--symbols', 'A,,B'], 'BAD_SYMBOLS', 'A,,B'],
    [['snapshot', 'fetch', 'alpaca', '--symbols', 'A', '--to', '2019-01-01'], 'EMPTY_RANGE', '2019-01-01'],
  ])('%j is refused', async (args, code, named) => {
    const rest = ['--interval', '1d', '--from', '2020-01-01', '--id', 'x']
    const to = args.includes('--to') ? [] : ['--to', '2020-02-01']
    const refusal = await refusalOf([...args, ...rest, ...to], 2, { cwd, env: ENV })
    expect(refusal.code).toBe(code)
    expect(refusal.message).toContain(named)
  })

  it('an unknown key of a vendor names the nearest known one', async () => {
    writeFileSync(join(cwd, 'throughline.toml'), '[vendors.alpaca]\nfed = "iex"\n')
    const refusal = await refusalOf(fetchArgs('x'), 2, { cwd, env: ENV })
    expect(refusal).toMatchObject({ code: 'UNKNOWN_SETTING' })
    expect(refusal.message).toContain("'feed'")
  })

  it('a flipped byte is found by verify, and its range is fetched again', async () => {
    await answerOf(fetchArgs('year'), { cwd, env: ENV })
    const folder = join(cwd, '.throughline', 'cache', 'parts')
    const path = join(folder, readdirSync(folder)[0]!)
    const bytes = readFileSync(path)
    bytes[1_000]! ^= 4
    writeFileSync(path, bytes)
    const refusal = await refusalOf(['cache', 'verify'], 3, { cwd })
    expect(refusal.code).toBe('CACHE_PART_DAMAGED')
    const again = await answerOf(fetchArgs('again'), { cwd, env: ENV })
    expect(again['cache']).toMatchObject({ damaged: 1, barsFetched: 262 })
    expect(await answerOf(['cache', 'verify'], { cwd })).toMatchObject({ ok: true })
    expect(await answerOf(['cache', 'prune', '--symbol', 'ACME'], { cwd })).toMatchObject({
      parts: 1,
      bars: 262,
    })
  })

  it('Ctrl-C keeps what had come and leaves nothing half-done', async () => {
    server.befall([null, { kind: 'stall' }])
    const child = spawn(process.execPath, [MAIN, ...fetchArgs('x')], { cwd, env: { ...process.env, ...ENV } })
    while (server.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130)
    expect(await answerOf(['cache', 'verify'], { cwd })).toMatchObject({ ok: true, bars: 100 })
    expect(readdirSync(join(cwd, '.throughline', 'cache', 'drafts'))).toEqual([])
    const { cache } = await answerOf(fetchArgs('x'), { cwd, env: ENV })
    expect(cache).toMatchObject({ hits: 1, barsFetched: 162 })
  })
})

describe('keys', () => {
  it('are in no output, no store and no cache, whatever happens', async () => {
    const calls: Finished[] = []
    const call = async (args: string[], env: Record<string, string> = ENV): Promise<void> => {
      for (const more of [[], ['--json']]) {
        const debug = { ...env, THROUGHLINE_DEBUG: '1' }
        calls.push(await throughline([...args, ...more], { cwd, env: debug }))
      }
    }
    server.befall([{ kind: 'echo' }])
    await call(fetchArgs('echoed'))
    server.befall([{ kind: 'status', status: 500, body: `no ${KEYS.secret}`, retryAfter: '99999' }])
    await call(fetchArgs('failed'))
    await call(fetchArgs('good'))
    await call(['snapshot', 'show', 'good'])
    await call(['cache', 'stats'])
    await call(fetchArgs('wrong'), { APCA_API_KEY_ID: KEYS.keyId, APCA_API_SECRET_KEY: 'other' })
    expect(calls.map(({ code }) => code)).toContain(4)
    for (const { stdout, stderr } of calls) expectNoKey(`${stdout}${stderr}`)
    const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' })
      .map((name) => join(cwd, name))
      .filter((path) => statSync(path).isFile())
    expect(files.length).toBeGreaterThan(4)
    for (const path of files) expectNoKey(readFileSync(path, 'latin1'))
  })
})

function expectNoKey(text: string): void {
  for (const key of Object.values(KEYS)) {
    for (const form of [key, encodeURIComponent(key), Buffer.from(key).toString('base64')]) {
      expect(text.includes(form)).toBe(false)
    }
  }
}

/** A refusal of a venue also says whether to try again. */
async function refusalOfVenue(
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await finish(process.execPath, [MAIN, ...args, '--json'], options)
  expect([code, stdout]).toEqual([4, ''])
  const { error } = JSON.parse(stderr) as { error: Record<string, unknown> }
  expect(['safe', 'never']).toContain(error['retry'])
  return error
}
