/** Bars from any HTTP service whose answers are described by settings (JSON or CSV). */
import { UsageError } from '../../model/index.ts'
import type { SeriesColumns } from '../series.ts'
import type { BarRequest, BarSource, Surroundings } from './bar-source.ts'
import { type Connection, connect, createTrail, sourceOf } from './connection.ts'
import { type Days, daysIn, isDated } from './days.ts'
import { readAnswer, valueAt } from './http-answer.ts'
import type { HttpSourceOptions } from './http-settings.ts'
import { rangeWords, timeReader } from './http-times.ts'
import { badShape, createRows } from './rows.ts'
import { vendorError } from './vendor-error.ts'

const SECRET = /\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g

/** A described source. Throws `UsageError` VENDOR_KEYS_MISSING where an {env:NAME} is not set. */
export function httpSource(options: HttpSourceOptions, surroundings: Surroundings): BarSource {
  const { name } = options
  const texts = [options.url, ...Object.values(options.headers)]
  const named = texts.flatMap((text) => [...text.matchAll(SECRET)].map(([, variable = '']) => variable))
  const secrets = new Map(named.map((variable) => [variable, surroundings.env[variable]]))
  const connection = connect(
    {
      vendor: name,
      secrets: [...secrets.values()],
      requestsPerMinute: options.requestsPerMinute,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.retry === undefined ? {} : { retry: options.retry }),
    },
    surroundings,
  )
  const days = daysIn(options.dayZone)
  const capabilities = {
    intervals: Object.keys(options.intervals),
    barsPerPage: options.pageSize,
    dayZone: options.dayZone,
    adjustment: options.adjustment,
  }
  const source = { options, connection, days, secrets }
  return sourceOf({ name, variant: variantOf(options), capabilities }, connection, (request) => {
    requireKeys(name, secrets)
    const pages = readPages(source, request)
    return options.order === 'ascending' ? pages : reversed(pages)
  })
}

/** What decides the numbers; the variables of keys by their names. */
function variantOf({
  intervals,
  url,
  rows,
  fields,
  timeFormat,
  timeZone,
  dayZone,
  adjustment,
}: HttpSourceOptions): string {
  const columns = Object.entries(fields).map(([role, field]) => `${role}=${field}`)
  const names = Object.entries(intervals).map(([ours, theirs]) => `${ours}=${theirs}`)
  return `http ${url} ${names.join(' ')} rows=${rows} ${columns.join(' ')} ${timeFormat} ${timeZone ?? 'zoned'} day_zone=${dayZone} adjustment=${adjustment}`
}

function requireKeys(vendor: string, secrets: ReadonlyMap<string, string | undefined>): void {
  const missing = [...secrets].filter(([, value]) => value === undefined || value === '')
  if (missing.length === 0) return
  const names = missing.map(([variable]) => variable).join(', ')
  throw new UsageError(
    'VENDOR_KEYS_MISSING',
    `${vendor} takes keys from the environment, but ${names} is not set. Set it and run the same again; keys are never stored.`,
    { vendor, missing: missing.map(([variable]) => variable) },
  )
}

interface DescribedSource {
  readonly options: HttpSourceOptions
  readonly connection: Connection
  readonly days: Days
  readonly secrets: ReadonlyMap<string, string | undefined>
}

interface PageOf {
  readonly bars: SeriesColumns
  readonly body: unknown
}

async function* readPages(
  source: DescribedSource,
  request: BarRequest,
): AsyncGenerator<SeriesColumns, void, undefined> {
  const { options } = source
  const { paging, name } = options
  const first = urlOf(source, request)
  const next = createTrail(name)
  let lastMs = Number.NEGATIVE_INFINITY
  for (let url: string | undefined = first; url !== undefined; ) {
    const page: PageOf = await readPage(source, request, url)
    yield page.bars
    switch (paging.kind) {
      case 'none':
        url = undefined
        break
      case 'next-link':
        url = linkAt(page.body, paging.field, { name, url })
        break
      case 'token': {
        const token = tokenAt(page.body, paging.field, name)
        url = token === undefined ? undefined : withParameter(first, paging.parameter, token)
        break
      }
      case 'time':
        url = laterUrl(source, request, { timeMs: page.bars.timeMs, lastMs })
        lastMs = Math.max(lastMs, page.bars.timeMs.at(-1) ?? lastMs)
        break
      default:
        paging satisfies never
    }
    if (url !== undefined) next(url)
  }
}

async function readPage(source: DescribedSource, request: BarRequest, url: string): Promise<PageOf> {
  const { options, connection, days, secrets } = source
  const { instrument, interval, signal } = request
  const headers = Object.fromEntries(
    Object.entries(options.headers).map(([header, value]) => [header, withSecrets(value, secrets)]),
  )
  const { count, cells, body } = await connection.call(async () => {
    const { text } = await connection.http(url, { headers, ...(signal === undefined ? {} : { signal }) })
    return readAnswer(text, options)
  }, signal)
  const rows = createRows(options.name, instrument)
  const timeOf = timeReader(options, { instrument, isDated: isDated(interval), days })
  for (let n = 0; n < count; n++) {
    const row = options.order === 'ascending' ? n : count - 1 - n
    const { open, high, low, close, volume } = cells
    rows.add(timeOf(cells.time(row), row), {
      open: open(row),
      high: high(row),
      low: low(row),
      close: close(row),
      volume: volume(row),
    })
  }
  return { bars: rows.columns(), body }
}

/** Newest first: all pages are needed before the first bar is known. */
async function* reversed(
  pages: AsyncIterable<SeriesColumns>,
): AsyncGenerator<SeriesColumns, void, undefined> {
  const all: SeriesColumns[] = []
  for await (const page of pages) all.push(page)
  yield* all.reverse()
}

function urlOf(source: DescribedSource, request: BarRequest): string {
  const { options, days, secrets } = source
  const words: Readonly<Record<string, string>> = {
    symbol: request.instrument,
    interval: options.intervals[request.interval.text] ?? request.interval.text,
    page_size: String(options.pageSize),
    ...rangeWords(request, { isDated: isDated(request.interval), days }),
  }
  const filled = options.url.replaceAll(/\{([a-z_]+)\}/g, (_, word: string) =>
    encodeURIComponent(words[word] ?? ''),
  )
  return filled.replaceAll(SECRET, (_, variable: string) => encodeURIComponent(secrets.get(variable) ?? ''))
}

/** Words that a URL may hold beside {env:NAME}. */
export const URL_WORDS = [
  'symbol',
  'interval',
  'page_size',
  ...['from', 'to'].flatMap((end) => ['ms', 's', 'iso', 'date'].map((form) => `${end}_${form}`)),
]

function withSecrets(text: string, secrets: ReadonlyMap<string, string | undefined>): string {
  return text.replaceAll(SECRET, (_, variable: string) => secrets.get(variable) ?? '')
}

function withParameter(url: string, parameter: string, value: string): string {
  const changed = new URL(url)
  changed.searchParams.set(parameter, value)
  return changed.href
}

/**
 * The URL of what comes after the page's last bar; undefined where nothing new came. A short page is not taken for the
 * last one, since a vendor may cap pages below what was asked.
 */
function laterUrl(
  source: DescribedSource,
  request: BarRequest,
  { timeMs, lastMs }: { readonly timeMs: Float64Array; readonly lastMs: number },
): string | undefined {
  const newestMs = timeMs.at(-1)
  if (newestMs === undefined || newestMs >= request.toMs - 1) return undefined
  if (newestMs > lastMs) return urlOf(source, { ...request, fromMs: newestMs + 1 })
  // The last bar again, because the vendor's `from` is inclusive, is the end; the page before once more is not.
  if (timeMs[0]! >= lastMs) return undefined
  const { name } = source.options
  throw vendorError({
    vendor: name,
    code: 'VENDOR_NO_PROGRESS',
    text: `Each page of ${name} must begin where it was asked to, but one for ${request.instrument} begins earlier and brings nothing new. Correct the from words in the url of [vendors.${name}].`,
    retry: 'never',
    details: { instrument: request.instrument },
  })
}

function tokenAt(body: unknown, field: string, vendor: string): string | undefined {
  const token = valueAt(body, field)
  if (token === undefined || token === null || token === '') return undefined
  if (typeof token === 'string' || typeof token === 'number') return String(token)
  throw badShape(vendor, `a text, a number or null at '${field}'`, typeof token)
}

function linkAt(
  body: unknown,
  field: string,
  { name, url }: { readonly name: string; readonly url: string },
): string | undefined {
  const link = tokenAt(body, field, name)
  if (link === undefined) return undefined
  const target = URL.canParse(link, url) ? new URL(link, url) : undefined
  if (target === undefined) throw badShape(name, `a URL at '${field}'`, `'${link.slice(0, 80)}'`)
  const { origin } = new URL(url)
  if (target.origin === origin) return target.href
  throw vendorError({
    vendor: name,
    code: 'VENDOR_FOREIGN_LINK',
    text: `The next page of ${name} must be on ${origin}, but it leads to ${target.origin}, where the keys must not go.`,
    retry: 'never',
    details: { found: target.origin },
  })
}
