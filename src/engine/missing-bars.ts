/**
 * What a run does about bars that are missing: bars that the calendar of an instrument expects between its first and its last
 * bar in the snapshot, and that are not there.
 *
 *   carry   nothing: the position stays marked at its last close, orders wait for the next bar
 *   skip    at a pulse at which a bar is missing `decide` is not called; fills and marks are made
 *   halt    the run ends there: before the first pulse after the missing bar's close, or after that of its close where there is one
 *   error   the run is refused before it begins
 *
 * That an instrument goes on after a hole is read off the whole snapshot, not off the part that a run sees: a cut of the run's
 * time changes nothing before it.
 */
import {
  type BarTable,
  type CalendarName,
  closeOf,
  DataError,
  type Interval,
  isoTime,
  type JsonObject,
  slotsBetween,
  UsageError,
} from '../model/index.ts'

export const MISSING_BAR_POLICIES = ['carry', 'skip', 'halt', 'error'] as const
export type MissingBarPolicy = (typeof MISSING_BAR_POLICIES)[number]

/** A policy other than `carry`, with what it depends on beside the bars. */
export interface MissingBars {
  readonly policy: Exclude<MissingBarPolicy, 'carry'>
  /** By instrument. */
  readonly calendars: Readonly<Record<string, CalendarName>>
}

/** The opening instants of an instrument's first and last bar in the snapshot, epoch ms. */
export interface BarSpan {
  readonly firstTimeMs: number
  readonly lastTimeMs: number
}

export interface Halt {
  /** Index of the instrument whose bar is missing. */
  readonly instrument: number
  /** The opening instant of the bar that is missing, epoch ms. */
  readonly barOpenMs: number
  /** The instant at which it would have closed. */
  readonly timeMs: number
  /** How many pulses are executed, at least 1. */
  readonly pulses: number
}

/** Where `decide` is not called, and where the run ends. */
export interface MissingPlan {
  /** By pulse, 1 where `decide` is not called. */
  readonly isSkipped: Uint8Array
  readonly halt: Halt | null
}

/** The policy as it enters a run's identity. Throws `UsageError` BAD_MISSING_POLICY. */
export function describeMissing({ policy, calendars }: MissingBars): JsonObject {
  if (!MISSING_BAR_POLICIES.includes(policy)) {
    throw new UsageError(
      'BAD_MISSING_POLICY',
      `A policy for missing bars must be one of ${MISSING_BAR_POLICIES.join(', ')}, but it is '${String(policy)}'.`,
      { policy: String(policy) },
    )
  }
  return { policy, calendars: { ...calendars } }
}

const DAY_MS = 86_400_000
const SHOWN = 5

/**
 * The plan of a policy for the bars of a table; `spans` are by instrument of the table. Throws `UsageError` CALENDAR_UNKNOWN where
 * an instrument has no calendar that could expect a bar, and of the policy `error` `DataError` MISSING_BARS, which names the first.
 */
export function planMissing(
  table: BarTable,
  spans: readonly BarSpan[],
  { policy, calendars }: MissingBars,
): MissingPlan {
  requireCalendars(table, calendars)
  const isSkipped = new Uint8Array(table.pulseTimeMs.length)
  const earliest: Found[] = []
  let count = 0
  visitMissing(table, { spans, calendars }, (found) => {
    count++
    if (policy === 'skip' && found.isAtPulse) isSkipped[found.pulse] = 1
    keepEarliest(earliest, found)
  })
  const [first] = earliest
  if (first === undefined || policy === 'skip') return { isSkipped, halt: null }
  if (policy === 'error') throw missingBars(table, earliest, count)
  // At the pulse of a halt nothing is decided any more.
  if (first.isAtPulse) isSkipped[first.pulse] = 1
  return { isSkipped, halt: haltAt(first) }
}

interface Found {
  readonly instrument: number
  readonly barOpenMs: number
  readonly closeMs: number
  /** The first pulse at or after the close of the missing bar. */
  readonly pulse: number
  readonly isAtPulse: boolean
}

function haltAt({ instrument, barOpenMs, closeMs, pulse, isAtPulse }: Found): Halt {
  return { instrument, barOpenMs, timeMs: closeMs, pulses: isAtPulse ? pulse + 1 : pulse }
}

function comesBefore(a: Found, b: Found): boolean {
  return a.closeMs < b.closeMs || (a.closeMs === b.closeMs && a.instrument < b.instrument)
}

function keepEarliest(earliest: Found[], found: Found): void {
  if (earliest.length === SHOWN && !comesBefore(found, earliest.at(-1)!)) return
  const at = earliest.findIndex((other) => comesBefore(found, other))
  earliest.splice(at < 0 ? earliest.length : at, 0, found)
  earliest.length = Math.min(earliest.length, SHOWN)
}

interface Expectations {
  readonly spans: readonly BarSpan[]
  readonly calendars: MissingBars['calendars']
}

/** Tells each missing bar whose close lies within the table's pulses; of one instrument in order of time. */
function visitMissing(
  { instruments, interval, pulseOpenMs, pulseTimeMs, pulseStart, instrumentOf }: BarTable,
  { spans, calendars }: Expectations,
  tell: (found: Found) => void,
): void {
  const between = instruments.map(({ id }) => slotsBetween(calendars[id]!, interval))
  const newest = new Float64Array(instruments.length).fill(Number.NaN)
  const find = createFinder(pulseTimeMs, interval)
  const visit = (i: number, fromMs: number, toMs: number): void => {
    between[i]!(fromMs, toMs, (firstMs, stepMs, count) => {
      for (let n = 0; n < count; n++) {
        const found = find(i, firstMs + n * stepMs)
        if (found !== undefined) tell(found)
      }
    })
  }
  for (let p = 0; p < pulseOpenMs.length; p++) {
    const openMs = pulseOpenMs[p]!
    for (let row = pulseStart[p]!; row < pulseStart[p + 1]!; row++) {
      const i = instrumentOf[row]!
      const fromMs = Number.isNaN(newest[i]!) ? spans[i]!.firstTimeMs : newest[i]!
      if (fromMs < openMs) visit(i, fromMs, openMs)
      newest[i] = openMs
    }
  }
  spans.forEach(({ lastTimeMs }, i) => {
    if (!Number.isNaN(newest[i]!) && newest[i]! < lastTimeMs) visit(i, newest[i]!, lastTimeMs)
  })
}

/** Finds the pulse of a missing bar. Bars of one date may open hours apart (clocks change), so near is the same. */
function createFinder(
  pulseTimeMs: Float64Array,
  interval: Interval,
): (instrument: number, barOpenMs: number) => Found | undefined {
  const nearMs = interval.fixedMs === null ? 0 : (interval.fixedMs - 1) / 2
  const lastMs = pulseTimeMs.at(-1)!
  return (instrument, barOpenMs) => {
    const closeMs = closeOf(interval, barOpenMs)
    if (closeMs < pulseTimeMs[0]! - nearMs || closeMs > lastMs + nearMs) return undefined
    let low = 0
    let high = pulseTimeMs.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (pulseTimeMs[middle]! < closeMs - nearMs) low = middle + 1
      else high = middle
    }
    const isAtPulse = pulseTimeMs[low]! <= closeMs + nearMs
    return { instrument, barOpenMs, closeMs: isAtPulse ? pulseTimeMs[low]! : closeMs, pulse: low, isAtPulse }
  }
}

function requireCalendars({ instruments, interval }: BarTable, calendars: MissingBars['calendars']): void {
  // Bars of weeks and months are expected at their distance, whatever the market does within it.
  if (interval.fixedMs === null || interval.fixedMs > DAY_MS) return
  const unknown = instruments.filter(({ id }) => (calendars[id] ?? 'none') === 'none').map(({ id }) => id)
  if (unknown.length === 0) return
  throw new UsageError(
    'CALENDAR_UNKNOWN',
    `Which bars are missing is told by a calendar, but ${unknown.slice(0, SHOWN).join(', ')}${unknown.length > SHOWN ? ` and ${unknown.length - SHOWN} more` : ''} ${unknown.length === 1 ? 'has' : 'have'} none. Name one when you import (--calendar nyse, 24/7 or fx), or derive the snapshot with one.`,
    { instruments: unknown },
  )
}

function missingBars({ instruments }: BarTable, earliest: readonly Found[], count: number): DataError {
  const named = earliest.map(({ instrument, barOpenMs }) => ({
    instrument: instruments[instrument]!.id,
    time: isoTime(barOpenMs),
  }))
  return new DataError(
    'MISSING_BARS',
    `No bar may be missing under the policy 'error', but ${count} ${count === 1 ? 'is' : 'are'}: ${named
      .map(({ instrument, time }) => `${instrument} ${time}`)
      .join(
        ', ',
      )}${count > named.length ? ` and ${count - named.length} more` : ''}. Import complete bars, or choose another policy.`,
    { count, first: named },
  )
}
