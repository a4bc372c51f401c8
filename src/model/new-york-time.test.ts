/** New York's rules against the IANA database that Node carries. */
import { describe, expect, it } from 'vitest'
import { newYorkInstantMs, newYorkLocalMs, newYorkOffsetMs } from './new-york-time.ts'

const HOUR = 3_600_000
const zone = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' })

function ianaOffsetMs(timeMs: number): number {
  const name = zone.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')!.value
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name)!
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3]) * 60_000)
}

describe('New York time', () => {
  it('is that of the IANA database, at every change and in every month from 1967 to 2090', () => {
    const at = Date.UTC(1967, 0, 1)
    const differing: string[] = []
    for (let timeMs = at; timeMs < Date.UTC(2090, 0, 1); timeMs += 24 * HOUR) {
      const here = newYorkOffsetMs(timeMs)
      const isNearChange = here !== newYorkOffsetMs(timeMs + 24 * HOUR)
      const isSampled = new Date(timeMs).getUTCDate() === 15
      if (!isNearChange && !isSampled) continue
      for (let hour = 0; hour < (isNearChange ? 25 : 1); hour++) {
        for (const probe of [timeMs + hour * HOUR - 1, timeMs + hour * HOUR]) {
          if (newYorkOffsetMs(probe) !== ianaOffsetMs(probe)) differing.push(new Date(probe).toISOString())
        }
      }
    }
    expect(differing).toEqual([])
  })

  it('finds the instant of a wall time, in summer, in winter and on the days of change', () => {
    for (const day of ['2013-01-15', '2013-07-15', '2013-03-10', '2013-11-03', '1995-04-02', '1995-10-29']) {
      for (const hour of [0, 4, 9.5, 16, 17, 20]) {
        const localMs = Date.parse(day) + hour * HOUR
        expect(newYorkLocalMs(newYorkInstantMs(localMs))).toBe(localMs)
      }
    }
    expect(new Date(newYorkInstantMs(Date.parse('2013-10-04T09:30Z'))).toISOString()).toBe(
      '2013-10-04T13:30:00.000Z',
    )
    expect(new Date(newYorkInstantMs(Date.parse('2013-12-04T09:30Z'))).toISOString()).toBe(
      '2013-12-04T14:30:00.000Z',
    )
  })

  it('takes the first run of the hour that happens twice, and the hour after one that is skipped', () => {
    expect(new Date(newYorkInstantMs(Date.parse('2013-11-03T01:30Z'))).toISOString()).toBe(
      '2013-11-03T05:30:00.000Z',
    )
    expect(new Date(newYorkInstantMs(Date.parse('2013-03-10T02:30Z'))).toISOString()).toBe(
      '2013-03-10T07:30:00.000Z',
    )
  })
})
