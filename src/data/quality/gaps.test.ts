import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nyseClosure, parseInterval } from '../../model/index.ts'
import { expectAll, expectBars } from './expected-bars.ts'

const EURUSD = fileURLToPath(new URL('../../../../shared/data/eurusd_1h.csv', import.meta.url))
const DAY = 86_400_000
const HOUR = 3_600_000
const MONDAY = Date.UTC(2020, 0, 6)

/** Instants of `count` slots from `startMs` on for which `isOpen` holds. */
function instants(
  { startMs, stepMs, count }: { startMs: number; stepMs: number; count: number },
  isOpen: (timeMs: number) => boolean = () => true,
): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => startMs + n * stepMs).filter(isOpen)
}
const isWeekday = (timeMs: number): boolean => new Date(timeMs).getUTCDay() % 6 !== 0

describe('expectBars', () => {
  it('expects every slot of a market that never closes', () => {
    const { between, calendar } = expectBars(instants({ startMs: MONDAY, stepMs: DAY, count: 100 }), {
      interval: parseInterval('1d'),
    })
    expect(calendar).toBe('24/7')
    expect(between(MONDAY, MONDAY + DAY)).toBe(0)
    expect(between(MONDAY, MONDAY + 8 * DAY)).toBe(7)
  })

  it('expects weekdays where bars are of weekdays', () => {
    const { between, calendar } = expectBars(
      instants({ startMs: MONDAY, stepMs: DAY, count: 100 }, isWeekday),
      { interval: parseInterval('1d') },
    )
    expect(calendar).toBe('none')
    const friday = MONDAY + 4 * DAY
    expect(between(friday, friday + 3 * DAY)).toBe(0)
    expect(between(friday, friday + 4 * DAY)).toBe(1)
    expect(between(friday, friday + 17 * DAY)).toBe(10)
    expect(between(friday + 3 * DAY, friday + 4 * DAY)).toBe(0)
  })

  it('expects the hours in which most weeks have a bar', () => {
    const isSession = (timeMs: number): boolean => {
      const hour = new Date(timeMs).getUTCHours()
      return isWeekday(timeMs) && hour >= 14 && hour < 21
    }
    const { between } = expectBars(instants({ startMs: MONDAY, stepMs: HOUR, count: 24 * 70 }, isSession), {
      interval: parseInterval('1h'),
    })
    const last = MONDAY + 20 * HOUR
    expect(between(last, last + 18 * HOUR)).toBe(0)
    expect(between(last, last + 20 * HOUR)).toBe(2)
    // Friday's last hour to the second of Monday.
    expect(between(last + 4 * DAY, last + 4 * DAY + 67 * HOUR)).toBe(1)
    // Three whole weeks, 35 hours each.
    expect(between(last, last + 21 * DAY)).toBe(3 * 35 - 1)
  })

  it('counts months by the calendar', () => {
    const ends = Float64Array.of(Date.UTC(2020, 0, 31), Date.UTC(2020, 1, 28), Date.UTC(2020, 4, 29))
    const { between } = expectBars(ends, { interval: parseInterval('1mo') })
    expect(between(ends[0]!, ends[1]!)).toBe(0)
    expect(between(ends[1]!, ends[2]!)).toBe(2)
  })
})

describe('the days of an exchange', () => {
  const day = (text: string): number => Date.parse(text)
  /** Weekdays of three years, less the exchange's holidays, at the given step. */
  const sessions = (stepMs: number, isSession: (timeMs: number) => boolean = () => true): Float64Array =>
    instants(
      { startMs: day('2017-01-03'), stepMs, count: (3 * 365 * DAY) / stepMs },
      (timeMs) => nyseClosure(Math.floor(timeMs / DAY) * DAY) === null && isSession(timeMs),
    )

  it('are recognised by daily bars that keep them', () => {
    const { calendar, between } = expectBars(sessions(DAY), { interval: parseInterval('1d') })
    expect(calendar).toBe('nyse')
    // Good Friday, Easter.
    expect(between(day('2018-03-29'), day('2018-04-02'))).toBe(0)
    // Thanksgiving lies between, the day after is a session.
    expect(between(day('2018-11-21'), day('2018-11-26'))).toBe(1)
    expect(between(day('2018-12-31'), day('2019-12-31'))).toBe(251)
  })

  it('are not taken for those of bars that trade through them', () => {
    const through = instants({ startMs: day('2017-01-02'), stepMs: DAY, count: 1000 }, isWeekday)
    expect(expectBars(through, { interval: parseInterval('1d') }).calendar).toBe('none')
  })

  it('leave out holidays and early closes within the day', () => {
    const hourly = sessions(HOUR, (timeMs) => {
      const hour = new Date(timeMs).getUTCHours()
      return hour >= 15 && hour < 20
    })
    const { calendar, between } = expectBars(hourly, { interval: parseInterval('1h') })
    expect(calendar).toBe('nyse')
    const wednesday = day('2018-11-21T19:00:00Z')
    // Thanksgiving: none. The day after ends at 13:00 in New York, 18:00 UTC: hours 15, 16, 17. Then Monday's first.
    expect(between(wednesday, day('2018-11-26T15:00:00Z'))).toBe(3)
    expect(between(wednesday, day('2018-11-23T15:00:00Z'))).toBe(0)
    expect(between(day('2018-11-23T17:00:00Z'), day('2018-11-26T15:00:00Z'))).toBe(0)
    expect(between(day('2018-11-26T15:00:00Z'), day('2018-11-27T15:00:00Z'))).toBe(4)
  })

  it('hold for a sparse instrument among others that keep them', () => {
    const full = sessions(DAY)
    const sparse = full.filter((_, n) => n % 3 === 0)
    const options = { interval: parseInterval('1d') }
    expect(expectBars(sparse, options).calendar).not.toBe('nyse')
    expect(expectAll([full, sparse, full], options).map(({ calendar }) => calendar)).toEqual([
      'nyse',
      'nyse',
      'nyse',
    ])
    expect(
      expectAll([full, sparse, full], { ...options, calendars: ['none', 'none', 'none'] })[1]!.calendar,
    ).toBe('none')
  })
})

describe('the week of currencies', () => {
  // Third-party prices, which the project may read but not ship.
  it.runIf(existsSync(EURUSD))('is recognised by hours that keep it, and expects its hours only', () => {
    const times = readFileSync(EURUSD, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => Date.parse(`${row.slice(0, 19).replace(' ', 'T')}Z`))
    const { calendar, between } = expectBars(Float64Array.from(times), { interval: parseInterval('1h') })
    expect(calendar).toBe('fx')
    const missing = times.reduce((sum, time, n) => (n === 0 ? 0 : sum + between(times[n - 1]!, time)), 0)
    expect(missing).toBe(0)
  })

  it('is not taken for that of a market that is open around the clock on weekdays by UTC', () => {
    const weekdays = instants({ startMs: MONDAY, stepMs: HOUR, count: 24 * 70 }, isWeekday)
    expect(expectBars(weekdays, { interval: parseInterval('1h') }).calendar).toBe('none')
  })

  it('takes a few days of anything for nothing known', () => {
    const day = instants({ startMs: MONDAY, stepMs: HOUR, count: 24 })
    expect(expectBars(day, { interval: parseInterval('1h') }).calendar).toBe('none')
    const week = instants({ startMs: MONDAY, stepMs: HOUR, count: 24 * 6 })
    expect(expectBars(week, { interval: parseInterval('1h') }).calendar).toBe('24/7')
  })
})
