/** Local vendors that speak the vendors' own protocols: Alpaca's, Binance's (what ccxt expects of it), and described ones. */

import { type ServedBar, type VendorWorld, vendorPages } from './vendor-bars.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from './vendor-server.ts'

const DAY_MS = 86_400_000
const json = (value: unknown, status = 200): VendorAnswer => ({
  status,
  body: JSON.stringify(value),
  isBars: false,
})

/** Midnight in New York of a date, by the rules since 2007: daylight saving from the second Sunday of March to the first of November. */
function newYorkMidnight(dateMs: number): number {
  const year = new Date(dateMs).getUTCFullYear()
  const sunday = (month: number, nth: number): number => {
    const first = Date.UTC(year, month, 1)
    return first + ((7 - new Date(first).getUTCDay()) % 7) * DAY_MS + (nth - 1) * 7 * DAY_MS
  }
  const isSummer = dateMs > sunday(2, 2) && dateMs <= sunday(10, 1)
  return dateMs + (isSummer ? 4 : 5) * 3_600_000
}

export interface AlpacaServerOptions {
  readonly keyId: string
  readonly secret: string
}

/** GET /v2/stocks/bars of https://docs.alpaca.markets/reference/stockbars. */
export function alpacaServer(world: VendorWorld, keys: AlpacaServerOptions): Promise<VendorServer> {
  const isDaily = /[dw]$|mo$/.test(world.interval)
  const instant = (timeMs: number): number => (isDaily ? newYorkMidnight(timeMs) : timeMs)
  const pages = vendorPages(world, instant)
  return startVendorServer(({ url, headers }) => {
    if (url.pathname !== '/v2/stocks/bars') return json({ message: 'endpoint not found.' }, 404)
    if (headers['apca-api-key-id'] !== keys.keyId || headers['apca-api-secret-key'] !== keys.secret) {
      return { ...json({ message: 'forbidden.' }, 403), isBars: true }
    }
    const query = (name: string): string => url.searchParams.get(name) ?? ''
    const range = { fromMs: Date.parse(query('start')), toMs: Date.parse(query('end')) }
    const token = query('page_token')
    const known = query('symbols') === world.symbol
    const page = known
      ? pages.byNumber(range, token === '' ? 0 : Number(atob(token)))
      : { bars: [], next: null }
    const bars = page.bars.map(({ timeMs, open, high, low, close, volume }) => ({
      c: close,
      h: high,
      l: low,
      n: 10,
      o: open,
      t: new Date(instant(Number(timeMs))).toISOString().replace('.000Z', 'Z'),
      v: volume,
      vw: close,
    }))
    return {
      ...json({
        bars: bars.length === 0 ? {} : { [world.symbol]: bars },
        next_page_token: page.next === null ? null : btoa(String(page.next)),
      }),
      isBars: true,
    }
  })
}

/** Binance's spot market: exchangeInfo and klines. The world's symbol is ccxt's, as BTC/USDT. */
export function binanceServer(world: VendorWorld): Promise<VendorServer> {
  const pages = vendorPages(world)
  const [base = '', quote = ''] = world.symbol.split('/')
  const market = {
    symbol: `${base}${quote}`,
    status: 'TRADING',
    baseAsset: base,
    quoteAsset: quote,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    permissions: ['SPOT'],
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
      { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
    ],
  }
  const info = {
    timezone: 'UTC',
    serverTime: world.nowMs,
    rateLimits: [],
    exchangeFilters: [],
    symbols: [market],
  }
  return startVendorServer(({ url }) => {
    if (url.pathname === '/api/v3/exchangeInfo') return json(info)
    if (url.pathname.endsWith('/exchangeInfo')) return json({ ...info, symbols: [] })
    if (url.pathname !== '/api/v3/klines') return json({ code: -1, msg: 'no such path' }, 404)
    const startMs = Number(url.searchParams.get('startTime') ?? 0)
    const limit = Number(url.searchParams.get('limit') ?? 500)
    const range = { fromMs: startMs, toMs: Number(url.searchParams.get('endTime') ?? world.nowMs) }
    const rows = pages
      .byTime(range)
      .slice(0, limit + 1)
      .map(({ timeMs, open, high, low, close, volume }) => [
        timeMs,
        text(open),
        text(high),
        text(low),
        text(close),
        text(volume),
        Number(timeMs) + 1,
        '0',
        10,
        '0',
        '0',
        '0',
      ])
    return { ...json(rows), isBars: true }
  })
}

/** Exchanges send numbers as texts. */
function text(value: number | string | null): string | null {
  return typeof value === 'number' ? String(value) : value
}

/** Shapes of an HTTP service that has no package of its own. */
export type HttpShape = 'objects-token' | 'lists-link' | 'columns-time' | 'csv-time' | 'newest-first'

export const HTTP_KEY = 'x-key'

/** Bars at /bars?symbol=&from=&to= (epoch ms, both inclusive), for those who send the key. */
export function httpBarsServer(
  world: VendorWorld,
  { shape, key }: { readonly shape: HttpShape; readonly key: string },
): Promise<VendorServer> {
  const pages = vendorPages(world)
  return startVendorServer(({ url, headers }) => {
    if (url.pathname !== '/bars') return json({ error: 'not found' }, 404)
    if (headers[HTTP_KEY] !== key) return { ...json({ error: 'no key' }, 401), isBars: true }
    const query = (name: string): number => Number(url.searchParams.get(name) ?? 0)
    const range = { fromMs: query('from'), toMs: query('to') }
    const isKnown = url.searchParams.get('symbol') === world.symbol
    const byNumber = (): ReturnType<typeof pages.byNumber> =>
      isKnown ? pages.byNumber(range, query('page')) : { bars: [], next: null }
    const byTime = (): ServedBar[] => (isKnown ? pages.byTime(range) : [])
    const newestFirst: Shaping['newestFirst'] = () => {
      const from = query('page')
      const all = world.bars
        .filter(({ timeMs }) => timeMs >= range.fromMs && timeMs <= range.toMs)
        .toReversed()
      const end = from + world.pageSize
      return { bars: all.slice(from, end), next: end < all.length ? end : null }
    }
    return { ...shaped(shape, { byNumber, byTime, newestFirst, url }), isBars: true }
  })
}

interface Shaping {
  readonly byNumber: () => { readonly bars: readonly ServedBar[]; readonly next: number | null }
  readonly byTime: () => readonly ServedBar[]
  readonly newestFirst: () => { readonly bars: readonly ServedBar[]; readonly next: number | null }
  readonly url: URL
}

function shaped(shape: HttpShape, { byNumber, byTime, newestFirst, url }: Shaping): VendorAnswer {
  switch (shape) {
    case 'objects-token': {
      const { bars, next } = byNumber()
      const rows = bars.map(({ timeMs, ...prices }) => ({ at: isoOf(timeMs), ...prices }))
      return json({ data: { rows }, meta: { next } })
    }
    case 'lists-link': {
      const { bars, next } = byNumber()
      const link = new URL(url)
      link.searchParams.set('page', String(next))
      const rows = bars.map((bar) => [
        Number(bar.timeMs) / 1_000,
        bar.open,
        bar.high,
        bar.low,
        bar.close,
        bar.volume,
      ])
      return json({ rows, next: next === null ? null : `${link.pathname}${link.search}` })
    }
    case 'columns-time': {
      const bars = byTime()
      const column = (field: keyof ServedBar): unknown[] => bars.map((bar) => bar[field])
      return json({
        chart: {
          t: column('timeMs'),
          o: column('open'),
          h: column('high'),
          l: column('low'),
          c: column('close'),
          v: column('volume'),
        },
      })
    }
    case 'csv-time':
      return csv(byTime())
    case 'newest-first': {
      const { bars, next } = newestFirst()
      return json({
        data: { rows: bars.map(({ timeMs, ...prices }) => ({ at: isoOf(timeMs), ...prices })) },
        meta: { next },
      })
    }
    default:
      return shape satisfies never
  }
}

function csv(bars: readonly ServedBar[]): VendorAnswer {
  const lines = bars.map((bar) =>
    [isoOf(bar.timeMs), bar.open, bar.high, bar.low, bar.close, bar.volume]
      .map((cell) => cell ?? '')
      .join(','),
  )
  return {
    body: `${['when,open,high,low,close,volume', ...lines].join('\n')}\n`,
    type: 'text/csv',
    isBars: false,
  }
}

function isoOf(timeMs: ServedBar['timeMs']): string {
  return new Date(Number(timeMs)).toISOString()
}
