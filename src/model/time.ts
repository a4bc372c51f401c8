/** Instants as text for people; the machine's time zone is never read. */

const DAY_MS = 86_400_000

/** `2020-04-17` where the instant is a UTC midnight, else `2020-04-17T13:30:00Z` (with milliseconds where there are any). */
export function isoTime(timeMs: number): string {
  const iso = new Date(timeMs).toISOString()
  if (timeMs % DAY_MS === 0) return iso.slice(0, 10)
  return timeMs % 1_000 === 0 ? `${iso.slice(0, 19)}Z` : iso
}

/** Reads an ISO date (UTC midnight) or an ISO instant with its zone; undefined where the text is neither. */
export function parseIsoTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text))
    return undefined
  const timeMs = Date.parse(text)
  if (!Number.isFinite(timeMs)) return undefined
  // Date.parse rolls 2021-02-30 over into March: the day that was written must be the day that was meant.
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
  return new Date(day).toISOString().startsWith(text.slice(0, 10)) ? timeMs : undefined
}
