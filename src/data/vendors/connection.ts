/** What every source is made of: its name and keys, the world around it, and requests at its pace. */
import { didYouMean, type Interval, UsageError } from '../../model/index.ts'
import type { SeriesColumns } from '../series.ts'
import type { BarRequest, BarSource, Surroundings } from './bar-source.ts'
import { horizonOf } from './days.ts'
import { createHttp, type Http, type HttpOptions } from './http.ts'
import { createTokenBucket, type Pace, paced, RETRY_POLICY, type RetryPolicy } from './pace.ts'
import { soundPages } from './pages.ts'
import { type Redact, redactor, vendorError } from './vendor-error.ts'

export interface ConnectionOptions {
  readonly vendor: string
  readonly secrets: readonly (string | undefined)[]
  readonly requestsPerMinute: number
  readonly timeoutMs?: number
  /** Requests go there instead of to the vendor. */
  readonly origin?: string
  readonly passRefusals?: boolean
  /** Every good answer is JSON, or it is refused before anything reads it. */
  readonly isJson?: boolean
  readonly retry?: Partial<RetryPolicy>
}

export interface Connection {
  readonly vendor: string
  readonly redact: Redact
  readonly http: Http
  /** Runs one request at its turn and again while its failure may pass. */
  readonly call: <T>(attempt: () => Promise<T>, signal?: AbortSignal) => Promise<T>
  readonly nowMs: () => number
}

const TIMEOUT_MS = 30_000

export function connect(options: ConnectionOptions, surroundings: Surroundings): Connection {
  const { vendor, requestsPerMinute, origin, passRefusals, isJson, retry } = options
  const redact = redactor(options.secrets)
  const http: HttpOptions = {
    vendor,
    redact,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    nowMs: surroundings.nowMs,
    ...(origin === undefined ? {} : { origin }),
    ...(passRefusals === undefined ? {} : { passRefusals }),
    ...(isJson === undefined ? {} : { isJson }),
  }
  const pace: Pace = {
    vendor,
    turn: createTokenBucket(
      { requestsPerMinute, burst: Math.max(1, Math.floor(requestsPerMinute / 10)) },
      surroundings,
    ),
    policy: { ...RETRY_POLICY, ...retry },
    surroundings,
  }
  return {
    vendor,
    redact,
    http: createHttp(http),
    call: (attempt, signal) => paced(pace, attempt, signal),
    nowMs: surroundings.nowMs,
  }
}

/** A source from what it is and how it reads pages as the vendor sends them; `soundPages` makes them what the port asks. */
export function sourceOf(
  identity: Pick<BarSource, 'name' | 'variant' | 'capabilities'>,
  connection: Connection,
  read: (request: BarRequest) => AsyncIterable<SeriesColumns>,
): BarSource {
  const { name, capabilities } = identity
  return {
    ...identity,
    fetch: (request) => {
      requireInterval(name, request.interval, capabilities.intervals)
      const { closedMs } = horizonOf(request.interval, capabilities.dayZone, connection.nowMs())
      const toMs = Math.min(request.toMs, closedMs)
      const asked = { ...request, toMs }
      return soundPages(toMs > request.fromMs ? read(asked) : NO_PAGES, {
        vendor: name,
        request,
        closedMs,
      })
    },
  }
}

const NO_PAGES: AsyncIterable<SeriesColumns> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}

function requireInterval(vendor: string, { text }: Interval, known: readonly string[] | null): void {
  if (known === null || known.includes(text)) return
  throw new UsageError(
    'UNKNOWN_INTERVAL',
    `${vendor} must have bars of the interval, but '${text}' is none of its own: ${known.join(', ')}.${didYouMean(text, known)}`,
    { vendor, interval: text, known: [...known] },
  )
}

/** Whether the trail of page tokens goes on to somewhere new. Throws `VenueError` VENDOR_TOKEN_LOOP. */
export function createTrail(vendor: string): (token: string) => void {
  const seen = new Set<string>()
  return (token) => {
    if (seen.has(token)) throw tokenLoop(vendor, seen.size)
    seen.add(token)
  }
}

function tokenLoop(vendor: string, pages: number) {
  return vendorError({
    vendor,
    code: 'VENDOR_TOKEN_LOOP',
    text: `Each page of ${vendor} must lead to a new one, but page ${pages + 1} leads back to an earlier one. Ask the vendor.`,
    retry: 'never',
    details: { pages },
  })
}
