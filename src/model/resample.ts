/**
 * Longer bars from shorter ones. Of the parts of a period, in order of time: open of the first, highest high, lowest low,
 * close of the last, sum of volumes (from the first to the last). Where there are no parts there is no bar: nothing is filled.
 *
 * Only whole and closed periods become bars. The newest is closed when its end has come, or when its market trades no more in it:
 * a week at Friday's close. The first is whole unless its market traded in it before the bars begin. What follows or precedes a
 * cut counts as well, so that a cut never makes a bar of half a period.
 */
import type { InstrumentBars } from './bars.ts'
import { DAY_MS, HOUR_MS, SATURDAY, SUNDAY, utcDayOf, weekdayOf } from './days.ts'
import { UsageError } from './errors.ts'
import { closeOf, type Interval } from './interval.ts'
import { type CalendarName, marketCalendar } from './market-calendar.ts'
import { type PeriodRequest, periodsOf } from './resample-periods.ts'
import { SESSIONS, sessionsOfBars } from './session.ts'
import { isoTime } from './time.ts'

export interface ResampleOptions extends PeriodRequest {
  /** Parts that open in [fromMs, toMs) take part; all where absent. */
  readonly fromMs?: number
  readonly toMs?: number
  /**
   * Until when the source is known, epoch ms: the close of the newest bar of all instruments. The close of this instrument's
   * newest bar where absent.
   */
  readonly knownMs?: number
  /** Since when, epoch ms: the opening of the first bar of all instruments; of this instrument's first where absent. */
  readonly knownFromMs?: number
  /** Makes bars of periods that are not whole or not closed, and of those that a cut goes through, as well. */
  readonly keepIncomplete?: boolean
}

export interface Resampled {
  readonly bars: InstrumentBars
  /** For each bar the row of its last part. */
  readonly lastPart: Uint32Array
  /** Parts that are in no bar, by reason. */
  readonly leftOut: { readonly otherSession: number; readonly incomplete: number }
}

/** Months of the currency market begin on the evening before, at 21:00 or 22:00 UTC. */
const FX_EVENING_MS = 3 * HOUR_MS
const REGULAR = SESSIONS.indexOf('regular')

/**
 * Merges the bars of one instrument. Throws what `periodsOf` does, and `UsageError` PART_OUTLASTS_BAR where a bar would be
 * visible before a part of it has closed or hold a part from before it opened, PERIODS_OVERLAP where two would overlap.
 */
export function resample(bars: InstrumentBars, options: ResampleOptions): Resampled {
  const parts = partsOf(bars, options)
  const groups = groupsOf(bars, parts, options)
  const kept = options.keepIncomplete === true ? groups : complete(bars, groups, options)
  const out = {
    timeMs: new Float64Array(kept.length),
    open: new Float64Array(kept.length),
    high: new Float64Array(kept.length),
    low: new Float64Array(kept.length),
    close: new Float64Array(kept.length),
    volume: new Float64Array(kept.length),
  }
  const lastPart = new Uint32Array(kept.length)
  let used = 0
  kept.forEach(({ openMs, first, last }, n) => {
    let high = Number.NEGATIVE_INFINITY
    let low = Number.POSITIVE_INFINITY
    let volume = 0
    for (let at = first; at <= last; at++) {
      const row = parts.rows[at]!
      if (bars.high[row]! > high) high = bars.high[row]!
      if (bars.low[row]! < low) low = bars.low[row]!
      volume += bars.volume[row]!
    }
    out.timeMs[n] = openMs
    out.open[n] = bars.open[parts.rows[first]!]!
    out.high[n] = high
    out.low[n] = low
    out.close[n] = bars.close[parts.rows[last]!]!
    out.volume[n] = volume
    lastPart[n] = parts.rows[last]!
    used += last - first + 1
  })
  return {
    bars: { instrument: bars.instrument, ...out },
    lastPart,
    leftOut: { otherSession: parts.otherSession, incomplete: parts.rows.length - used },
  }
}

interface Parts {
  /** Rows that take part, ascending. */
  readonly rows: Uint32Array
  readonly otherSession: number
  /** The nearest row of the session before and after a cut, or -1. */
  readonly before: number
  readonly after: number
}

function partsOf({ timeMs }: InstrumentBars, options: ResampleOptions): Parts {
  const {
    from,
    calendar,
    session,
    fromMs = Number.NEGATIVE_INFINITY,
    toMs = Number.POSITIVE_INFINITY,
  } = options
  const isFiltered = session === 'regular' && from.fixedMs !== null && from.fixedMs < DAY_MS
  const codes = isFiltered ? sessionsOfBars(calendar, timeMs, from.fixedMs) : null
  const rows = new Uint32Array(timeMs.length)
  let count = 0
  let otherSession = 0
  let before = -1
  let after = -1
  for (let row = 0; row < timeMs.length && after < 0; row++) {
    const time = timeMs[row]!
    const takesPart = codes === null || codes[row] === REGULAR
    if (time < fromMs) {
      if (takesPart) before = row
    } else if (time >= toMs) {
      if (takesPart) after = row
    } else if (takesPart) rows[count++] = row
    else otherSession++
  }
  return { rows: rows.subarray(0, count), otherSession, before, after }
}

interface Group {
  readonly key: number
  readonly openMs: number
  readonly endMs: number
  /** Indexes of parts, both inclusive. */
  readonly first: number
  last: number
  /** A cut left parts of it out. */
  isCut: boolean
}

function groupsOf(bars: InstrumentBars, parts: Parts, options: ResampleOptions): Group[] {
  const { timeMs } = bars
  const { to } = options
  const periodOf = periodsOf(options)
  const check = createGuard(bars, options)
  const groups: Group[] = []
  let group: Group | undefined
  for (let at = 0; at < parts.rows.length; at++) {
    const row = parts.rows[at]!
    const { key, openMs } = periodOf(timeMs[row]!)
    if (group?.key !== key) {
      group = { key, openMs, endMs: closeOf(to, openMs), first: at, last: at, isCut: false }
      groups.push(group)
      if (groups.length > 1) check.order(groups.at(-2)!, group)
    }
    group.last = at
    check.part(row, group)
  }
  const newest = groups.at(-1)
  if (parts.before >= 0 && groups[0]?.key === periodOf(timeMs[parts.before]!).key) groups[0].isCut = true
  if (newest !== undefined && parts.after >= 0 && newest.key === periodOf(timeMs[parts.after]!).key) {
    newest.isCut = true
  }
  return groups
}

/** Without those that a cut goes through, the first where the bars begin within it, and the newest where more may come. */
function complete(bars: InstrumentBars, groups: readonly Group[], options: ResampleOptions): Group[] {
  const { timeMs } = bars
  const knownMs = options.knownMs ?? closeOf(options.from, timeMs.at(-1) ?? 0)
  const knownFromMs = options.knownFromMs ?? timeMs[0] ?? 0
  const mayTrade = createMayTrade(timeMs, options)
  return groups.filter(
    ({ isCut, openMs, endMs }) =>
      !isCut &&
      (openMs >= knownFromMs || !mayTrade.before(openMs, knownFromMs)) &&
      (endMs <= knownMs || !mayTrade.after(knownMs, endMs)),
  )
}

/** Whether a market trades in a period before the bars begin, and after they end. */
function createMayTrade(timeMs: Float64Array, { calendar, session, from, to }: ResampleOptions) {
  const isDated = isLabel(from)
  if (calendar === '24/7' || (calendar === 'none' && !isDated))
    return { before: () => true, after: () => true }
  const market = marketCalendar(calendar)
  const dateOf = isDated && calendar === 'nyse' ? utcDayOf : market.dateOf
  const tradesOn = calendar === 'none' ? usualWeekdays(timeMs) : market.isExpected
  // What came first must not depend on which weekdays later bars have.
  const tradedOn = calendar === 'none' ? isWeekday : tradesOn
  const anyDate = (fromDate: number, toDate: number, trades: (dateMs: number) => boolean): boolean => {
    for (let date = fromDate; date <= toDate; date += DAY_MS) if (trades(date)) return true
    return false
  }
  /** Extended hours have no bar for long: a beginning within them cuts nothing off, but until their end more may come. */
  const anySession = (fromMs: number, toMs: number, isAll: boolean): boolean => {
    for (let date = dateOf(fromMs); date <= dateOf(toMs); date += DAY_MS) {
      const sessions = tradesOn(date) ? market.sessionsOf(date) : null
      if (sessions === null) continue
      const { openMs, closeMs, preMs, postMs } = sessions
      if (Math.max(isAll ? preMs : openMs, fromMs) < Math.min(isAll ? postMs : closeMs, toMs)) return true
    }
    return false
  }
  return {
    before: (openMs: number, knownFromMs: number): boolean =>
      isDated
        ? anyDate(dateOf(openMs), dateOf(knownFromMs) - DAY_MS, tradedOn)
        : anySession(openMs - leadOf(calendar, to), knownFromMs, false),
    after: (knownMs: number, endMs: number): boolean =>
      isDated
        ? anyDate(dateOf(knownMs), dateOf(endMs - 1), tradesOn)
        : anySession(knownMs, endMs, session === 'all'),
  }
}

/** Bars of a day and longer are labels of dates. */
function isLabel({ fixedMs }: Interval): boolean {
  return fixedMs === null || fixedMs >= DAY_MS
}

/** By how much the periods of a market begin before their bars open. */
function leadOf(calendar: CalendarName, to: Interval): number {
  return calendar === 'fx' && to.fixedMs === null ? FX_EVENING_MS : 0
}

/** Of so few bars no pattern of weekdays can be told. */
const BARS_FOR_WEEKDAYS = 40

/**
 * Of daily bars without a calendar: every weekday but those that have less than a tenth of the bars of the fullest one. Of
 * few bars any weekday may trade: what is taken for open too long is only left out.
 */
function usualWeekdays(timeMs: Float64Array): (dateMs: number) => boolean {
  const counts = new Uint32Array(7)
  for (const time of timeMs) counts[weekdayOf(utcDayOf(time))]!++
  const most = Math.max(...counts)
  return (dateMs) => timeMs.length < BARS_FOR_WEEKDAYS || 10 * counts[weekdayOf(dateMs)]! >= most
}

function isWeekday(dateMs: number): boolean {
  const weekday = weekdayOf(dateMs)
  return weekday !== SATURDAY && weekday !== SUNDAY
}

/** Refuses what a decision could see too early. */
function createGuard({ timeMs, instrument }: InstrumentBars, options: ResampleOptions) {
  const { from, to, calendar, session } = options
  const market = marketCalendar(calendar)
  const leadMs = leadOf(calendar, to)
  const endsOf = (time: number): number => {
    const nominalMs = closeOf(from, time)
    if (calendar !== 'nyse') return nominalMs
    // Dated bars are those of the session that is asked for; hours that reach over its end hold no trade of the session after it.
    const sessions = market.sessionsOf(isLabel(from) ? utcDayOf(time) : market.dateOf(time))
    if (sessions === null) return nominalMs
    return Math.min(nominalMs, Math.max(time + 1, session === 'all' ? sessions.postMs : sessions.closeMs))
  }
  const refuse = (code: string, atMs: number, text: string): never => {
    throw new UsageError(
      code,
      `${text} Choose another interval${session === 'all' ? ', or regular sessions only' : ''}.`,
      {
        instrument: instrument.id,
        time: isoTime(atMs),
        from: from.text,
        to: to.text,
        calendar,
        session,
      },
    )
  }
  return {
    part(row: number, { openMs, endMs }: Group): void {
      const time = timeMs[row]!
      // A part that lies within the period by its nominal length needs no second look.
      if (time >= openMs - leadMs && (closeOf(from, time) <= endMs || endsOf(time) <= endMs)) return
      refuse(
        'PART_OUTLASTS_BAR',
        time,
        `A ${to.text} bar must hold all of each ${from.text} bar in it, but that of ${instrument.id} at ${isoTime(time)} does not lie in ${isoTime(openMs)} to ${isoTime(endMs)}.`,
      )
    },
    order(before: Group, after: Group): void {
      if (after.openMs >= before.endMs) return
      refuse(
        'PERIODS_OVERLAP',
        after.openMs,
        `Bars of ${to.text} must not overlap, but those of ${instrument.id} at ${isoTime(before.openMs)} and ${isoTime(after.openMs)} do.`,
      )
    },
  }
}
