import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseInterval } from '../model/index.ts'
import { givenMetricContext, inferMetricContext, ratePerPeriod } from './index.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A Monday. */
const START_MS = Date.UTC(2018, 0, 1)

function opens(days: number, perDay: (weekday: number, dayMs: number) => number[]): Float64Array {
  const all: number[] = []
  for (let day = 0; day < days; day++) {
    const dayMs = START_MS + day * DAY_MS
    all.push(...perDay(new Date(dayMs).getUTCDay(), dayMs))
  }
  return Float64Array.from(all)
}

const range = (count: number, startMs: number, stepMs: number): number[] =>
  Array.from({ length: count }, (_, n) => startMs + n * stepMs)
const isWeekday = (weekday: number): boolean => weekday >= 1 && weekday <= 5

function infer(pulseOpenMs: Float64Array, interval: string) {
  const { periodsPerYear, calendar } = inferMetricContext({ pulseOpenMs, interval: parseInterval(interval) })
  return [periodsPerYear, calendar]
}

describe('inferMetricContext', () => {
  it('takes weekday-only daily bars as 252 a year, also from a handful of them', () => {
    expect(
      infer(
        opens(400, (weekday, dayMs) => (isWeekday(weekday) ? [dayMs] : [])),
        '1d',
      ),
    ).toEqual([252, 'equity-252'])
    expect(infer(Float64Array.of(START_MS, START_MS + DAY_MS), '1d')).toEqual([252, 'equity-252'])
  })

  it('takes daily bars of all seven days as 365 a year, single weekends missing or not', () => {
    expect(
      infer(
        opens(400, (_, dayMs) => [dayMs]),
        '1d',
      ),
    ).toEqual([365, 'crypto-365'])
    const gappy = opens(400, (_, dayMs) => ((dayMs / DAY_MS) % 11 === 0 ? [] : [dayMs]))
    expect(infer(gappy, '1d')).toEqual([365, 'crypto-365'])
  })

  it('does not take one stray weekend bar for a weekend market', () => {
    const stray = opens(400, (weekday, dayMs) =>
      isWeekday(weekday) || dayMs === START_MS + 5 * DAY_MS || dayMs === START_MS + 6 * DAY_MS ? [dayMs] : [],
    )
    expect(infer(stray, '1d')).toEqual([252, 'equity-252'])
  })

  it('takes weeks, months and multiples of days by their length', () => {
    expect(infer(Float64Array.from(range(60, START_MS, 7 * DAY_MS)), '1w')).toEqual([52, 'weekly-52'])
    expect(infer(Float64Array.from(range(60, START_MS, 14 * DAY_MS)), '2w')).toEqual([26, 'weekly-52'])
    expect(infer(Float64Array.of(START_MS), '1mo')).toEqual([12, 'monthly-12'])
    expect(infer(Float64Array.of(START_MS), '3mo')).toEqual([4, 'monthly-12'])
    expect(infer(Float64Array.from(range(60, START_MS, 2 * DAY_MS)), '2d')).toEqual([182.5, 'crypto-365'])
  })

  it('counts session hours of weekdays times 252', () => {
    const session = opens(100, (weekday, dayMs) =>
      isWeekday(weekday) ? range(390, dayMs + 14.5 * HOUR_MS, MINUTE_MS) : [],
    )
    expect(infer(session, '1m')).toEqual([390 * 252, 'equity-252'])
  })

  it('keeps extended hours that spill over midnight of Saturday out of the weekend', () => {
    const extended = opens(100, (weekday, dayMs) =>
      isWeekday(weekday) ? range(960, dayMs + 9 * HOUR_MS, MINUTE_MS) : [],
    )
    expect(infer(extended, '1m')).toEqual([960 * 252, 'equity-252'])
  })

  it('takes weekdays around the clock as 260 days, Sunday evenings or not', () => {
    const forex = opens(100, (weekday, dayMs) => {
      if (weekday === 0) return range(3, dayMs + 21 * HOUR_MS, HOUR_MS)
      return isWeekday(weekday) ? range(weekday === 5 ? 21 : 24, dayMs, HOUR_MS) : []
    })
    expect(infer(forex, '1h')).toEqual([24 * 260, 'fx-260'])
  })

  it('takes a market that pauses for an hour a day as sessions', () => {
    const futures = opens(100, (weekday, dayMs) => (isWeekday(weekday) ? range(23, dayMs, HOUR_MS) : []))
    expect(infer(futures, '1h')).toEqual([23 * 252, 'equity-252'])
  })

  it('takes hourly bars of every day as 8,760 a year', () => {
    expect(
      infer(
        opens(60, (_, dayMs) => range(24, dayMs, HOUR_MS)),
        '1h',
      ),
    ).toEqual([8_760, 'crypto-365'])
    expect(
      infer(
        opens(60, (_, dayMs) => range(6, dayMs, 4 * HOUR_MS)),
        '4h',
      ),
    ).toEqual([2_190, 'crypto-365'])
  })

  it('refuses no bars at all', () => {
    expect(() => infer(new Float64Array(0), '1d')).toThrow(expect.objectContaining({ code: 'NO_PULSES' }))
  })
})

describe('a context by the market that instruments name', () => {
  const byMarket = (pulseOpenMs: Float64Array, interval: string, market: 'nyse' | 'fx' | '24/7' | 'none') => {
    const { periodsPerYear, calendar, source } = inferMetricContext({
      pulseOpenMs,
      interval: parseInterval(interval),
      market,
    })
    return [periodsPerYear, calendar, source]
  }

  it('needs no weekend to know a market that never closes, and no sample to know a day of currencies', () => {
    const fourDays = opens(4, (_, dayMs) => range(24, dayMs, HOUR_MS))
    expect(infer(fourDays, '1h')).toEqual([24 * 260, 'fx-260'])
    expect(byMarket(fourDays, '1h', '24/7')).toEqual([8_760, 'crypto-365', 'calendar'])
    // Days of currencies open on the evening before: their Monday is a Sunday by UTC.
    const evenings = opens(28, (weekday, dayMs) => (weekday < 5 ? [dayMs + 22 * HOUR_MS] : []))
    expect(byMarket(evenings, '1d', 'fx')).toEqual([260, 'fx-260', 'calendar'])
    expect(byMarket(fourDays, '4h', 'fx')).toEqual([6 * 260, 'fx-260', 'calendar'])
  })

  it('counts bars of the exchange by its dates, so that the evening by UTC is of the day before', () => {
    // 04:00 to 20:00 New York in winter: the last hour is of the next day by UTC.
    const extended = opens(60, (weekday, dayMs) =>
      isWeekday(weekday) ? range(16, dayMs + 9 * HOUR_MS, HOUR_MS) : [],
    )
    expect(byMarket(extended, '1h', 'nyse')).toEqual([16 * 252, 'equity-252', 'calendar'])
    const session = opens(60, (weekday, dayMs) =>
      isWeekday(weekday) ? range(7, dayMs + 14.5 * HOUR_MS, HOUR_MS) : [],
    )
    expect(byMarket(session, '1h', 'nyse')).toEqual([7 * 252, 'equity-252', 'calendar'])
    expect(byMarket(session, '1d', 'nyse')).toEqual([252, 'equity-252', 'calendar'])
  })

  it('leaves weeks, months and unknown markets to the bars', () => {
    expect(byMarket(Float64Array.from(range(60, START_MS, 7 * DAY_MS)), '1w', 'nyse')).toEqual([
      52,
      'weekly-52',
      'inferred',
    ])
    expect(byMarket(Float64Array.of(START_MS), '1mo', '24/7')).toEqual([12, 'monthly-12', 'inferred'])
    expect(
      byMarket(
        opens(60, (_, dayMs) => [dayMs]),
        '1d',
        'none',
      ),
    ).toEqual([365, 'crypto-365', 'inferred'])
  })
})

describe('a given context', () => {
  it('compounds the risk-free rate to its annual value', () => {
    const context = givenMetricContext(252, 0.02)
    expect((1 + ratePerPeriod(context)) ** 252).toBeCloseTo(1.02, 12)
    expect(ratePerPeriod(givenMetricContext(252, 0))).toBe(0)
  })

  it('refuses periods and rates that cannot be', () => {
    expect(() => givenMetricContext(0, 0)).toThrow(expect.objectContaining({ code: 'BAD_PERIODS_PER_YEAR' }))
    expect(() => givenMetricContext(252, 2)).toThrow(expect.objectContaining({ code: 'BAD_RISK_FREE_RATE' }))
  })
})

const data = new URL('../../../shared/data/', import.meta.url)

// Market data lies beside the checkout on some machines only and is never shipped.
describe.runIf(existsSync(data))('real files', () => {
  const opensOf = (name: string): Float64Array =>
    Float64Array.from(readFileSync(new URL(name, data), 'utf8').trim().split('\n').slice(1), (row) => {
      const stamp = row.slice(0, row.indexOf(','))
      return Date.parse(stamp.length === 10 ? `${stamp}T00:00:00Z` : `${stamp.replace(' ', 'T')}Z`)
    })

  it.each([
    ['eurusd_1h.csv', '1h', 24 * 260, 'fx-260'],
    ['btcusd_coinbase_daily.csv', '1d', 365, 'crypto-365'],
    ['goog_daily.csv', '1d', 252, 'equity-252'],
  ] as const)('reads %s', (name, interval, periodsPerYear, calendar) => {
    expect(infer(opensOf(name), interval)).toEqual([periodsPerYear, calendar])
  })

  it('reads spy_1m_2013-10.csv as the median of its extended sessions', () => {
    const opens = opensOf('spy_1m_2013-10.csv')
    const [periodsPerYear, calendar] = infer(opens, '1m')
    expect(calendar).toBe('equity-252')
    expect(periodsPerYear).toBeGreaterThan(780 * 252)
    expect(periodsPerYear).toBeLessThan(960 * 252)
  })
})
