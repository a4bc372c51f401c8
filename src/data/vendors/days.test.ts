import { describe, expect, it } from 'vitest'
import { closeOf, parseInterval } from '../../model/index.ts'
import { DAY_MS, daysIn, horizonOf } from './days.ts'

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)

describe('the days of a zone', () => {
  it('begin at local midnight, on both sides of daylight saving', () => {
    const { beginOf } = daysIn('America/New_York')
    expect(new Date(beginOf(day('2024-01-15'))).toISOString()).toBe('2024-01-15T05:00:00.000Z')
    expect(new Date(beginOf(day('2024-07-15'))).toISOString()).toBe('2024-07-15T04:00:00.000Z')
  })

  it.each(['UTC', 'America/New_York', 'Asia/Tokyo', 'America/Sao_Paulo', 'Pacific/Auckland'])(
    'follow each other without hole or overlap in %s',
    (zone) => {
      const days = daysIn(zone)
      for (let date = day('2017-01-01'); date < day('2019-01-01'); date += DAY_MS) {
        const begin = days.beginOf(date)
        expect(days.beginningAt(begin)).toBe(date)
        expect(days.containing(begin)).toBe(date)
        expect(days.containing(begin - 1)).toBe(date - DAY_MS)
        expect(days.beginningAt(begin + 3_600_000)).toBeUndefined()
      }
    },
  )
})

describe('the horizon', () => {
  const now = Date.parse('2024-03-13T18:00:30Z')

  it('of minutes is the last one that has closed, and the beginning of the local day', () => {
    const { closedMs, finalMs } = horizonOf(parseInterval('1m'), 'America/New_York', now)
    expect(closedMs - 1).toBe(Date.parse('2024-03-13T17:59:30Z'))
    expect(finalMs - 1).toBe(Date.parse('2024-03-13T03:59:00Z'))
  })

  it('of days is yesterday in the zone', () => {
    const evening = Date.parse('2024-03-14T02:00:00Z')
    expect(horizonOf(parseInterval('1d'), 'America/New_York', evening).closedMs - 1).toBe(day('2024-03-12'))
    expect(horizonOf(parseInterval('1d'), 'UTC', evening).closedMs - 1).toBe(day('2024-03-13'))
  })

  it.each(['1d', '2d', '1w', '1mo', '3mo'])('of %s holds no bar that closes after today began', (text) => {
    const interval = parseInterval(text)
    const { closedMs } = horizonOf(interval, 'UTC', now)
    const today = day('2024-03-13')
    for (let open = day('2023-01-01'); open < day('2024-06-01'); open += DAY_MS) {
      // Bars of months are dated within their first month.
      const isFirst = interval.fixedMs !== null || new Date(open).getUTCDate() === 1
      if (isFirst) expect(open < closedMs).toBe(closeOf(interval, open) <= today)
    }
  })
})
