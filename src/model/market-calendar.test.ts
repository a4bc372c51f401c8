/** Sessions of markets against real bars and against known days. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { marketCalendar } from './market-calendar.ts'
import { newYorkInstantMs } from './new-york-time.ts'
import { SESSIONS, type Session, sessionAt, sessionsOfBars } from './session.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const data = new URL('../../../shared/data/', import.meta.url)

/** Wall times as their file has them, read as if they were UTC. */
function wallTimes(name: string): number[] {
  return readFileSync(new URL(name, data), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => Date.parse(`${row.slice(0, row.indexOf(',')).replace(' ', 'T')}Z`))
}

const sessionsOf = (calendar: 'nyse' | 'fx', timeMs: readonly number[], lengthMs: number): Session[] =>
  Array.from(sessionsOfBars(calendar, Float64Array.from(timeMs), lengthMs), (code) => SESSIONS[code]!)

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16)
}

describe('the NYSE', () => {
  const { sessionsOf: dayOf, dateOf } = marketCalendar('nyse')

  it('opens at 09:30 and closes at 16:00 New York, in winter and in summer', () => {
    const winter = dayOf(Date.parse('2013-01-15'))!
    expect([winter.preMs, winter.openMs, winter.closeMs, winter.postMs].map(iso)).toEqual([
      '2013-01-15T09:00',
      '2013-01-15T14:30',
      '2013-01-15T21:00',
      '2013-01-16T01:00',
    ])
    const summer = dayOf(Date.parse('2013-07-15'))!
    expect([summer.preMs, summer.openMs, summer.closeMs, summer.postMs].map(iso)).toEqual([
      '2013-07-15T08:00',
      '2013-07-15T13:30',
      '2013-07-15T20:00',
      '2013-07-16T00:00',
    ])
  })

  it('keeps early closes with four hours after them, late openings, and closed days', () => {
    const early = dayOf(Date.parse('2019-11-29'))!
    expect([early.closeMs, early.postMs].map(iso)).toEqual(['2019-11-29T18:00', '2019-11-29T22:00'])
    expect(iso(dayOf(Date.parse('2002-09-11'))!.openMs)).toBe('2002-09-11T16:00')
    expect(iso(dayOf(Date.parse('1994-02-11'))!.closeMs)).toBe('1994-02-11T19:30')
    const snow = dayOf(Date.parse('1996-01-08'))!
    expect([snow.openMs, snow.closeMs].map(iso)).toEqual(['1996-01-08T16:00', '1996-01-08T19:00'])
    expect(dayOf(Date.parse('2012-10-29'))).toBeNull()
    expect(dayOf(Date.parse('2013-10-05'))).toBeNull()
  })

  it('counts the evening by UTC to the day that New York still has', () => {
    expect(iso(dateOf(Date.parse('2013-01-16T00:59Z')))).toBe('2013-01-15T00:00')
    expect(sessionAt('nyse', Date.parse('2013-01-16T00:59Z'))).toBe('extended')
    expect(sessionAt('nyse', Date.parse('2013-01-16T01:00Z'))).toBe('closed')
    expect(sessionAt('nyse', Date.parse('2013-01-15T14:29:59Z'))).toBe('extended')
    expect(sessionAt('nyse', Date.parse('2013-01-15T14:30Z'))).toBe('regular')
    expect(sessionAt('nyse', Date.parse('2013-01-15T21:00Z'))).toBe('extended')
    expect(sessionAt('nyse', Date.parse('2013-01-15T08:59Z'))).toBe('closed')
  })

  it('takes a bar of an hour for regular where any of it is', () => {
    const opens = [13, 14, 20, 21].map((hour) => Date.parse('2013-01-15') + hour * HOUR)
    expect(sessionsOf('nyse', opens, HOUR)).toEqual(['extended', 'regular', 'regular', 'extended'])
    expect(sessionsOf('nyse', [Date.parse('2013-01-15T08:00Z')], 4 * HOUR)).toEqual(['extended'])
    expect(sessionsOf('nyse', [Date.parse('2013-01-15T04:00Z')], 12 * HOUR)).toEqual(['regular'])
  })

  // Third-party prices, which the project may read but not ship.
  it.runIf(existsSync(data))('parts the minutes of SPY into 390 regular ones a day and extended ones', () => {
    const local = wallTimes('spy_1m_2013-10.csv')
    const sessions = sessionsOf('nyse', local.map(newYorkInstantMs), MINUTE)
    const counts = new Map<string, number>()
    local.forEach((wallMs, n) => {
      const minute = (wallMs % (24 * HOUR)) / MINUTE
      const wanted = minute >= 570 && minute < 960 ? 'regular' : 'extended'
      expect(sessions[n]).toBe(wanted)
      if (wanted === 'regular') {
        const day = iso(wallMs).slice(0, 10)
        counts.set(day, (counts.get(day) ?? 0) + 1)
      }
    })
    expect([...counts.values()]).toEqual([390, 390, 390, 390, 390, 390])
  })
})

describe('the currency week', () => {
  it('runs from Sunday to Friday, 17:00 New York, through both changes of clocks', () => {
    const edges = [
      ['2013-03-08T21:59Z', 'regular'],
      ['2013-03-08T22:00Z', 'closed'],
      ['2013-03-10T20:59Z', 'closed'],
      ['2013-03-10T21:00Z', 'regular'],
      ['2013-11-01T20:59Z', 'regular'],
      ['2013-11-01T21:00Z', 'closed'],
      ['2013-11-03T21:59Z', 'closed'],
      ['2013-11-03T22:00Z', 'regular'],
    ] as const
    for (const [at, session] of edges) expect([at, sessionAt('fx', Date.parse(at))]).toEqual([at, session])
  })

  it('names a day by the date on which it ends', () => {
    const { dateOf, startOf, isExpected } = marketCalendar('fx')
    expect(iso(dateOf(Date.parse('2013-07-14T21:00Z')))).toBe('2013-07-15T00:00')
    expect(iso(dateOf(Date.parse('2013-07-15T20:59Z')))).toBe('2013-07-15T00:00')
    expect(iso(startOf(Date.parse('2013-07-15')))).toBe('2013-07-14T21:00')
    expect(isExpected(Date.parse('2017-12-25'))).toBe(false)
    expect(isExpected(Date.parse('2017-12-26'))).toBe(true)
  })

  // The file names no zone. Its weeks begin at 21:00 in New York's summer and at 22:00 in its winter, and change with New
  // York's clocks (2017-11-05) and not with London's (2017-10-29): its times are UTC, at the opening of each bar.
  it.runIf(existsSync(data))(
    'is kept by eurusd_1h.csv read as UTC, but for two bars after the end of a week',
    () => {
      const times = wallTimes('eurusd_1h.csv')
      const sessions = sessionsOf('fx', times, HOUR)
      const strays = times.filter((_, n) => sessions[n] !== 'regular')
      expect(strays.map(iso)).toEqual(['2017-10-06T21:00', '2017-10-20T21:00'])
      const opens = times.filter((time, n) => n > 0 && time - times[n - 1]! > HOUR)
      const { dateOf, startOf } = marketCalendar('fx')
      expect(opens.filter((time) => startOf(dateOf(time)) !== time)).toEqual([])
    },
  )
})

describe('a market that never closes', () => {
  it('is in session at every instant', () => {
    expect(sessionAt('24/7', Date.parse('2020-01-01T00:00Z'))).toBe('regular')
    expect(sessionAt('none', Date.parse('2020-01-04T03:00Z'))).toBe('regular')
  })

  // Third-party prices, which the project may read but not ship.
  it.runIf(existsSync(data))('has a bar of Bitcoin on every one of its days', () => {
    const rows = readFileSync(new URL('btcusd_coinbase_daily.csv', data), 'utf8').trim().split('\n').slice(1)
    const times = rows.map((row) => Date.parse(row.slice(0, 10)))
    const { isExpected } = marketCalendar('24/7')
    const missing: string[] = []
    for (let day = times[0]!; day <= times.at(-1)!; day += 24 * HOUR) {
      if (isExpected(day) && !times.includes(day)) missing.push(iso(day))
    }
    expect(missing.length / times.length).toBeLessThan(0.03)
  })
})
