/** The exchange's days against the days on which real data has bars. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { nyseClosure, nyseEarlyClose } from './nyse.ts'

const DAY = 86_400_000
const RAW = fileURLToPath(new URL('../../../shared/data/us_daily_raw_14.csv.gz', import.meta.url))
const SP500 = fileURLToPath(new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url))

function sessions(from: string, to: string): string[] {
  const days: string[] = []
  for (let day = Date.parse(from); day <= Date.parse(to); day += DAY) {
    if (nyseClosure(day) === null) days.push(new Date(day).toISOString().slice(0, 10))
  }
  return days
}

describe('the days of the NYSE', () => {
  it('are those of the S&P 500, 2000 to 2020', () => {
    const dates = readFileSync(SP500, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.slice(0, 10))
    expect(sessions(dates[0]!, dates.at(-1)!)).toEqual(dates)
  })

  // Third-party prices, which the project may read but not ship.
  it.runIf(existsSync(RAW))('are those of SPY, 1998 to 2021', () => {
    const dates = gunzipSync(readFileSync(RAW))
      .toString()
      .split('\n')
      .filter((line) => line.includes(',SPY,'))
      .map((line) => line.slice(0, 10))
    expect(sessions(dates[0]!, dates.at(-1)!)).toEqual(dates)
  })

  it.each([
    ['1990-04-13', 'Good Friday'],
    ['1994-04-27', 'funeral of President Nixon'],
    ['1994-12-26', 'Christmas'],
    ['1997-01-20', null],
    ['1998-01-19', 'Martin Luther King Day'],
    ['2010-12-31', null],
    ['2021-06-18', null],
    ['2022-06-20', 'Juneteenth'],
    ['2023-01-02', "New Year's Day"],
    ['2025-01-09', 'funeral of President Carter'],
    ['2026-07-03', 'Independence Day'],
    ['2024-12-28', 'weekend'],
  ])('%s: %s', (date, reason) => expect(nyseClosure(Date.parse(date))).toBe(reason))

  it.each([
    ['1991-11-29', null],
    ['1992-11-27', 14],
    ['1992-12-24', 14],
    ['1996-07-05', 13],
    ['1996-07-03', null],
    ['1997-07-03', 13],
    ['1999-12-31', 13],
    ['2012-07-03', 13],
    ['2013-07-03', 13],
    ['2013-07-05', null],
    ['2019-11-29', 13],
    ['2020-07-03', null],
    ['2021-12-24', null],
    ['2024-12-24', 13],
    ['2024-12-25', null],
    ['2024-03-05', null],
  ])('%s ends early at %s', (date, hour) =>
    expect(nyseEarlyClose(Date.parse(date))).toBe(hour === null ? null : hour * 60),
  )
})
