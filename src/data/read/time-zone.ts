/**
 * Local wall time to an instant, by the zone's rules as Node's ICU knows them. A local time that never happened (clocks
 * went forward) or happened twice (clocks went back) is said to be so and never shifted.
 */
import { UsageError } from '../../model/index.ts'

const DAY_MS = 86_400_000
/** Two days within what a Date holds. */
const MOST_MS = 8.64e15 - 2 * DAY_MS

/** A local time's instant, or why it has none. */
export const SKIPPED = Number.NEGATIVE_INFINITY
export const REPEATED = Number.POSITIVE_INFINITY

/**
 * Which of the two instants a repeated local time is: always the first, always the second, or in order: the first unless it
 * is not after the instrument's bar before it, then the second.
 */
export const REPEATED_TIMES = ['first', 'second', 'in-order'] as const
export type RepeatedTimes = (typeof REPEATED_TIMES)[number]

/** Turns local ms (wall time read as if it were UTC) into epoch ms, SKIPPED or REPEATED. */
export type LocalTime = (localMs: number) => number

/** The rules of an IANA zone. Throws `UsageError` BAD_TIME_ZONE. Cost: two look-ups a day, then 10 ns a time. */
export function localTimeIn(zone: string): LocalTime {
  if (zone === 'UTC') return (localMs) => localMs
  const offsetAt = zoneOffsets(zone)
  let day = Number.NaN
  let steadyOffset: number | undefined
  return (localMs) => {
    // What no calendar holds, or is no number, is refused by its reader with its line.
    if (!(Math.abs(localMs) < MOST_MS)) return localMs
    const thisDay = Math.floor(localMs / DAY_MS)
    if (thisDay !== day) {
      day = thisDay
      const offsets = [-1, 0, 1, 2].map((n) => offsetAt((thisDay + n) * DAY_MS))
      steadyOffset = offsets.every((offset) => offset === offsets[0]) ? offsets[0] : undefined
    }
    return steadyOffset === undefined ? resolveNearChange(localMs, offsetAt) : localMs - steadyOffset
  }
}

function resolveNearChange(localMs: number, offsetAt: (utcMs: number) => number): number {
  const instants = instantsOf(localMs, offsetAt)
  if (instants.length === 0) return SKIPPED
  return instants.length > 1 ? REPEATED : instants[0]!
}

function instantsOf(localMs: number, offsetAt: (utcMs: number) => number): number[] {
  const offsets = new Set([-1, 0, 1].map((n) => offsetAt(localMs + n * DAY_MS)))
  return [...offsets]
    .map((offset) => localMs - offset)
    .filter((utcMs) => utcMs + offsetAt(utcMs) === localMs)
    .sort((a, b) => a - b)
}

/** Both instants of a local time that is REPEATED in the zone, the earlier one first. */
export function repeatedInstants(zone: string, localMs: number): readonly [number, number] {
  const instants = instantsOf(localMs, zoneOffsets(zone))
  return [instants[0]!, instants.at(-1)!]
}

/** Local minus UTC, ms, at an instant. Throws `UsageError` BAD_TIME_ZONE. Cost: some microseconds a call. */
export function zoneOffsets(zone: string): (utcMs: number) => number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw new UsageError(
      'BAD_TIME_ZONE',
      `A time zone must be UTC or an IANA name like America/New_York, but it is '${zone}'.`,
      { timeZone: zone },
    )
  }
  return (utcMs) => {
    const parts = new Map(format.formatToParts(utcMs).map(({ type, value }) => [type, value]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type))
    const wallMs = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
    return wallMs - Math.floor(utcMs / 1_000) * 1_000
  }
}
