/** In which session of its market an instant or a bar lies. */
import { DAY_MS } from './days.ts'
import { type CalendarName, marketCalendar, type TradingDay } from './market-calendar.ts'

/** The index of a session is its code in columns. */
export const SESSIONS = ['closed', 'extended', 'regular'] as const
export type Session = (typeof SESSIONS)[number]

const CLOSED = 0
const EXTENDED = 1
const REGULAR = 2

/** The session at an instant, epoch ms. Under `24/7` and `none` it is always regular. */
export function sessionAt(calendar: CalendarName, timeMs: number): Session {
  return SESSIONS[createSessionCode(calendar)(timeMs, 1)]!
}

/**
 * The session of each bar as a code of SESSIONS, from opening instants and the bars' length. A bar that overlaps the regular
 * session is regular, since it cannot be parted; else extended where it overlaps extended hours.
 */
export function sessionsOfBars(calendar: CalendarName, timeMs: Float64Array, lengthMs: number): Uint8Array {
  const codeOf = createSessionCode(calendar)
  const market = marketCalendar(calendar)
  const codes = new Uint8Array(timeMs.length)
  // The regular session of the newest date, less what bars of this length reach over: most bars need no other look.
  let fromMs = Number.NaN
  let toMs = Number.NaN
  for (let n = 0; n < codes.length; n++) {
    const openMs = timeMs[n]!
    if (openMs >= fromMs && openMs < toMs) {
      codes[n] = REGULAR
      continue
    }
    const code = codeOf(openMs, lengthMs)
    codes[n] = code
    if (code !== REGULAR) continue
    const sessions = market.sessionsOf(market.dateOf(openMs))
    if (sessions === null || openMs < sessions.openMs) continue
    fromMs = sessions.openMs
    toMs = sessions.closeMs
  }
  return codes
}

/** Tells codes of bars one by one; cheap where they come in order of time. */
export function createSessionCode(calendar: CalendarName): (timeMs: number, lengthMs: number) => number {
  const market = marketCalendar(calendar)
  let fromMs = Number.NaN
  let toMs = Number.NaN
  let day: TradingDay | null = null
  let nextDay: TradingDay | null = null
  const codeIn = (sessions: TradingDay | null, openMs: number, closeMs: number): number => {
    if (sessions === null) return CLOSED
    if (openMs < sessions.closeMs && closeMs > sessions.openMs) return REGULAR
    return openMs < sessions.postMs && closeMs > sessions.preMs ? EXTENDED : CLOSED
  }
  return (timeMs, lengthMs) => {
    if (!(timeMs >= fromMs && timeMs < toMs)) {
      const date = market.dateOf(timeMs)
      const next = date + DAY_MS
      fromMs = market.startOf(date)
      toMs = market.startOf(next)
      day = market.sessionsOf(date)
      nextDay = market.sessionsOf(next)
    }
    const own = codeIn(day, timeMs, timeMs + lengthMs)
    // Bars of hours may reach into the next date.
    return timeMs + lengthMs <= toMs ? own : Math.max(own, codeIn(nextDay, timeMs, timeMs + lengthMs))
  }
}
