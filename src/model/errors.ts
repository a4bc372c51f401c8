/**
 * The four classes of thrown error. A refusal that is part of the domain (a denied order) is a value instead.
 * Every message says what must hold, what was found and what to do; `code` is stable, `details` is JSON.
 */
import type { JsonObject } from './json.ts'

export abstract class ThroughlineError extends Error {
  /** The process exit code of the command line. */
  abstract readonly exitCode: number
  readonly code: string
  readonly details: JsonObject

  constructor(code: string, message: string, details: JsonObject = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}

/** What the user asked for cannot be: a flag, a parameter, a strategy. Exit 2. */
export class UsageError extends ThroughlineError {
  override readonly name = 'UsageError'
  readonly exitCode = 2
}

/** The data or what is stored is not what it must be, and nothing is repaired silently. Exit 3. */
export class DataError extends ThroughlineError {
  override readonly name = 'DataError'
  readonly exitCode = 3
}

/** A venue or vendor refused or failed. Exit 4. */
export class VenueError extends ThroughlineError {
  override readonly name = 'VenueError'
  readonly exitCode = 4
  /** Whether sending the same again can do harm. */
  readonly retry: 'safe' | 'unsafe' | 'never'

  constructor(code: string, message: string, retry: 'safe' | 'unsafe' | 'never', details: JsonObject = {}) {
    super(code, message, details)
    this.retry = retry
  }
}

/** Something that cannot happen did: our defect. Keep the ledger. Exit 70. */
export class InvariantError extends ThroughlineError {
  override readonly name = 'InvariantError'
  readonly exitCode = 70
}
