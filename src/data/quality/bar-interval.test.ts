import { describe, expect, it } from 'vitest'
import { createRandom, parseInterval } from '../../model/index.ts'
import { createFindings, type Finding } from '../findings.ts'
import type { Series } from '../series.ts'
import { checkOwnIntervals, inferInterval } from './bar-interval.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MONDAY = Date.UTC(2020, 0, 6)

/** Bars a step apart, from a Monday on. */
const every = (stepMs: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, n) => MONDAY + n * stepMs)
const isWeekday = (timeMs: number): boolean => new Date(timeMs).getUTCDay() % 6 !== 0

describe('inferInterval', () => {
  const inferred = (...series: Float64Array[]): string => inferInterval(series).text
  it.each([
    [1_000, '1s'],
    [60_000, '1m'],
    [5 * 60_000, '5m'],
    [HOUR, '1h'],
    [4 * HOUR, '4h'],
    [DAY, '1d'],
    [7 * DAY, '1w'],
    [28 * DAY, '4w'],
  ])('reads bars every %i ms as %s', (stepMs, text) => expect(inferred(every(stepMs, 20))).toBe(text))

  it('reads months and years however they are dated', () => {
    const months = (step: number, day: number): Float64Array =>
      Float64Array.from({ length: 24 }, (_, n) => Date.UTC(2015, n * step, day))
    expect([1, 2, 3, 6, 12].map((step) => inferred(months(step, 1)))).toEqual([
      '1mo',
      '2mo',
      '3mo',
      '6mo',
      '12mo',
    ])
    expect(inferred(months(1, 0))).toBe('1mo')
  })

  it('is decided by the commonest distance over all instruments', () => {
    const daily = every(DAY, 300).filter(isWeekday)
    expect(inferred(daily, Float64Array.of(0, 1_000))).toBe('1d')
    expect(() => inferred(Float64Array.of(1), Float64Array.of(2))).toThrow('cannot be read from their times')
    expect(() => inferred(Float64Array.of(0, 1.5, 3))).toThrow('Name it')
  })
})

describe('checkOwnIntervals', () => {
  function seriesOf(timeMs: Float64Array): Series {
    const column = timeMs.map(() => 10)
    const columns = { open: column, high: column, low: column, close: column, volume: column }
    return { name: 'X', timeMs, ...columns, originOf: (row) => ({ file: 'x.csv', line: row + 2 }) }
  }
  function found(timeMs: Float64Array, text: string, isNamed = false): Finding[] {
    const findings = createFindings()
    checkOwnIntervals([seriesOf(timeMs)], { interval: parseInterval(text), isNamed }, findings)
    return findings.list()
  }
  const codes = (...given: Parameters<typeof found>): string[] => found(...given).map(({ code }) => code)

  const minutes = every(MINUTE, 300)
  const weekdays = every(DAY, 300).filter(isWeekday)
  const weeks = every(7 * DAY, 60)
  const months = Float64Array.from({ length: 24 }, (_, n) => Date.UTC(2015, n, 1))
  const quarters = Float64Array.from({ length: 12 }, (_, n) => Date.UTC(2015, 3 * n, 1))

  it.each([
    ['minutes', minutes, '1m'],
    ['weekdays', weekdays, '1d'],
    ['weeks', weeks, '1w'],
    ['months', months, '1mo'],
    ['quarters', quarters, '3mo'],
    ['two bars a day', every(4 * HOUR, 600).filter((at) => at % DAY < 5 * HOUR), '4h'],
    ['one bar', weekdays.slice(0, 1), '1m'],
    ['none', weekdays.slice(0, 0), '1m'],
  ])('finds nothing in %s at their own interval', (_, timeMs, text) => {
    expect(found(timeMs, text)).toEqual([])
  })

  it.each([
    ['days among minutes', weekdays, '1m', '1d'],
    ['weeks among days', weeks, '1d', '1w'],
    ['months among days', months, '1d', '1mo'],
    ['quarters among months', quarters, '1mo', '3mo'],
    ['hours among half hours', every(HOUR, 50), '30m', '1h'],
  ])('refuses %s', (_, timeMs, text, own) => {
    const [finding, ...others] = found(timeMs, text)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'MIXED_INTERVALS', severity: 'error', count: 1 })
    expect(finding!.examples[0]).toMatchObject({ line: 2, instrument: 'X' })
    expect(finding!.examples[0]!.text).toContain(
      `its ${timeMs.length} bars are ${own} apart, those of the snapshot ${text}`,
    )
  })

  it('warns only, where the caller has named the interval', () => {
    const [finding] = found(weekdays, '1m', true)
    expect(finding).toMatchObject({ code: 'SPARSE_BARS', severity: 'warning' })
    expect(finding!.examples[0]!.text).toBe(
      `its ${weekdays.length} bars are 1d apart, and the interval is 1m`,
    )
  })

  it('finds a longer interval in a part of the bars, at its first row', () => {
    const later = minutes.map((at) => at + 500 * DAY)
    const history = Float64Array.from([...minutes, ...weekdays.map((at) => at + 10 * DAY), ...later])
    const [finding] = found(history, '1m')
    expect(finding).toMatchObject({ code: 'MIXED_INTERVALS', count: 1 })
    // The last minute begins the stretch: what follows it is further away.
    expect(finding!.examples[0]).toMatchObject({ line: minutes.length + 1 })
    expect(finding!.examples[0]!.text).toContain('bars from here on are 1d apart')
  })

  it('takes bars at random distances for rare bars', () => {
    const random = createRandom(7, 1)
    const rare = Float64Array.from(
      { length: 40 },
      (_, n) => MONDAY + n * HOUR + 2 * MINUTE * Math.floor(8 * random()),
    )
    expect(codes(rare, '1m')).toEqual(['SPARSE_BARS'])
    expect(found(rare, '1m')[0]!.examples[0]!.text).toBe('no two of its 40 bars are 1m apart')
    expect(codes(weekdays.slice(0, 2), '1m')).toEqual(['SPARSE_BARS'])
  })

  it('has no alarm for minutes of which three in four are missing at random', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = createRandom(seed, 1)
      const thin = every(MINUTE, 4_000).filter(() => random() < 0.25)
      expect(codes(thin, '1m')).toEqual([])
    }
  })
})
