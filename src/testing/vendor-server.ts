/**
 * A vendor on 127.0.0.1: real HTTP, with faults of the transport in the order in which they are given. What it answers is
 * the business of the protocol that is put in (`alpacaServer`, `binanceServer`, `httpBarsServer`).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What befalls one request for bars; null is nothing. */
export type TransportFault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** The connection is cut before an answer. */
  | { readonly kind: 'reset' }
  /** The connection is cut within the body. */
  | { readonly kind: 'truncate' }
  /** Half of the body, as if it were whole. */
  | { readonly kind: 'cut-body' }
  | { readonly kind: 'html' }
  | { readonly kind: 'malformed' }
  /** The body comes in small pieces with so many ms between them. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** No answer ever comes. */
  | { readonly kind: 'stall' }
  /** Status 400 with all that was sent, keys included, in the body. */
  | { readonly kind: 'echo' }

export interface VendorRequest {
  readonly url: URL
  readonly headers: IncomingMessage['headers']
}

export interface VendorAnswer {
  readonly status?: number
  readonly type?: string
  readonly body: string
  /** Whether it is an answer with bars, which faults befall. */
  readonly isBars: boolean
}

export interface VendorServer {
  /** `http://127.0.0.1:PORT` without a slash at its end. */
  readonly url: string
  /** Requests for bars so far, in their order. */
  readonly requests: readonly VendorRequest[]
  /** What befalls the next requests for bars; after the last one nothing does. */
  readonly befall: (faults: readonly (TransportFault | null)[]) => void
  /** What befalls every request for bars from now on. */
  readonly befallAlways: (fault: TransportFault | null) => void
  readonly close: () => Promise<void>
}

export async function startVendorServer(
  answer: (request: VendorRequest) => VendorAnswer,
): Promise<VendorServer> {
  const requests: VendorRequest[] = []
  let faults: (TransportFault | null)[] = []
  let always: TransportFault | null = null
  const server = createServer((message, response) => {
    const request = { url: new URL(message.url ?? '/', 'http://127.0.0.1'), headers: message.headers }
    const given = answer(request)
    if (given.isBars) requests.push(request)
    const fault = given.isBars ? (faults.shift() ?? always) : null
    send(response, given, { fault, request })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    befall: (next) => {
      faults = [...next]
    },
    befallAlways: (fault) => {
      always = fault
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Befallen {
  readonly fault: TransportFault | null
  readonly request: VendorRequest
}

function send(response: ServerResponse, given: VendorAnswer, { fault, request }: Befallen): void {
  const { status = 200, type = 'application/json', body } = given
  const plain = (code: number, text: string, headers: Record<string, string> = {}): void => {
    response.writeHead(code, { 'content-type': type, ...headers }).end(text)
  }
  switch (fault?.kind) {
    case undefined:
      return plain(status, body)
    case 'status':
      return plain(
        fault.status,
        fault.body ?? '{"message":"as it was told"}',
        fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
      )
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'truncate': {
      const bytes = Buffer.from(body)
      response.writeHead(status, { 'content-type': type, 'content-length': String(bytes.length) })
      response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy())
      return
    }
    case 'cut-body':
      return plain(status, body.slice(0, body.length / 2))
    case 'html':
      return plain(200, '<!DOCTYPE html><html><body>Please log in</body></html>', {
        'content-type': 'text/html',
      })
    case 'malformed':
      return plain(200, `${body.slice(0, -1)},,`)
    case 'drip':
      return drip(response, { status, type, body, everyMs: fault.everyMs })
    case 'stall':
      return
    case 'echo':
      return plain(
        400,
        JSON.stringify({ message: `no: ${request.url.href} ${JSON.stringify(request.headers)}` }),
      )
    default:
      fault satisfies never
  }
}

const PIECES = 10

interface Dripping {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly everyMs: number
}

function drip(response: ServerResponse, { status, type, body, everyMs }: Dripping): void {
  response.writeHead(status, { 'content-type': type })
  const bytes = Buffer.from(body)
  const size = Math.ceil(bytes.length / PIECES)
  let at = 0
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer)
    response.write(bytes.subarray(at, at + size))
    at += size
    if (at < bytes.length) return
    clearInterval(timer)
    response.end()
  }, everyMs)
}
