import { describe, expect, it } from 'vitest'
import { createNormal, createRandom, parseInterval } from '../../model/index.ts'
import { createFindings, type Finding } from '../findings.ts'
import type { Series } from '../series.ts'
import { expectBars } from './expected-bars.ts'
import { checkPrices, checkTicks, robustSigma } from './price-quality.ts'

const DAY = 86_400_000
const BARS = 200

/** A quiet walk over weekdays; `change` may alter its columns. */
function walk(change: (columns: Record<'open' | 'high' | 'low' | 'close', Float64Array>) => void): Series {
  const normal = createNormal(createRandom(5))
  const close = new Float64Array(BARS)
  const open = new Float64Array(BARS)
  for (let n = 0, last = 100; n < BARS; n++) {
    open[n] = last * Math.exp(0.004 * normal())
    close[n] = last = last * Math.exp(0.01 * normal())
  }
  const high = open.map((value, n) => Math.max(value, close[n]!) * 1.002)
  const low = open.map((value, n) => Math.min(value, close[n]!) / 1.002)
  change({ open, high, low, close })
  return {
    name: 'X',
    timeMs: Float64Array.from({ length: BARS }, (_, n) => (n + 2 * Math.floor(n / 5)) * DAY + 4 * DAY),
    open,
    high,
    low,
    close,
    volume: new Float64Array(BARS),
    originOf: (row) => ({ file: 'x.csv', line: row + 2 }),
  }
}

function findingsOf(change: Parameters<typeof walk>[0], interval = '1d'): Finding[] {
  const findings = createFindings()
  const series = walk(change)
  const expectation = expectBars(series.timeMs, { interval: parseInterval('1d') })
  checkPrices({ series, expectation }, parseInterval(interval), findings)
  return findings.list()
}

describe('checkPrices', () => {
  it('finds nothing in a quiet walk', () => expect(findingsOf(() => undefined)).toEqual([]))

  it('finds a price that leaves and returns at once, and does not take the return for a split', () => {
    const found = findingsOf((columns) => {
      for (const column of Object.values(columns)) column[50]! *= 10
    })
    expect(found).toMatchObject([{ code: 'SPIKE', count: 1, examples: [{ line: 52 }] }])
  })

  it('finds a high or a low far outside of the bar', () => {
    const found = findingsOf(({ high, low }) => {
      high[20]! *= 3
      low[30]! /= 3
    })
    expect(found).toMatchObject([{ code: 'SPIKE', count: 2, examples: [{ line: 22 }, { line: 32 }] }])
  })

  it.each([
    [2, '2:1'],
    [7, '7:1'],
    [1.5, '3:2'],
    [0.1, '1:10'],
  ])('suspects a split where prices divide by %d', (ratio, name) => {
    const found = findingsOf((columns) => {
      for (const column of Object.values(columns)) for (let n = 90; n < BARS; n++) column[n]! /= ratio
    })
    expect(found).toMatchObject([
      {
        code: 'SPLIT_SUSPECT',
        count: 1,
        examples: [{ line: 92, text: expect.stringContaining(`a ${name} split?`) }],
      },
    ])
  })

  it('takes no fall that is no split’s ratio for one', () => {
    const found = findingsOf((columns) => {
      for (const column of Object.values(columns)) for (let n = 90; n < BARS; n++) column[n]! /= 1.75
    })
    expect(found).toEqual([])
  })

  it('counts opens that repeat the previous close from a twentieth of the bars on, where the market closes', () => {
    const copy =
      (count: number): Parameters<typeof walk>[0] =>
      ({ open, close }) => {
        for (let n = 1; n <= count; n++) open[n] = close[n - 1]!
      }
    expect(findingsOf(copy(19))).toEqual([])
    expect(findingsOf(copy(60))).toMatchObject([{ code: 'OPEN_EQUALS_PREVIOUS_CLOSE', count: 60 }])
    expect(findingsOf(copy(60), '1h')).toEqual([])
  })
})

describe('robustSigma', () => {
  it('is the sigma of a normal walk, unmoved by outliers', () => {
    const { close } = walk(({ close: values }) => {
      values[10]! *= 50
    })
    expect(robustSigma(close)).toBeGreaterThan(0.008)
    expect(robustSigma(close)).toBeLessThan(0.012)
  })
})

describe('checkTicks', () => {
  const quoted = (tickSize: number | null, prices: readonly number[]): Finding[] => {
    const findings = createFindings()
    const column = Float64Array.from({ length: BARS }, (_, row) => prices[row % prices.length]!)
    checkTicks(
      walk(({ open, high, low, close }) => {
        for (const one of [open, high, low, close]) one.set(column)
      }),
      tickSize,
      findings,
    )
    return findings.list()
  }

  it('finds nothing in prices on the tick, whatever their binary fractions', () => {
    expect(quoted(0.01, [10.07, 645.57, 0.01, 123_456.78])).toEqual([])
    expect(quoted(0.25, [4_500.25, 4_501])).toEqual([])
    expect(quoted(1e-8, [0.00000123, 45_000.12345678])).toEqual([])
    expect(quoted(null, [1 / 3])).toEqual([])
  })

  it('counts the bars with a price between ticks', () => {
    const [finding, ...others] = quoted(0.01, [10.07, 10.075])
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'OFF_TICK', severity: 'warning', count: BARS / 2 })
    expect(finding!.examples[0]).toMatchObject({
      line: 3,
      text: '10.075 is no whole number of ticks of 0.01',
    })
  })
})
