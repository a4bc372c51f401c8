/** The world around a source as it really is; tests give another. */
import { setTimeout as wait } from 'node:timers/promises'
import type { RetryNotice, Surroundings } from './bar-source.ts'

export interface RealWorld {
  readonly nowMs: () => number
  readonly random: () => number
  readonly env: Surroundings['env']
  readonly onRetry?: (retry: RetryNotice) => void
}

export function surroundingsOf({ nowMs, random, env, onRetry }: RealWorld): Surroundings {
  return {
    nowMs,
    random,
    env,
    sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
    ...(onRetry === undefined ? {} : { onRetry }),
  }
}
