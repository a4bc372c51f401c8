import { describe, expect, it } from 'vitest'
import { countBetween, slotsBetween } from './expected-slots.ts'
import { parseInterval } from './interval.ts'
import type { CalendarName } from './market-calendar.ts'

const at = (text: string): number => Date.parse(text)

function between(calendar: CalendarName, interval: string, from: string, to: string): string[] {
  const opens: string[] = []
  slotsBetween(calendar, parseInterval(interval))(at(from), at(to), (first, step, count) => {
    for (let n = 0; n < count; n++) opens.push(new Date(first + n * step).toISOString().slice(0, 16))
  })
  return opens
}

describe('what is expected between two bars', () => {
  it('is every session of the exchange, dated as the bars are', () => {
    expect(between('nyse', '1d', '2018-11-21', '2018-11-27')).toEqual([
      '2018-11-23T00:00',
      '2018-11-26T00:00',
    ])
    expect(between('nyse', '1d', '2018-11-21T05:00Z', '2018-11-26T05:00Z')).toEqual(['2018-11-23T05:00'])
  })

  it('is every slot of regular sessions, early closes and changes of clocks kept', () => {
    expect(between('nyse', '1h', '2018-11-21T20:30Z', '2018-11-26T14:30Z')).toEqual([
      '2018-11-23T14:30',
      '2018-11-23T15:30',
      '2018-11-23T16:30',
      '2018-11-23T17:30',
    ])
    // Hours of the clock: the one that holds the opening is expected, and after the change it is another by UTC.
    expect(between('nyse', '1h', '2018-11-02T19:00Z', '2018-11-05T16:00Z')).toEqual([
      '2018-11-05T14:00',
      '2018-11-05T15:00',
    ])
    const minutes = slotsBetween('nyse', parseInterval('1m'))
    expect(countBetween(minutes, at('2018-11-01T19:59Z'), at('2018-11-05T14:30Z'))).toBe(390)
  })

  it('is nothing over the weekend of currencies and on their two holidays', () => {
    expect(between('fx', '1h', '2017-11-03T20:00Z', '2017-11-05T22:00Z')).toEqual([])
    expect(between('fx', '4h', '2017-11-03T17:00Z', '2017-11-06T06:00Z')).toEqual([
      '2017-11-05T22:00',
      '2017-11-06T02:00',
    ])
    expect(between('fx', '1h', '2017-12-22T21:00Z', '2017-12-25T22:00Z')).toEqual([])
    expect(between('fx', '1d', '2017-11-02T21:00Z', '2017-11-06T22:00Z')).toEqual(['2017-11-05T22:00'])
    expect(between('fx', '1d', '2017-11-02', '2017-11-07')).toEqual(['2017-11-03T00:00', '2017-11-06T00:00'])
  })

  it('is every slot of a market that never closes, and every week and month of any', () => {
    expect(between('24/7', '1d', '2018-11-02', '2018-11-05')).toHaveLength(2)
    expect(between('nyse', '1w', '2018-11-05', '2018-11-26')).toEqual([
      '2018-11-12T00:00',
      '2018-11-19T00:00',
    ])
    expect(between('none', '1mo', '2018-01-31', '2018-04-30')).toEqual([
      '2018-02-01T00:00',
      '2018-03-01T00:00',
    ])
  })
})
