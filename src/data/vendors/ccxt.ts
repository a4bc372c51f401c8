/**
 * Bars from any exchange that ccxt knows (https://docs.ccxt.com, fetchOHLCV). ccxt speaks the exchange's protocol; its
 * limiter is off and its `fetch` is ours, so that waiting, errors and sizes are those of every vendor. A page is asked
 * for by time: an answer without bars moves on by a page, because some exchanges answer only what lies in the window.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Exchange } from 'ccxt'
import { didYouMean, type Interval, UsageError } from '../../model/index.ts'
import type { SeriesColumns } from '../series.ts'
import type { BarRequest, BarSource, Surroundings } from './bar-source.ts'
import { type Connection, type ConnectionOptions, connect, sourceOf } from './connection.ts'
import { type Days, daysIn, isDated } from './days.ts'
import { fetchOf } from './http.ts'
import { loadPackage } from './packages.ts'
import { badShape, createRows, dateOf } from './rows.ts'
import { ownError, quote, vendorError } from './vendor-error.ts'

export interface CcxtOptions extends Pick<ConnectionOptions, 'timeoutMs' | 'retry'> {
  readonly name?: string
  /** ccxt's id of the exchange: `binance`, `kraken`. */
  readonly exchange: string
  readonly dayZone?: string
  /** All requests go there, with their own paths. */
  readonly baseUrl?: string
  readonly requestsPerMinute?: number
  /**
   * Sign with BINANCE_APIKEY and BINANCE_SECRET (by the exchange's id). Bars are public at nearly all exchanges, and with
   * keys ccxt asks for more than bars.
   */
  readonly sendsKeys?: boolean
  /** Handed to the exchange as its `options`. */
  readonly exchangeOptions?: Readonly<Record<string, unknown>>
}

/** Below what exchanges commonly allow without keys. */
const REQUESTS_PER_MINUTE = 60
const PAGE = 500

const NO_KEYS = { apiKey: undefined, secret: undefined }

type Ccxt = typeof import('ccxt')

/** A source of an exchange's bars. */
export function ccxtSource(options: CcxtOptions, surroundings: Surroundings): BarSource {
  const { exchange: id, baseUrl } = options
  const name = options.name ?? `ccxt:${id}`
  const prefix = id.toUpperCase()
  const keys = { apiKey: surroundings.env[`${prefix}_APIKEY`], secret: surroundings.env[`${prefix}_SECRET`] }
  const connection = connect(
    {
      vendor: name,
      secrets: [keys.apiKey, keys.secret],
      requestsPerMinute: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
      passRefusals: true,
      isJson: true,
      ...(baseUrl === undefined ? {} : { origin: baseUrl }),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.retry === undefined ? {} : { retry: options.retry }),
    },
    surroundings,
  )
  const dayZone = options.dayZone ?? 'UTC'
  const days = daysIn(dayZone)
  const variant = `ccxt ${id} day_zone=${dayZone}${baseUrl === undefined ? '' : ` at ${new URL(baseUrl).origin}`}`
  const capabilities = { intervals: null, barsPerPage: PAGE, dayZone, adjustment: 'raw' as const }
  let opened: Promise<OpenExchange> | undefined
  return sourceOf({ name, variant, capabilities }, connection, async function* read(request) {
    opened ??= openExchange(options, connection, options.sendsKeys === true ? keys : NO_KEYS)
    const open = await opened
    const market = await open.marketOf(request)
    yield* readPages(market, { request, days, dayZone, open, vendor: name })
  })
}

interface OpenExchange {
  readonly exchange: Exchange
  /** Calls ccxt at the exchange's pace; its errors become ours. */
  readonly call: <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>
  /** Throws `UsageError` UNKNOWN_INTERVAL, UNKNOWN_SYMBOL. */
  readonly marketOf: (request: BarRequest) => Promise<Market>
}

interface Market {
  readonly timeframe: string
  readonly barsPerPage: number
}

async function openExchange(
  options: CcxtOptions,
  connection: Connection,
  keys: { readonly apiKey: string | undefined; readonly secret: string | undefined },
): Promise<OpenExchange> {
  const { default: ccxt } = await loadPackage('ccxt', () => import('ccxt'))
  const known = ccxt.exchanges as unknown as readonly string[]
  if (!known.includes(options.exchange)) {
    throw new UsageError(
      'UNKNOWN_EXCHANGE',
      `ccxt must know the exchange, but '${options.exchange}' is none of its ${known.length}.${didYouMean(options.exchange, known)}`,
      { exchange: options.exchange },
    )
  }
  const signals = new AsyncLocalStorage<AbortSignal | undefined>()
  const send = fetchOf((url, init) => {
    const signal = signals.getStore()
    const { signal: _, ...rest } = init ?? {}
    return connection.http(url, { ...rest, ...(signal === undefined ? {} : { signal }) })
  })
  const Class = ccxt[options.exchange as 'binance'] as new (config: object) => Exchange
  const exchange = new Class({
    ...Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)),
    enableRateLimit: false,
    options: options.exchangeOptions ?? {},
  })
  exchange.fetchImplementation = send
  const call: OpenExchange['call'] = (work, signal) =>
    connection.call(async () => {
      try {
        return await signals.run(signal, work)
      } catch (error) {
        throw ownError(error) ?? exchangeError(error, ccxt, connection)
      }
    }, signal)
  let markets: Promise<unknown> | undefined
  return {
    exchange,
    call,
    marketOf: async ({ instrument, interval, signal }) => {
      const timeframe = timeframeOf(interval, exchange, connection.vendor)
      // `true`: ccxt would give a failed first load to every later caller.
      markets ??= call(() => exchange.loadMarkets(true), signal)
      await markets
      requireSymbol(instrument, exchange, connection.vendor)
      const kind = exchange.market(instrument).spot === true ? 'spot' : 'swap'
      return { timeframe, barsPerPage: pageLimit(exchange, kind) }
    },
  }
}

/** The exchange's own limit, where ccxt knows it. */
function pageLimit(exchange: Exchange, kind: string): number {
  const features = exchange.features as
    | Record<string, { fetchOHLCV?: { limit?: number } } | undefined>
    | undefined
  return features?.[kind]?.fetchOHLCV?.limit ?? PAGE
}

function timeframeOf({ text }: Interval, exchange: Exchange, vendor: string): string {
  const known = Object.keys(exchange.timeframes ?? {})
  const wanted = text.replace(/mo$/, 'M')
  if (known.includes(wanted)) return wanted
  const names = known.map((name) => name.replace(/M$/, 'mo'))
  throw new UsageError(
    'UNKNOWN_INTERVAL',
    `${vendor} must have bars of the interval, but '${text}' is none of its own: ${names.join(', ')}.`,
    { vendor, interval: text, known: names },
  )
}

function requireSymbol(instrument: string, exchange: Exchange, vendor: string): void {
  const known = Object.keys(exchange.markets ?? {})
  if (known.includes(instrument)) return
  throw new UsageError(
    'UNKNOWN_SYMBOL',
    `${vendor} must have a market of the symbol, but '${instrument}' is none of its ${known.length}. ccxt writes them like BTC/USDT.${didYouMean(instrument, known)}`,
    { vendor, symbol: instrument },
  )
}

interface Reading {
  readonly request: BarRequest
  readonly days: Days
  readonly dayZone: string
  readonly open: OpenExchange
  readonly vendor: string
}

async function* readPages(
  { timeframe, barsPerPage }: Market,
  { request, days, dayZone, open, vendor }: Reading,
): AsyncGenerator<SeriesColumns, void, undefined> {
  const { instrument, interval, signal } = request
  const isDate = isDated(interval)
  const instantOf = (timeMs: number): number => (isDate ? days.beginOf(timeMs) : timeMs)
  const endMs = instantOf(request.toMs)
  const stepMs = (interval.fixedMs ?? interval.months * 28 * 86_400_000) * barsPerPage
  for (let fromMs = instantOf(request.fromMs); fromMs < endMs; ) {
    const since = fromMs
    const list: unknown = await open.call(
      () => open.exchange.fetchOHLCV(instrument, timeframe, since, barsPerPage),
      signal,
    )
    if (!Array.isArray(list)) throw badShape(vendor, 'a list of bars', typeof list)
    const rows = createRows(vendor, instrument)
    let lastMs = Number.NEGATIVE_INFINITY
    for (const bar of list as readonly unknown[]) {
      const [time, open_, high, low, close, volume] = Array.isArray(bar) ? (bar as unknown[]) : []
      const instantMs = typeof time === 'number' ? time : Number.NaN
      const timeMs =
        isDate && Number.isInteger(instantMs)
          ? dateOf(instantMs, { vendor, instrument, zone: dayZone, days })
          : instantMs
      rows.add(timeMs, { open: open_, high, low, close, volume })
      lastMs = Math.max(lastMs, instantMs)
    }
    yield rows.columns()
    fromMs = lastMs >= since ? lastMs + 1 : since + stepMs
  }
}

/** ccxt's error classes (https://docs.ccxt.com/#/README?id=exception-hierarchy) as ours. */
function exchangeError(error: unknown, ccxt: Ccxt['default'], { vendor, redact }: Connection): unknown {
  if (!(error instanceof ccxt.BaseError)) return error
  const said = quote(
    error.message.replace(/https?:\/\/\S+/g, (url) => url.replace(/\?.*$/, '')),
    redact,
  )
  const what = { vendor, details: { ccxt: error.name } }
  if (error instanceof ccxt.RateLimitExceeded || error instanceof ccxt.DDoSProtection) {
    const text = `${vendor} must be asked at its pace, but it refuses more requests for now ('${said}').`
    return vendorError({ ...what, code: 'VENDOR_BUSY', text, retry: 'safe' })
  }
  if (error instanceof ccxt.NetworkError) {
    const text = `${vendor} must be reachable and answer in full, but it did not ('${said}').`
    return vendorError({ ...what, code: 'VENDOR_FAILED', text, retry: 'safe' })
  }
  if (error instanceof ccxt.AuthenticationError) {
    const text = `${vendor} must accept the keys, but it says '${said}'. Check the environment variables of the keys.`
    return vendorError({ ...what, code: 'VENDOR_ACCESS', text, retry: 'never' })
  }
  const text = `${vendor} must accept the request, but it says '${said}'.`
  return vendorError({ ...what, code: 'VENDOR_REFUSED', text, retry: 'never' })
}
