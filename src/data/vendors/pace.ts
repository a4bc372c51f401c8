/**
 * When a request may be sent, and when again: a token bucket for the vendor's rate limit, and retries with exponential
 * backoff and jitter. The clock, the waiting and chance are arguments.
 */
import { VenueError } from '../../model/index.ts'
import type { Surroundings } from './bar-source.ts'
import { cancelled, ownError } from './vendor-error.ts'

export interface RateLimit {
  readonly requestsPerMinute: number
  /** So many requests may go at once after a rest. */
  readonly burst: number
}

export interface RetryPolicy {
  /** In all, the first included. */
  readonly attempts: number
  /** The wait after the first failure; doubled after each further one, up to `longestMs`. */
  readonly baseMs: number
  readonly longestMs: number
  /** A vendor that asks for a longer wait than this ends the fetch. */
  readonly patienceMs: number
}

export const RETRY_POLICY: RetryPolicy = {
  attempts: 6,
  baseMs: 500,
  longestMs: 30_000,
  patienceMs: 120_000,
}

/** Waits until a request may be sent. */
export type Turn = (signal?: AbortSignal) => Promise<void>

/** A token bucket: each turn takes a token; one that is not there yet is waited for, in the order of asking. */
export function createTokenBucket(
  { requestsPerMinute, burst }: RateLimit,
  { nowMs, sleep }: Pick<Surroundings, 'nowMs' | 'sleep'>,
): Turn {
  const perMs = requestsPerMinute / 60_000
  let tokens = burst
  let lastMs = nowMs()
  return async (signal) => {
    const timeMs = nowMs()
    tokens = Math.min(burst, tokens + Math.max(0, timeMs - lastMs) * perMs)
    lastMs = timeMs
    tokens -= 1
    if (tokens < 0) await sleep(Math.ceil(-tokens / perMs), signal)
  }
}

export interface Pace {
  readonly vendor: string
  readonly turn: Turn
  readonly policy: RetryPolicy
  readonly surroundings: Surroundings
}

/**
 * Runs one request at its turn, and again while it fails in a way that may pass. Throws the last `VenueError`, saying how
 * often it was tried, or whatever else the attempt throws, at once.
 */
export async function paced<T>(
  pace: Pace,
  attempt: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const { vendor, surroundings } = pace
  const startMs = surroundings.nowMs()
  for (let tried = 1; ; tried++) {
    try {
      if (signal?.aborted === true) throw cancelled(vendor)
      await pace.turn(signal)
      return await attempt()
    } catch (thrown) {
      if (signal?.aborted === true) throw cancelled(vendor)
      const error = ownError(thrown)
      if (!(error instanceof VenueError)) throw error ?? thrown
      if (error.retry !== 'safe') throw error
      const waitMs = waitAfter(error, tried, pace)
      if (waitMs === undefined) throw givenUp(error, tried, surroundings.nowMs() - startMs)
      surroundings.onRetry?.({ vendor, code: error.code, attempt: tried, waitMs })
      await waitOrCancel(pace, waitMs, signal)
    }
  }
}

async function waitOrCancel({ vendor, surroundings }: Pace, waitMs: number, signal?: AbortSignal) {
  try {
    await surroundings.sleep(waitMs, signal)
  } catch (error) {
    throw signal?.aborted === true ? cancelled(vendor) : error
  }
}

/** How long to wait after a failure; undefined where it is not worth it. */
function waitAfter(error: VenueError, tried: number, { policy, surroundings }: Pace): number | undefined {
  if (tried >= policy.attempts) return undefined
  const asked = error.details['retryAfterMs']
  if (typeof asked === 'number') {
    if (asked > policy.patienceMs) return undefined
    // All that were turned away together would come back together.
    return Math.ceil(asked + surroundings.random() * policy.baseMs)
  }
  const fullMs = Math.min(policy.longestMs, policy.baseMs * 2 ** (tried - 1))
  return Math.ceil(fullMs / 2 + (surroundings.random() * fullMs) / 2)
}

function givenUp(error: VenueError, tried: number, tookMs: number): VenueError {
  const times = tried === 1 ? 'once' : `${tried} times over ${Math.round(tookMs / 1_000)} s`
  return new VenueError(error.code, `${error.message} It was tried ${times}.`, error.retry, {
    ...error.details,
    attempts: tried,
  })
}
