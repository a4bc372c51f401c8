import { describe, expect, it } from 'vitest'
import {
  describeReturns,
  givenMetricContext,
  histogram,
  monthlyReturns,
  periodReturns,
  rollingFigures,
  sumOf,
  yearlyReturns,
} from './index.ts'

const DAY_MS = 86_400_000

describe('monthlyReturns', () => {
  it('counts the bar of 31 January, which closes on 1 February, to January', () => {
    const pulseOpenMs = Float64Array.of(
      Date.UTC(2020, 0, 30),
      Date.UTC(2020, 0, 31),
      Date.UTC(2020, 1, 3),
      Date.UTC(2020, 3, 1),
    )
    const rows = monthlyReturns({
      pulseOpenMs,
      equity: Float64Array.of(100, 110, 121, 121),
      openingEquity: 100,
    })
    expect(rows.map(({ year, month, value }) => [year, month, value?.toFixed(6)])).toEqual([
      [2020, 1, '0.100000'],
      [2020, 2, '0.100000'],
      [2020, 4, '0.000000'],
    ])
  })

  it('compounds to the total return, years included', () => {
    const days = 900
    const pulseOpenMs = Float64Array.from({ length: days }, (_, n) => Date.UTC(2019, 10, 5) + n * DAY_MS)
    const equity = Float64Array.from({ length: days }, (_, n) => 1_000 + 30 * Math.sin(n / 9) + n)
    const input = { pulseOpenMs, equity, openingEquity: 1_000 }
    const compound = (values: readonly (number | null)[]): number =>
      values.reduce<number>((growth, value) => growth * (1 + (value ?? 0)), 1)
    const total = equity[days - 1]! / 1_000
    expect(compound(monthlyReturns(input).map(({ value }) => value))).toBeCloseTo(total, 12)
    const years = yearlyReturns(input)
    expect(years.map(({ year }) => year)).toEqual([2019, 2020, 2021, 2022])
    expect(compound(years.map((row) => row.total))).toBeCloseTo(total, 12)
    expect(years[0]!.months.slice(0, 10)).toEqual(Array(10).fill(null))
  })

  it('leaves a month that starts from nothing undefined', () => {
    const pulseOpenMs = Float64Array.of(Date.UTC(2020, 0, 1), Date.UTC(2020, 1, 1))
    const rows = yearlyReturns({ pulseOpenMs, equity: Float64Array.of(-5, 5), openingEquity: 100 })
    expect(rows[0]).toMatchObject({ total: null })
    expect(rows[0]!.months.slice(0, 3)).toEqual([-1.05, null, null])
  })
})

describe('describeReturns', () => {
  it('is null without returns and without variance has no shape', () => {
    expect(describeReturns(new Float64Array(0))).toBeNull()
    expect(describeReturns(Float64Array.of(0.1, 0.1, 0.1))).toMatchObject({
      skewness: null,
      excessKurtosis: null,
      omega: null,
    })
  })
})

describe('histogram', () => {
  it('counts every finite value once', () => {
    const values = Float64Array.from({ length: 1_000 }, (_, n) => Math.sin(n) / 50 + (n === 500 ? 3 : 0))
    const bins = histogram(values, 41)
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
    expect(bins[20]!.low).toBeLessThan(0)
    expect(bins[20]!.high).toBeGreaterThan(0)
    expect(histogram(new Float64Array(5), 11)).toEqual([{ low: 0, high: 0, count: 5 }])
  })
})

describe('rollingFigures', () => {
  it('equals the figures of each window alone', () => {
    const equity = Float64Array.from({ length: 40 }, (_, n) => 100 + 5 * Math.sin(n) + n)
    const returns = periodReturns({ equity, openingEquity: equity[0]! })
    const context = givenMetricContext(252, 0.03)
    const { volatility, sharpe } = rollingFigures({ returns, window: 10, ends: [9, 38], context })
    const window = describeReturns(returns.slice(29, 39))!
    expect(volatility[1]).toBeCloseTo(window.deviation! * Math.sqrt(252), 12)
    expect(sharpe[1]).toBeCloseTo(
      ((window.mean - (1.03 ** (1 / 252) - 1)) / window.deviation!) * Math.sqrt(252),
      10,
    )
    expect(
      rollingFigures({ returns: new Float64Array(5), window: 3, ends: [4], context }).sharpe[0],
    ).toBeNaN()
  })
})

describe('sumOf', () => {
  it('keeps what plain addition loses', () => {
    expect(sumOf(Float64Array.of(1e16, 1, -1e16, 1))).toBe(2)
  })
})
