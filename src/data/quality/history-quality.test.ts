import { describe, expect, it } from 'vitest'
import { parseInterval } from '../../model/index.ts'
import { createFindings, type Finding } from '../findings.ts'
import type { Series } from '../series.ts'
import { expectBars } from './expected-bars.ts'
import { checkClosed, checkHistory, checkSpans } from './history-quality.ts'

const DAY = 86_400_000

function series(
  name: string,
  days: readonly number[],
  price: (row: number) => number = (row) => 10 + row,
): Series {
  const column = Float64Array.from(days, (_, row) => price(row))
  return {
    name,
    timeMs: Float64Array.from(days, (day) => day * DAY),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: Float64Array.from(days, () => 7),
    originOf: (row) => ({ file: 'x.csv', line: row + 2 }),
  }
}
const days = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n)

function found(check: (findings: ReturnType<typeof createFindings>) => void): Finding[] {
  const findings = createFindings()
  check(findings)
  return findings.list()
}

describe('checkHistory', () => {
  it('finds nothing in prices that move', () => {
    expect(found((findings) => checkHistory(series('X', days(0, 50)), findings))).toEqual([])
  })

  it('finds five and more bars in a row with the same prices, once a run', () => {
    const still = series('X', days(0, 50), (row) => ((row >= 10 && row < 15) || row >= 44 ? 99 : 10 + row))
    expect(found((findings) => checkHistory(still, findings))).toMatchObject([
      {
        code: 'STALE_PRICES',
        count: 2,
        examples: [
          { line: 12, text: '5 bars in a row with the same prices, close 99' },
          { line: 46, text: '6 bars in a row with the same prices, close 99' },
        ],
      },
    ])
    const four = series('X', days(0, 50), (row) => (row >= 10 && row < 14 ? 99 : 10 + row))
    expect(found((findings) => checkHistory(four, findings))).toEqual([])
  })

  it('finds volume that stops, but not an instrument that never has any', () => {
    const one = series('X', days(0, 50))
    one.volume.fill(0, 20, 30)
    expect(found((findings) => checkHistory(one, findings))).toMatchObject([
      {
        code: 'ZERO_VOLUME_RUN',
        count: 1,
        examples: [{ line: 22, text: '10 bars in a row without volume' }],
      },
    ])
    one.volume.fill(0)
    expect(found((findings) => checkHistory(one, findings))).toEqual([])
  })

  it('suspects another company where a long silence ends at another price', () => {
    const at = [...days(0, 20), ...days(400, 420)]
    const another = series('X', at, (row) => (row < 20 ? 10 + row / 100 : 30 + row / 100))
    expect(found((findings) => checkHistory(another, findings))).toMatchObject([
      { code: 'TICKER_REUSE_SUSPECT', count: 1, examples: [{ line: 22, time: '1971-02-05' }] },
    ])
    const same = series('X', at, (row) => 10 + row / 100)
    expect(found((findings) => checkHistory(same, findings))).toEqual([])
  })
})

describe('checkSpans', () => {
  it('names instruments that begin late or end early beside the others', () => {
    const all = [series('A', days(0, 500)), series('B', days(8, 492)), series('C', days(100, 400))].map(
      (one) => ({
        series: one,
        expectation: expectBars(one.timeMs, { interval: parseInterval('1d') }),
      }),
    )
    expect(found((findings) => checkSpans(all, findings))).toMatchObject([
      { code: 'LATE_START', count: 1, examples: [{ instrument: 'C', line: 2 }] },
      {
        code: 'EARLY_END',
        count: 1,
        examples: [{ instrument: 'C', text: 'ends 99 bars before the last instrument (1971-05-15)' }],
      },
    ])
    expect(found((findings) => checkSpans(all.slice(2), findings))).toEqual([])
  })
})

describe('checkClosed', () => {
  const closed = (nowMs: number): Finding[] =>
    found((findings) =>
      checkClosed(series('X', days(0, 10)), { interval: parseInterval('1d'), nowMs }, findings),
    )

  it('finds nothing in bars that have ended, the last one at this instant', () => {
    expect(closed(10 * DAY)).toEqual([])
  })

  it('finds the bar under way and bars of the future, the last first', () => {
    const [finding] = closed(8 * DAY + 1)
    expect(finding).toMatchObject({ code: 'NOT_CLOSED', severity: 'warning', count: 2 })
    expect(finding!.examples.map(({ line, text }) => [line, text])).toEqual([
      [11, 'ends at 1970-01-11, and was sealed at 1970-01-09T00:00:00.001Z'],
      [10, 'ends at 1970-01-10, and was sealed at 1970-01-09T00:00:00.001Z'],
    ])
  })

  it('says nothing where even the first bar is in the future: that clock tells nothing', () => {
    expect(closed(0)).toEqual([])
  })
})
