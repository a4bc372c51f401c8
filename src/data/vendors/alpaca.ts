/**
 * Bars of US stocks from Alpaca's market data API (GET /v2/stocks/bars), through Alpaca's own package: it builds the
 * requests and signs them. Its retries and its limiter are off and its `fetch` is ours, so that waiting, errors and
 * sizes are those of every vendor. Daily and longer bars, which Alpaca stamps with midnight in New York, become dates.
 */
import type { Interval } from '../../model/index.ts'
import type { SeriesColumns } from '../series.ts'
import type { Adjustment, BarRequest, BarSource, Surroundings } from './bar-source.ts'
import { type Connection, type ConnectionOptions, connect, createTrail, sourceOf } from './connection.ts'
import { type Days, daysIn, isDated, namesDay } from './days.ts'
import { fetchOf } from './http.ts'
import { loadPackage } from './packages.ts'
import { badShape, badValue, createRows, dateOf } from './rows.ts'
import { ownError, vendorError } from './vendor-error.ts'

export const ALPACA_FEEDS = ['sip', 'iex', 'otc', 'boats'] as const

export interface AlpacaOptions extends Pick<ConnectionOptions, 'timeoutMs' | 'retry'> {
  readonly name?: string
  readonly feed: (typeof ALPACA_FEEDS)[number]
  readonly adjustment: Adjustment
  /** In place of Alpaca's own, https://data.alpaca.markets. */
  readonly baseUrl?: string
  readonly requestsPerMinute?: number
}

const PACKAGE = '@alpacahq/alpaca-trade-api'
const ZONE = 'America/New_York'
const PAGE = 10_000
/** Of the free plan. */
const REQUESTS_PER_MINUTE = 200
const INTERVALS = '1m 2m 3m 5m 10m 15m 30m 1h 2h 3h 4h 6h 8h 12h 1d 1w 1mo 3mo 6mo 12mo'.split(' ')
const UNITS = { m: 'Min', h: 'Hour', d: 'Day', w: 'Week', mo: 'Month' } as const
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** A source of stock bars. Keys: APCA_API_KEY_ID and APCA_API_SECRET_KEY. Throws `VenueError` VENDOR_KEYS_MISSING. */
export function alpacaSource(options: AlpacaOptions, surroundings: Surroundings): BarSource {
  const name = options.name ?? 'alpaca'
  const keyId = surroundings.env['APCA_API_KEY_ID']
  const secret = surroundings.env['APCA_API_SECRET_KEY']
  const connection = connect(
    {
      vendor: name,
      secrets: [keyId, secret],
      requestsPerMinute: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
      isJson: true,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.retry === undefined ? {} : { retry: options.retry }),
    },
    surroundings,
  )
  const days = daysIn(ZONE)
  const variant = `stocks feed=${options.feed} adjustment=${options.adjustment}${options.baseUrl === undefined ? '' : ` at ${new URL(options.baseUrl).origin}`}`
  const capabilities = {
    intervals: INTERVALS,
    barsPerPage: PAGE,
    dayZone: ZONE,
    adjustment: options.adjustment,
  }
  let client: Promise<StockBars> | undefined
  return sourceOf({ name, variant, capabilities }, connection, async function* read(request) {
    client ??= openClient(options, connection, { keyId, secret })
    const api = await client
    const next = createTrail(name)
    let pageToken: string | null = null
    do {
      const page = await connection.call(
        () => readPage(api, { request, pageToken, options, connection, days }),
        request.signal,
      )
      yield page.bars
      pageToken = page.next
      if (pageToken !== null) next(pageToken)
    } while (pageToken !== null)
  })
}

/** The one method of the package that is used. */
type StockBars = Pick<
  InstanceType<typeof import('@alpacahq/alpaca-trade-api/rest')['marketData']['StockApi']>,
  'stockBars'
>

async function openClient(
  { baseUrl }: AlpacaOptions,
  { vendor, http }: Connection,
  { keyId, secret }: { readonly keyId: string | undefined; readonly secret: string | undefined },
): Promise<StockBars> {
  if (keyId === undefined || keyId === '' || secret === undefined || secret === '') {
    throw vendorError({
      vendor,
      code: 'VENDOR_KEYS_MISSING',
      text: `${vendor} needs keys in the environment variables APCA_API_KEY_ID and APCA_API_SECRET_KEY, but not both are set. Make keys at Alpaca, set them and run the same again; they are never stored.`,
      retry: 'never',
    })
  }
  const { marketData } = await loadPackage(PACKAGE, () => import('@alpacahq/alpaca-trade-api/rest'))
  const configuration = new marketData.Configuration({
    keyId,
    secret,
    timeoutMs: 0,
    fetchApi: fetchOf(http),
    ...(baseUrl === undefined ? {} : { basePath: baseUrl.replace(/\/$/, '') }),
  })
  return new marketData.StockApi(configuration)
}

interface PageCall {
  readonly request: BarRequest
  readonly pageToken: string | null
  readonly options: AlpacaOptions
  readonly connection: Connection
  readonly days: Days
}

async function readPage(
  api: StockBars,
  { request, pageToken, options, connection, days }: PageCall,
): Promise<{ readonly bars: SeriesColumns; readonly next: string | null }> {
  const { instrument, interval, fromMs, toMs, signal } = request
  const at = (timeMs: number): Date => new Date(isDated(interval) ? days.beginOf(timeMs) : timeMs)
  let answer: Awaited<ReturnType<StockBars['stockBars']>>
  try {
    answer = await api.stockBars(
      {
        symbols: instrument,
        timeframe: timeframeOf(interval),
        start: at(fromMs),
        // Alpaca's end is inclusive.
        end: new Date(at(toMs).getTime() - 1),
        limit: PAGE,
        adjustment: options.adjustment,
        feed: options.feed,
        sort: 'asc',
        ...(pageToken === null ? {} : { pageToken }),
      },
      signal === undefined ? undefined : { signal },
    )
  } catch (error) {
    throw ownError(error) ?? error
  }
  return pageOf(answer, { request, vendor: connection.vendor, days })
}

interface PageContext {
  readonly request: BarRequest
  readonly vendor: string
  readonly days: Days
}

function pageOf(answer: unknown, { request, vendor, days }: PageContext) {
  const { bars, nextPageToken = null } = (answer ?? {}) as {
    bars?: Record<string, unknown> | null
    nextPageToken?: unknown
  }
  if (bars === undefined || (bars !== null && (typeof bars !== 'object' || Array.isArray(bars)))) {
    throw badShape(vendor, 'an object of bars by symbol', `${bars === undefined ? 'none' : typeof bars}`)
  }
  if (nextPageToken !== null && typeof nextPageToken !== 'string') {
    throw badShape(vendor, 'a text or null as next_page_token', typeof nextPageToken)
  }
  const { instrument, interval } = request
  const other = Object.keys(bars ?? {}).find((symbol) => symbol !== instrument)
  if (other !== undefined) throw badShape(vendor, `bars of ${instrument} only`, `bars of ${other}`)
  const list: unknown = bars?.[instrument] ?? []
  if (!Array.isArray(list)) throw badShape(vendor, `a list of bars of ${instrument}`, typeof list)
  const rows = createRows(vendor, instrument)
  const zone = { vendor, instrument, zone: ZONE, days }
  list.forEach((bar: Readonly<Record<string, unknown>> | null, row) => {
    const { t, o, h, l, c, v } = bar ?? {}
    const instantMs = typeof t === 'string' && INSTANT.test(t) && namesDay(t) ? Date.parse(t) : Number.NaN
    if (Number.isNaN(instantMs)) throw badValue({ vendor, instrument, row }, 'time', t)
    rows.add(isDated(interval) ? dateOf(instantMs, zone) : instantMs, {
      open: o,
      high: h,
      low: l,
      close: c,
      volume: v,
    })
  })
  return { bars: rows.columns(), next: nextPageToken === '' ? null : nextPageToken }
}

function timeframeOf({ text }: Interval): string {
  const [, count = '', unit = ''] = /^(\d+)(m|h|d|w|mo)$/.exec(text) ?? []
  return `${count}${UNITS[unit as keyof typeof UNITS]}`
}
