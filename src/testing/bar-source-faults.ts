/** Claims of the bar source contract about faults: which pass, which end the fetch, and what is said of them. */
import assert from 'node:assert/strict'
import { VenueError } from '../model/index.ts'
import { fetchAll, type SourceClaim, wholeOf } from './bar-source-claims.ts'
import { type ContractWorld, PLANTED_SECRETS } from './bar-source-worlds.ts'
import type { PageFault } from './vendor-bars.ts'
import type { TransportFault } from './vendor-server.ts'

/** Fetches and expects the refusal; gives it back. */
async function refusal({ source, world }: ContractWorld, codes: readonly string[]): Promise<VenueError> {
  let thrown: unknown
  try {
    await fetchAll(source, world)
  } catch (error) {
    thrown = error
  }
  assert.ok(thrown instanceof VenueError, `expected a VenueError, found ${String(thrown)}`)
  assert.ok(
    codes.includes(thrown.code),
    `expected ${codes.join(' or ')}, found ${thrown.code}: ${thrown.message}`,
  )
  assert.equal(thrown.exitCode, 4)
  return thrown
}

/** A fault that passes: the bars come all the same, after a wait. */
function passing(what: string, fault: TransportFault, concerns?: SourceClaim['concerns']): SourceClaim {
  return {
    claim: `tries again after ${what}`,
    ...(concerns === undefined ? {} : { concerns }),
    check: async ({ source, server, world, waits }) => {
      server.befall([null, fault, fault, null, fault])
      assert.deepEqual((await fetchAll(source, world)).bars, world.bars)
      assert.ok(waits.length >= 3, `expected three waits, found ${waits.join(', ')}`)
    },
  }
}

/** A fault of a page that must end the fetch, whatever is on other pages. */
function ending(fault: PageFault, code: string, concerns?: SourceClaim['concerns']): SourceClaim {
  return {
    claim: `ends the fetch at ${fault}`,
    world: () => ({ pageFault: fault }),
    ...(concerns === undefined ? {} : { concerns }),
    check: async (opened) => {
      assert.equal((await refusal(opened, [code])).retry, 'never')
    },
  }
}

/** A fault of a page that does not change which bars there are. */
function harmless(fault: PageFault, concerns?: SourceClaim['concerns']): SourceClaim {
  return {
    claim: `gives each bar once through ${fault}`,
    world: () => ({ pageFault: fault }),
    ...(concerns === undefined ? {} : { concerns }),
    check: async ({ source, world }) => {
      assert.deepEqual((await fetchAll(source, world)).bars, world.bars)
    },
  }
}

export const FAULT_CLAIMS: readonly SourceClaim[] = [
  passing('status 429', { kind: 'status', status: 429 }),
  passing('status 500', { kind: 'status', status: 500 }),
  passing('status 503', { kind: 'status', status: 503, body: '<html>down</html>' }),
  passing('a connection that was reset', { kind: 'reset' }),
  passing('a body that was cut off', { kind: 'truncate' }),
  passing('half of a body that claims to be whole', { kind: 'cut-body' }, ({ isJson }) => isJson),
  passing('JSON that is none', { kind: 'malformed' }, ({ isJson }) => isJson),
  passing('no answer in time', { kind: 'stall' }),
  {
    claim: 'waits as long as Retry-After asks, in seconds and as a date',
    check: async ({ source, server, world, waits }) => {
      const date = new Date(world.nowMs + 60_000).toUTCString()
      server.befall([
        { kind: 'status', status: 429, retryAfter: '7' },
        { kind: 'status', status: 503, retryAfter: date },
      ])
      assert.deepEqual((await fetchAll(source, world)).bars, world.bars)
      const [first = 0, second = 0] = waits.filter((ms) => ms > 1_000)
      assert.ok(first >= 7_000 && first < 8_000, `expected 7 s, found ${first} ms`)
      // The first wait has gone by.
      assert.ok(second >= 50_000 && second < 60_000, `expected some 53 s, found ${second} ms`)
    },
  },
  {
    claim: 'ends the fetch where Retry-After asks for longer than anyone waits',
    check: async (opened) => {
      opened.server.befall([{ kind: 'status', status: 429, retryAfter: '86400' }])
      assert.equal((await refusal(opened, ['VENDOR_BUSY'])).retry, 'safe')
      assert.equal(opened.server.requests.length, 1)
    },
  },
  {
    claim: 'backs off longer each time and gives up in the end',
    check: async (opened) => {
      opened.server.befallAlways({ kind: 'status', status: 500 })
      const error = await refusal(opened, ['VENDOR_FAILED'])
      assert.equal(error.retry, 'safe')
      const { waits } = opened
      assert.ok(waits.length >= 3)
      assert.deepEqual(
        waits,
        waits.toSorted((a, b) => a - b),
      )
      assert.match(error.message, new RegExp(`${waits.length + 1} times`))
    },
  },
  {
    claim: 'takes an HTML page with status 200 for what it is, and does not ask again',
    check: async (opened) => {
      opened.server.befall([null, { kind: 'html' }])
      const error = await refusal(opened, ['VENDOR_HTML'])
      assert.equal(error.retry, 'never')
      assert.equal(opened.server.requests.length, 2)
    },
  },
  {
    claim: 'does not ask again where it is refused',
    check: async (opened) => {
      opened.server.befall([{ kind: 'status', status: 401, body: '{"code":-2015,"msg":"Invalid API-key"}' }])
      assert.equal((await refusal(opened, ['VENDOR_ACCESS', 'VENDOR_REFUSED'])).retry, 'never')
      assert.equal(opened.server.requests.length, 1)
    },
  },
  {
    claim: 'never says a key, even where the vendor says it back',
    concerns: ({ hasKeys }) => hasKeys,
    check: async (opened) => {
      opened.server.befall([{ kind: 'echo' }])
      const error = await refusal(opened, ['VENDOR_ACCESS', 'VENDOR_REFUSED'])
      const told = `${error.message} ${JSON.stringify(error.details)} ${error.stack} ${String(error.cause)}`
      for (const secret of Object.values(PLANTED_SECRETS)) {
        for (const form of [secret, encodeURIComponent(secret)]) assert.ok(!told.includes(form), told)
      }
    },
  },
  {
    claim: 'reads an answer that drips',
    check: async ({ source, server, world }) => {
      server.befall([{ kind: 'drip', everyMs: 10 }])
      assert.deepEqual((await fetchAll(source, world)).bars, world.bars)
    },
  },
  {
    claim: 'ends at once when it is cancelled, between pages and within a request',
    check: async ({ source, server, world }) => {
      server.befall([null, { kind: 'stall' }])
      const stop = new AbortController()
      const timer = setTimeout(() => stop.abort(), 100)
      const startMs = performance.now()
      await assert.rejects(
        fetchAll(source, world, { ...wholeOf(world), signal: stop.signal }),
        (error: unknown) => error instanceof VenueError && error.code === 'VENDOR_CANCELLED',
      )
      clearTimeout(timer)
      assert.ok(performance.now() - startMs < 450, 'before the request would have timed out')
      await assert.rejects(fetchAll(source, world, { ...wholeOf(world), signal: stop.signal }), VenueError)
    },
  },
  harmless('overlap'),
  harmless('repeat-page'),
  harmless('empty-page', ({ hasTokens }) => hasTokens),
  ending('token-loop', 'VENDOR_TOKEN_LOOP', ({ hasTokens }) => hasTokens),
  ending('conflict', 'VENDOR_CONFLICT', ({ sortsPages }) => !sortsPages),
  ending('disorder', 'VENDOR_OUT_OF_ORDER', ({ sortsPages }) => !sortsPages),
  harmless('disorder', ({ sortsPages }) => sortsPages),
  ending('text-price', 'VENDOR_BAD_VALUE'),
  ending('missing-value', 'VENDOR_BAD_VALUE'),
]
