/** Longer bars from shorter ones: values, alignment, what is left out, and what may be seen when. */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstrumentBars } from './bars.ts'
import { defaultInstrument } from './instrument.ts'
import { closeOf, parseInterval } from './interval.ts'
import type { CalendarName } from './market-calendar.ts'
import { newYorkInstantMs } from './new-york-time.ts'
import { createRandom } from './random.ts'
import { type ResampleOptions, resample } from './resample.ts'
import { createSessionCode, SESSIONS } from './session.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const data = new URL('../../../shared/data/', import.meta.url)

/** Bars at the given instants; bar n has open n, close n + 0.5, high n + 1, low n - 1 (all + 10) and volume n + 1. */
function barsAt(times: readonly number[]): InstrumentBars {
  const column = (value: (n: number) => number): Float64Array => Float64Array.from(times, (_, n) => value(n))
  return {
    instrument: defaultInstrument('X'),
    timeMs: Float64Array.from(times),
    open: column((n) => 10 + n),
    high: column((n) => 11 + n),
    low: column((n) => 9 + n),
    close: column((n) => 10.5 + n),
    volume: column((n) => n + 1),
  }
}

type Options = Partial<Omit<ResampleOptions, 'from' | 'to'>>
const merge = (bars: InstrumentBars, from: string, to: string, options: Options = {}) =>
  resample(bars, {
    from: parseInterval(from),
    to: parseInterval(to),
    calendar: 'none',
    session: 'regular',
    ...options,
  })

const iso = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16)
const opens = ({ bars }: { bars: InstrumentBars }): string[] => Array.from(bars.timeMs, iso)
const range = (from: string, count: number, stepMs: number): number[] =>
  Array.from({ length: count }, (_, n) => Date.parse(from) + n * stepMs)

function readBars(name: string, instantOf: (wallMs: number) => number): InstrumentBars {
  const rows = readFileSync(new URL(name, data), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','))
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => Number(row[index]))
  return {
    instrument: defaultInstrument(name),
    timeMs: Float64Array.from(rows, ([time]) => instantOf(Date.parse(`${time!.replace(' ', 'T')}Z`))),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  }
}

describe('resample', () => {
  it('takes first open, highest high, lowest low, last close, and adds volumes', () => {
    const { bars, lastPart } = merge(barsAt(range('2020-01-06T00:00Z', 6, MINUTE)), '1m', '3m')
    expect(bars).toMatchObject({
      open: Float64Array.of(10, 13),
      high: Float64Array.of(13, 16),
      low: Float64Array.of(9, 12),
      close: Float64Array.of(12.5, 15.5),
      volume: Float64Array.of(6, 15),
    })
    expect([...lastPart]).toEqual([2, 5])
  })

  it('makes no bar where there is none, and leaves out the newest while more of it may come', () => {
    const times = range('2020-01-06T00:00Z', 4, MINUTE).concat(range('2020-01-06T00:20Z', 3, MINUTE))
    const merged = merge(barsAt(times), '1m', '5m')
    expect(opens(merged)).toEqual(['2020-01-06T00:00'])
    expect(merged.leftOut).toEqual({ otherSession: 0, incomplete: 3 })
    expect(opens(merge(barsAt(times), '1m', '5m', { keepIncomplete: true }))).toEqual([
      '2020-01-06T00:00',
      '2020-01-06T00:20',
    ])
    // Another instrument has bars until 00:25: this one will have no more before it.
    const knownMs = Date.parse('2020-01-06T00:25Z')
    expect(opens(merge(barsAt(times), '1m', '5m', { knownMs }))).toHaveLength(2)
  })

  it('makes no bar of half a period where a cut goes through it', () => {
    const bars = barsAt(range('2020-01-06T00:00Z', 20, MINUTE))
    const cut = { fromMs: Date.parse('2020-01-06T00:02Z'), toMs: Date.parse('2020-01-06T00:17Z') }
    expect(opens(merge(bars, '1m', '5m', cut))).toEqual(['2020-01-06T00:05', '2020-01-06T00:10'])
    expect(opens(merge(bars, '1m', '5m', { ...cut, keepIncomplete: true }))).toHaveLength(4)
  })

  it('closes a week at its last session, and not before it', () => {
    const week = range('2020-01-06T00:00Z', 5, DAY)
    expect(opens(merge(barsAt(week), '1d', '1w', { calendar: 'nyse' }))).toEqual(['2020-01-06T00:00'])
    expect(opens(merge(barsAt(week.slice(0, 4)), '1d', '1w', { calendar: 'nyse' }))).toEqual([])
    expect(opens(merge(barsAt(week), '1d', '1w', { calendar: '24/7' }))).toEqual([])
    // Good Friday: Thursday ends the week.
    const easter = range('2020-04-06T00:00Z', 4, DAY)
    expect(opens(merge(barsAt(easter), '1d', '1w', { calendar: 'nyse' }))).toEqual(['2020-04-06T00:00'])
  })

  it('leaves out a first period of which the bars lack the beginning, unless its market did not trade there', () => {
    const nyse = { calendar: 'nyse' } as const
    // Wednesday of one week to Friday of the next.
    const days = [2, 3, 4, 7, 8, 9, 10, 11].map((day) => Date.parse('2020-01-06') + day * DAY)
    expect(opens(merge(barsAt(days), '1d', '1w', nyse))).toEqual(['2020-01-13T00:00'])
    // Where others have bars since Monday, this one began on Wednesday.
    const knownFromMs = Date.parse('2020-01-06')
    expect(opens(merge(barsAt(days), '1d', '1w', { ...nyse, knownFromMs }))).toHaveLength(2)
    // Monday was Martin Luther King Day.
    const tuesday = range('2020-01-21T00:00Z', 4, DAY)
    expect(opens(merge(barsAt(tuesday), '1d', '1w', nyse))).toEqual(['2020-01-20T00:00'])
    // 09:35 New York.
    const late = range('2020-01-06T14:35Z', 55, MINUTE)
    expect(opens(merge(barsAt(late), '1m', '10m', nyse))).toEqual([
      '2020-01-06T14:40',
      '2020-01-06T14:50',
      '2020-01-06T15:00',
      '2020-01-06T15:10',
      '2020-01-06T15:20',
    ])
    const evening = range('2020-01-31T23:00Z', 24 * 7, HOUR).filter(
      (time) => new Date(time).getUTCDay() % 6 !== 0,
    )
    expect(opens(merge(barsAt(evening), '1h', '1mo', { calendar: 'fx' }))).toEqual([])
  })

  it('refuses what whole bars do not fill', () => {
    const bars = barsAt(range('2020-01-06T00:00Z', 5, HOUR))
    expect(() => merge(bars, '1h', '30m')).toThrow(/choose at least 1h/)
    expect(() => merge(bars, '2h', '3h')).toThrow(/choose a multiple of 2h/)
    expect(() => merge(bars, '1w', '1mo')).toThrow(expect.objectContaining({ code: 'INTERVAL_NOT_MULTIPLE' }))
    expect(() => merge(bars, '1h', '2d', { calendar: 'fx' })).toThrow(
      expect.objectContaining({ code: 'DAYS_NOT_ALIGNED' }),
    )
  })

  it('refuses bars that would be seen before their last hour has closed', () => {
    // The last hour of extended trading of January's last day is in February by UTC.
    const hours = range('2020-01-31T09:00Z', 16, HOUR)
    const all = { calendar: 'nyse', session: 'all', keepIncomplete: true } as const
    expect(() => merge(barsAt(hours), '1h', '1mo', all)).toThrow(
      expect.objectContaining({ code: 'PART_OUTLASTS_BAR' }),
    )
    expect(opens(merge(barsAt(hours), '1h', '1d', all))).toEqual(['2020-01-31T09:00'])
    expect(opens(merge(barsAt(hours), '1h', '1mo', { ...all, session: 'regular' }))).toEqual([
      '2020-01-01T00:00',
    ])
    // Hours of the clock do not fill hours of the session.
    expect(() => merge(barsAt(hours), '1h', '2h', { calendar: 'nyse' })).toThrow(
      expect.objectContaining({ code: 'PART_OUTLASTS_BAR' }),
    )
  })

  it('aligns hours of the currency market to 17:00 New York, days too, weeks to Sunday', () => {
    const winter = range('2013-11-03T22:00Z', 120, HOUR)
    const summer = range('2013-10-27T21:00Z', 120, HOUR)
    const bars = barsAt([...summer, ...winter])
    const fx = { calendar: 'fx' } as const
    expect(opens(merge(bars, '1h', '4h', fx)).filter((_, n) => n % 30 === 0)).toEqual([
      '2013-10-27T21:00',
      '2013-11-03T22:00',
    ])
    const days = merge(bars, '1h', '1d', fx)
    expect(opens(days)).toHaveLength(10)
    expect(opens(days).slice(3, 7)).toEqual([
      '2013-10-30T21:00',
      '2013-10-31T21:00',
      '2013-11-03T22:00',
      '2013-11-04T22:00',
    ])
    expect(opens(merge(bars, '1h', '1w', fx))).toEqual(['2013-10-27T21:00', '2013-11-03T21:00'])
    const nested = merge(days.bars, '1d', '1w', fx).bars
    expect(nested).toEqual(merge(bars, '1h', '1w', fx).bars)
  })
})

// Third-party prices, which the project may read but not ship.
describe.runIf(existsSync(data))('real bars', () => {
  const minutes = (): InstrumentBars => readBars('spy_1m_2013-10.csv', newYorkInstantMs)

  it('of SPY merge into sessions, hours from the open, and extended days', () => {
    const nyse = { calendar: 'nyse' } as const
    const days = merge(minutes(), '1m', '1d', nyse)
    expect(opens(days)).toEqual(['04', '07', '08', '09', '10', '11'].map((day) => `2013-10-${day}T00:00`))
    const hours = merge(minutes(), '1m', '1h', nyse)
    expect(opens(hours).slice(0, 8)).toEqual([
      ...['13', '14', '15', '16', '17', '18', '19'].map((hour) => `2013-10-04T${hour}:30`),
      '2013-10-07T13:30',
    ])
    expect(merge(hours.bars, '1h', '1d', nyse).bars).toEqual(days.bars)
    const extended = merge(minutes(), '1m', '1d', { ...nyse, session: 'all' })
    expect(opens(extended)[0]).toBe('2013-10-04T08:00')
    expect(extended.bars.open[0]).toBe(167.65)
    expect(extended.leftOut).toEqual({ otherSession: 0, incomplete: 0 })
    // 390 minutes of regular trading on each of six days.
    expect(days.leftOut.otherSession).toBe(4_839 - 6 * 390)
    const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)
    expect(sum(extended.bars.volume)).toBe(sum(minutes().volume))
  })
})

describe('what can be seen', () => {
  const GRIDS: readonly (readonly [CalendarName, string, number, readonly string[]])[] = [
    ['none', '1d', DAY, ['1w', '1mo', '2d']],
    ['24/7', '1h', HOUR, ['4h', '1d', '1w', '1mo', '5h']],
    ['fx', '1h', HOUR, ['4h', '1d', '1w', '1mo']],
    ['nyse', '1d', DAY, ['1w', '1mo', '3mo']],
    ['nyse', '30m', HOUR / 2, ['1h', '90m', '1d', '1w', '1mo']],
  ]
  const oneOf = fc.constantFrom(
    ...GRIDS.flatMap(([calendar, from, stepMs, to]) =>
      to.map((target) => ({ calendar, from, stepMs, target })),
    ),
  )

  /** Random holes in the slots that the market has, over clocks' changes. */
  function randomBars(
    seed: number,
    { calendar, from, stepMs }: { calendar: CalendarName; from: string; stepMs: number },
  ) {
    const random = createRandom(seed)
    const codeOf = createSessionCode(calendar)
    const startMs = Date.parse(from === '1d' ? '2012-01-01' : '2012-10-20') + Math.floor(random() * 20) * DAY
    const times: number[] = []
    for (let n = 0; times.length < 300; n++) {
      const time = startMs + n * stepMs
      const isOpen =
        codeOf(time, stepMs) === SESSIONS.indexOf('regular') &&
        (stepMs < DAY || new Date(time).getUTCDay() % 6 !== 0)
      if (isOpen && random() > 0.2) times.push(time)
    }
    const bars = barsAt(times)
    return { ...bars, close: bars.close.map(() => 10 + Math.round(random() * 100) / 100) }
  }

  it('holds no part that has not closed, and nothing from before the bar opened', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), oneOf, (seed, grid) => {
        const bars = randomBars(seed, grid)
        const { bars: merged, lastPart } = merge(bars, grid.from, grid.target, { calendar: grid.calendar })
        const nextOpen = (n: number): number => merged.timeMs[n + 1] ?? Number.POSITIVE_INFINITY
        for (let n = 0; n < lastPart.length; n++) {
          const closeMs = closeOf(parseInterval(grid.target), merged.timeMs[n]!)
          const partMs = bars.timeMs[lastPart[n]!]!
          expect(partMs).toBeLessThan(closeMs)
          if (grid.calendar !== 'nyse') expect(partMs + grid.stepMs).toBeLessThanOrEqual(closeMs)
          // The next bar opens when this one is over: a decision at its close can fill at the next open.
          expect(closeMs).toBeLessThanOrEqual(nextOpen(n))
        }
      }),
      { numRuns: 120 },
    )
  })

  it('does not change when the future is cut off', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        oneOf,
        fc.integer({ min: 1, max: 299 }),
        (seed, grid, cut) => {
          const bars = randomBars(seed, grid)
          const options = { calendar: grid.calendar }
          const whole = merge(bars, grid.from, grid.target, options).bars
          const toMs = bars.timeMs[cut]!
          const known = {
            ...bars,
            ...Object.fromEntries(
              (['timeMs', 'open', 'high', 'low', 'close', 'volume'] as const).map((field) => [
                field,
                bars[field].subarray(0, cut),
              ]),
            ),
          } as InstrumentBars
          for (const part of [
            merge(bars, grid.from, grid.target, { ...options, toMs }).bars,
            merge(known, grid.from, grid.target, options).bars,
          ]) {
            const shared = part.timeMs.length
            expect(shared).toBeLessThanOrEqual(whole.timeMs.length)
            for (const field of ['timeMs', 'open', 'high', 'low', 'close', 'volume'] as const) {
              expect(part[field]).toEqual(whole[field].subarray(0, shared))
            }
          }
          // And what is left out was not visible yet.
          const visible = whole.timeMs.filter((openMs) => closeOf(parseInterval(grid.target), openMs) <= toMs)
          const seen = merge(known, grid.from, grid.target, { ...options, knownMs: toMs }).bars.timeMs
          expect([...seen.subarray(0, visible.length)]).toEqual([...visible])
        },
      ),
      { numRuns: 120 },
    )
  })
})
