/**
 * The bars that a calendar lets expect after a bar: opening instants on the grid of that bar, in the regular sessions of dates
 * that trade. Bars of a day are expected once a date, of more than a day at their own distance whatever trades.
 */
import { DAY_MS, utcDayOf } from './days.ts'
import type { Interval } from './interval.ts'
import { type CalendarName, marketCalendar } from './market-calendar.ts'

/** Takes a run of expected bars: the first one's opening instant, their distance, how many. */
export type TakeSlots = (firstMs: number, stepMs: number, count: number) => void

/** Visits what is expected strictly between two opening instants of one instrument, in order. */
export type SlotsBetween = (fromMs: number, toMs: number, take: TakeSlots) => void

export function slotsBetween(calendar: CalendarName, interval: Interval): SlotsBetween {
  const { fixedMs } = interval
  if (fixedMs === null) return monthSlots(interval.months)
  if (fixedMs > DAY_MS || calendar === '24/7' || calendar === 'none') return everySlot(fixedMs)
  return fixedMs === DAY_MS ? dateSlots(calendar) : sessionSlots(calendar, fixedMs)
}

/** How many bars are expected strictly between two opening instants. */
export function countBetween(slots: SlotsBetween, fromMs: number, toMs: number): number {
  let total = 0
  slots(fromMs, toMs, (_first, _step, count) => {
    total += count
  })
  return total
}

function everySlot(fixedMs: number): SlotsBetween {
  return (fromMs, toMs, take) => {
    const count = Math.round((toMs - fromMs) / fixedMs) - 1
    if (count > 0) take(fromMs + fixedMs, fixedMs, count)
  }
}

function monthSlots(months: number): SlotsBetween {
  const monthOf = (timeMs: number): number => {
    const date = new Date(timeMs)
    return date.getUTCFullYear() * 12 + date.getUTCMonth()
  }
  return (fromMs, toMs, take) => {
    const first = monthOf(fromMs)
    const count = Math.round((monthOf(toMs) - first) / months) - 1
    for (let n = 1; n <= count; n++) {
      const month = first + n * months
      take(Date.UTC(Math.floor(month / 12), month % 12, 1), DAY_MS, 1)
    }
  }
}

/** Daily bars keep their distance from the beginning of their date: midnight UTC, the session's opening, or any other. */
function dateSlots(calendar: CalendarName): SlotsBetween {
  const market = marketCalendar(calendar)
  return (fromMs, toMs, take) => {
    const isMidnight = fromMs === utcDayOf(fromMs)
    const dateOf = calendar === 'nyse' || isMidnight ? utcDayOf : market.dateOf
    const startOf = calendar === 'nyse' || isMidnight ? (date: number): number => date : market.startOf
    const from = dateOf(fromMs)
    const offsetMs = fromMs - startOf(from)
    const to = dateOf(toMs)
    for (let date = from + DAY_MS; date < to; date += DAY_MS) {
      if (market.isExpected(date)) take(startOf(date) + offsetMs, DAY_MS, 1)
    }
  }
}

function sessionSlots(calendar: CalendarName, fixedMs: number): SlotsBetween {
  const market = marketCalendar(calendar)
  return (fromMs, toMs, take) => {
    if (toMs - fromMs <= fixedMs) return
    let phaseMs = Number.NaN
    const last = market.dateOf(toMs)
    for (let date = market.dateOf(fromMs); date <= last; date += DAY_MS) {
      const sessions = market.isExpected(date) ? market.sessionsOf(date) : null
      // The grid goes on from date to date at the same distance from their beginning, through changes of clocks.
      const startMs = market.startOf(date)
      if (Number.isNaN(phaseMs)) phaseMs = modulo(fromMs - startMs, fixedMs)
      if (sessions === null) continue
      const grid = startMs + phaseMs
      const { openMs, closeMs } = sessions
      // A bar that opens before the session and closes within it is of the session too.
      const low = Math.max(Math.floor((openMs - grid) / fixedMs), Math.floor((fromMs - grid) / fixedMs) + 1)
      const high = Math.min(Math.ceil((closeMs - grid) / fixedMs), Math.ceil((toMs - grid) / fixedMs)) - 1
      if (high >= low) take(grid + low * fixedMs, fixedMs, high - low + 1)
    }
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
