/** What becomes of one instrument's bars in a derivation: a part of them, of one session, or longer ones. */
import {
  type CalendarName,
  type CorporateAction,
  type InstrumentBars,
  type Interval,
  isoTime,
  type Resampled,
  resample,
  SESSIONS,
  type SessionFilter,
  sessionsOfBars,
  UsageError,
} from '../../model/index.ts'
import type { TimeRange } from '../sealed/range.ts'

const DAY_MS = 86_400_000
const REGULAR = SESSIONS.indexOf('regular')

export interface MergeRequest extends TimeRange {
  readonly interval: Interval
  readonly target: Interval
  readonly session: SessionFilter
  readonly isSessionGiven: boolean
  readonly keepIncomplete: boolean
  /** The opening of the first and the close of the newest bar of all instruments of the parent, epoch ms. */
  readonly knownFromMs: number
  readonly knownMs: number
  /** Of all instruments that take part. */
  readonly calendars: readonly CalendarName[]
}

/** Counts over all instruments of bars that are left out, by reason. */
export interface LeftOut {
  readonly otherSession: number
  readonly incomplete: number
}

export interface Merged {
  /** New columns. */
  readonly bars: InstrumentBars
  readonly leftOut: LeftOut
}

/** `splits` are those that the prices do not contain. */
export type Merge = (
  bars: InstrumentBars,
  calendar: CalendarName,
  splits: readonly CorporateAction[],
) => Merged

/** Throws `UsageError` SESSION_UNKNOWN, MIXED_CALENDARS; merging throws as `resample` does, and SPLIT_WITHIN_BAR. */
export function createMerge(request: MergeRequest): Merge {
  const { interval, target, session } = request
  requireSessions(request)
  requireOneMonth(request)
  if (target.text === interval.text) return (bars, calendar) => partOf(bars, calendar, request)
  const { fromMs, toMs, knownFromMs, knownMs, keepIncomplete } = request
  const known = { knownFromMs, knownMs, keepIncomplete }
  return (bars, calendar, splits) => {
    const options = { from: interval, to: target, calendar, session, fromMs, toMs, ...known }
    const merged = resample(bars, options)
    requireOneBasis(bars, merged, splits)
    return merged
  }
}

function partOf(bars: InstrumentBars, calendar: CalendarName, request: MergeRequest): Merged {
  const { fromMs, toMs, session, interval } = request
  const { timeMs } = bars
  const codes = session === 'regular' ? sessionsOfBars(calendar, timeMs, interval.fixedMs!) : null
  const rows = new Uint32Array(timeMs.length)
  let count = 0
  let otherSession = 0
  for (let row = 0; row < timeMs.length; row++) {
    const time = timeMs[row]!
    if (time < fromMs || time >= toMs) continue
    if (codes !== null && codes[row] !== REGULAR) otherSession++
    else rows[count++] = row
  }
  const kept = rows.subarray(0, count)
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (row) => column[row]!)
  const { instrument, open, high, low, close, volume } = bars
  return {
    bars: {
      instrument,
      timeMs: pick(timeMs),
      open: pick(open),
      high: pick(high),
      low: pick(low),
      close: pick(close),
      volume: pick(volume),
    },
    leftOut: { otherSession, incomplete: 0 },
  }
}

function requireSessions({ interval, session, isSessionGiven, calendars }: MergeRequest): void {
  if (!isSessionGiven || session === 'all') return
  const isIntraday = interval.fixedMs !== null && interval.fixedMs < DAY_MS
  if (isIntraday && !calendars.includes('none')) return
  throw new UsageError(
    'SESSION_UNKNOWN',
    isIntraday
      ? 'Sessions are told by a calendar, but instruments here have none. Name theirs: --calendar nyse, fx or 24/7.'
      : `Only bars within a day have sessions, but these are ${interval.text}. Leave the session out.`,
    { session, interval: interval.text, calendars },
  )
}

/** A month of currencies begins on the evening before it: what is decided at other months' ends could not trade at its open. */
function requireOneMonth({ target, calendars }: MergeRequest): void {
  if (target.fixedMs !== null || calendars.length < 2 || !calendars.includes('fx')) return
  throw new UsageError(
    'MIXED_CALENDARS',
    `Months of the currency market begin hours before those of others, so they must be derived apart, but the calendars here are ${calendars.join(', ')}. Choose by --instruments.`,
    { calendars },
  )
}

/** A bar of which one part is before a split and another after it has no price that means anything. */
function requireOneBasis(
  { timeMs, instrument }: InstrumentBars,
  { bars, lastPart }: Resampled,
  actions: readonly CorporateAction[],
): void {
  for (const { kind, instrument: id, exMs } of actions) {
    if (kind !== 'split' || id !== instrument.id) continue
    const first = timeMs.findIndex((openMs) => openMs >= exMs)
    const bar = lastPart.findIndex((last) => last >= first)
    if (first < 1 || bar < 0 || timeMs[first - 1]! < bars.timeMs[bar]!) continue
    throw new UsageError(
      'SPLIT_WITHIN_BAR',
      `A longer bar must be of prices on one basis, but a split of ${id} on ${isoTime(exMs)} lies within the bar of ${isoTime(bars.timeMs[bar]!)}. Merge adjusted prices: --adjust split.`,
      { instrument: id, time: isoTime(exMs) },
    )
  }
}
