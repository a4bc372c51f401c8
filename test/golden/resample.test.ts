/**
 * The bars of 2006, daily to weekly and monthly, against the same series as another platform merged it. Every price is equal
 * to the last digit. One convention differs: there a bar is dated at the last day in it, here at the opening of its period.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultInstrument, type InstrumentBars, parseInterval, resample } from '../../src/model/index.ts'

const folder = new URL('../../../shared/data/resample/', import.meta.url)

function readBars(name: string): InstrumentBars {
  const rows = readFileSync(new URL(name, folder), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split(','))
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => Number(row[index]))
  return {
    instrument: defaultInstrument('2006'),
    timeMs: Float64Array.from(rows, ([date]) => Date.parse(date!)),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  }
}

// Third-party prices, which the project may read but not ship.
describe.runIf(existsSync(folder))('the days of 2006', () => {
  it.each([
    ['1w', '2006-week-001.txt', 52, '2006-01-02', '2006-12-25'],
    ['1mo', '2006-month-001.txt', 12, '2006-01-01', '2006-12-01'],
  ])('merge to %s exactly', (to, file, count, first, last) => {
    const days = readBars('2006-day-001.txt')
    const golden = readBars(file)
    const { bars, lastPart, leftOut } = resample(days, {
      from: parseInterval('1d'),
      to: parseInterval(to),
      calendar: 'none',
      session: 'regular',
    })
    expect(golden.timeMs).toHaveLength(count)
    for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
      expect([...bars[field]]).toEqual([...golden[field]])
    }
    // Their label is the last day of each period.
    expect(Array.from(lastPart, (row) => days.timeMs[row])).toEqual([...golden.timeMs])
    // Ours is the opening of the period.
    expect(bars.timeMs[0]).toBe(Date.parse(first))
    expect(bars.timeMs.at(-1)).toBe(Date.parse(last))
    expect(leftOut).toEqual({ otherSession: 0, incomplete: 0 })
  })
})
