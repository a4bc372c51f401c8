/**
 * HTTP as every vendor's requests go: a limit of time and of size, no redirects (a key must not follow one), and whatever
 * is not the vendor's data becomes a `VenueError` here, in one place, also under the vendors' own packages, which get it as
 * their `fetch`. No URL with its query and no key is ever part of an error.
 */
import type { VenueError } from '../../model/index.ts'
import { parseJson } from './rows.ts'
import { cancelled, placeOf, quote, type Redact, vendorError } from './vendor-error.ts'

const LARGEST_BYTES = 64 << 20

export interface HttpOptions {
  readonly vendor: string
  readonly redact: Redact
  /** For a whole answer, body included. */
  readonly timeoutMs: number
  /** For Retry-After dates. */
  readonly nowMs: () => number
  /** Requests go to this origin, with their own path, whatever origin they name. */
  readonly origin?: string
  /** Refusals (4xx but 429 and 418) are read by the vendor's package. */
  readonly passRefusals?: boolean
  /** Good answers are JSON: vendors' packages take some of what is not for an answer without bars. */
  readonly isJson?: boolean
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface HttpInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export type Http = (url: string, init?: HttpInit) => Promise<HttpAnswer>

/** Requests of one vendor. Each throws `VenueError` VENDOR_* where the answer is not the vendor's data. */
export function createHttp(options: HttpOptions): Http {
  return async (url, init = {}) => {
    const target = options.origin === undefined ? url : redirected(url, options.origin)
    const place = placeOf(target, options.redact)
    const timeout = AbortSignal.timeout(options.timeoutMs)
    const signal = init.signal === undefined ? timeout : AbortSignal.any([init.signal, timeout])
    let answer: HttpAnswer
    try {
      const response = await fetch(target, {
        method: init.method ?? 'GET',
        headers: { ...init.headers },
        redirect: 'error',
        signal,
      })
      answer = {
        status: response.status,
        headers: response.headers,
        text: await readText(response, place, options),
      }
    } catch (error) {
      if (init.signal?.aborted === true) throw cancelled(options.vendor)
      throw transportError(error, { place, isTimeout: timeout.aborted, options })
    }
    const fault = faultOf(answer, place, options)
    if (fault !== undefined) throw fault
    if (options.isJson === true && answer.status < 300) parseJson(options.vendor, answer.text)
    return answer
  }
}

function redirected(url: string, origin: string): string {
  const { pathname, search } = new URL(url)
  const { origin: to, pathname: prefix } = new URL(origin)
  return `${to}${prefix.replace(/\/$/, '')}${pathname}${search}`
}

async function readText(response: Response, place: string, options: HttpOptions): Promise<string> {
  // The global type of a response's body leaves open what its pieces are.
  const body = response.body as ReadableStream<Uint8Array> | null
  if (body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > LARGEST_BYTES) {
      throw fault(options, {
        code: 'VENDOR_TOO_LARGE',
        text: `An answer must have at most ${LARGEST_BYTES >> 20} MB, but that of ${place} has more. Ask for fewer bars a page.`,
        retry: 'never',
      })
    }
    text += decode(decoder, piece, { place, options })
  }
  return text + decode(decoder, undefined, { place, options })
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array | undefined,
  { place, options }: { readonly place: string; readonly options: HttpOptions },
): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch {
    throw fault(options, {
      code: 'VENDOR_NOT_TEXT',
      text: `An answer must be UTF-8 text, but that of ${place} is not. Is it the right URL?`,
      retry: 'never',
    })
  }
}

type Fault = Omit<Parameters<typeof vendorError>[0], 'vendor'>

function fault({ vendor }: HttpOptions, what: Fault): VenueError {
  return vendorError({ vendor, ...what })
}

interface Transport {
  readonly place: string
  readonly isTimeout: boolean
  readonly options: HttpOptions
}

function transportError(error: unknown, { place, isTimeout, options }: Transport): unknown {
  if (isTimeout) {
    const text = `${options.vendor} must answer within ${options.timeoutMs / 1_000} s, but ${place} did not.`
    return fault(options, { code: 'VENDOR_TIMEOUT', text, retry: 'safe' })
  }
  if (!(error instanceof TypeError)) return error
  const cause = error.cause as { code?: string; message?: string } | undefined
  const found = quote(cause?.code ?? cause?.message ?? error.message, options.redact)
  if (/redirect/.test(cause?.message ?? '')) {
    const text = `${options.vendor} must answer itself, but ${place} redirects elsewhere, where the keys must not go. Correct the URL.`
    return fault(options, { code: 'VENDOR_REDIRECT', text, retry: 'never' })
  }
  return fault(options, {
    code: 'VENDOR_UNREACHABLE',
    text: `${options.vendor} must be reachable and answer in full, but the connection to ${place} failed (${found}).`,
    retry: 'safe',
    details: { system: found },
  })
}

/** What an answer is, where it is not data. */
function faultOf(answer: HttpAnswer, place: string, options: HttpOptions): VenueError | undefined {
  const { status } = answer
  const isGood = status >= 200 && status < 300
  const isHtml =
    /text\/html/i.test(answer.headers.get('content-type') ?? '') ||
    /^\s*<(!doctype|html)/i.test(answer.text.slice(0, 200))
  if (isGood) {
    if (!isHtml) return undefined
    return fault(options, {
      code: 'VENDOR_HTML',
      text: `${options.vendor} must answer with data, but ${place} answered with an HTML page and status ${status}: a login, a notice or another site. Open it in a browser, then correct the URL or the access.`,
      retry: 'never',
      details: { status },
    })
  }
  const said = isHtml ? 'an HTML page' : `'${quote(answer.text, options.redact)}'`
  const waitMs = retryAfterMs(answer.headers, options.nowMs())
  const details = { status, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) }
  if (status === 429 || status === 418) {
    const asks = waitMs === undefined ? '' : ` and asks for ${Math.ceil(waitMs / 1_000)} s`
    const text = `${options.vendor} must be asked at its pace, but it refuses more requests for now (status ${status}${asks}).`
    return fault(options, { code: 'VENDOR_BUSY', text, retry: 'safe', details })
  }
  if (status >= 500 || status === 408 || status === 425) {
    const text = `${options.vendor} must answer with data, but it failed with status ${status} and ${said}.`
    return fault(options, { code: 'VENDOR_FAILED', text, retry: 'safe', details })
  }
  if (options.passRefusals === true) return undefined
  if (status === 401 || status === 403) {
    const text = `${options.vendor} must accept the keys, but ${place} answered with status ${status} and ${said}. Check the environment variables of the keys and what the plan allows.`
    return fault(options, { code: 'VENDOR_ACCESS', text, retry: 'never', details })
  }
  const text = `${options.vendor} must accept the request, but ${place} answered with status ${status} and ${said}.`
  return fault(options, { code: 'VENDOR_REFUSED', text, retry: 'never', details })
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3), else X-RateLimit-Reset in epoch seconds. */
function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const after = headers.get('retry-after')?.trim()
  if (after !== undefined && after !== '') {
    const ms = /^\d+(\.\d+)?$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - nowMs
    if (Number.isFinite(ms)) return Math.max(0, ms)
  }
  const reset = headers.get('x-ratelimit-reset')?.trim() ?? ''
  return /^\d{9,11}$/.test(reset) ? Math.max(0, Number(reset) * 1_000 - nowMs) : undefined
}

/** The same as a `fetch` for packages that take one. */
export function fetchOf(http: Http): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers).entries())
    const answer = await http(url, {
      headers,
      ...(init.method === undefined ? {} : { method: init.method }),
      ...(init.signal == null ? {} : { signal: init.signal }),
    })
    return new Response(answer.text, { status: answer.status, headers: plainHeaders(answer.headers) })
  }
}

/** The body has been decoded: its encoding and length are no longer those of the headers. */
function plainHeaders(headers: Headers): Headers {
  const plain = new Headers(headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) plain.delete(name)
  return plain
}
