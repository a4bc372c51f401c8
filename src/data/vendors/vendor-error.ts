/** Errors of vendors. What a vendor says is quoted only after its keys were taken out, and never with a URL's query. */
import { type JsonObject, type ThroughlineError, UsageError, VenueError } from '../../model/index.ts'

const QUOTED = 200

/** Takes secrets out of texts. */
export type Redact = (text: string) => string

/** Replaces every secret, as it is, URL-encoded and in base64, by `***`. Empty ones are no secrets. */
export function redactor(secrets: readonly (string | undefined)[]): Redact {
  const forms = secrets
    .filter((secret): secret is string => secret !== undefined && secret !== '')
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ s: secret }).toString().slice(2),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ])
    .toSorted((a, b) => b.length - a.length)
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, '***'), text)
}

export interface VendorFault {
  readonly vendor: string
  readonly code: string
  /** What was found and what to do, as sentences; the start of what must hold is the caller's too. */
  readonly text: string
  /** `safe` where the same request may succeed later; a request for bars is never unsafe. */
  readonly retry: 'safe' | 'never'
  readonly details?: JsonObject
}

export function vendorError({ vendor, code, text, retry, details = {} }: VendorFault): VenueError {
  return new VenueError(code, text, retry, { vendor, ...details })
}

/** The first of what a vendor said, on one line, without secrets. */
export function quote(text: string, redact: Redact): string {
  const line = redact(text).replaceAll(/\s+/g, ' ').trim()
  return line.length > QUOTED ? `${line.slice(0, QUOTED)}...` : line
}

/** Where a request went, without its query, which may hold a key. */
export function placeOf(url: string, redact: Redact): string {
  const { origin, pathname } = new URL(url)
  return redact(`${origin}${pathname}`)
}

/** Our own error under whatever a vendor's package wrapped around it. */
export function ownError(thrown: unknown): ThroughlineError | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof VenueError || error instanceof UsageError) return error
  }
  return undefined
}

/** The error of a fetch that its caller ended. */
export function cancelled(vendor: string): VenueError {
  return vendorError({
    vendor,
    code: 'VENDOR_CANCELLED',
    text: `The fetch from ${vendor} was cancelled before it was done. What had come is in the cache: the same command fetches only the rest.`,
    retry: 'safe',
  })
}
