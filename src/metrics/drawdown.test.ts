import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawdownSeries, summariseDrawdowns } from './index.ts'

const inputOf = (equity: readonly number[], openingEquity = equity[0]!, keep = 10) => ({
  equity: Float64Array.from(equity),
  openingEquity,
  timeMs: Float64Array.from(equity, (_, n) => 1_000 * (n + 1)),
  keep,
})

describe('summariseDrawdowns', () => {
  it('dates peak, trough and recovery, and counts pulses after the peak', () => {
    const { deepest, longest, count, averageDepth, averagePulses } = summariseDrawdowns(
      inputOf([100, 110, 110, 99, 88, 100, 110, 120, 118, 119, 119, 119, 119, 119]),
    )
    expect(deepest).toEqual({
      depth: 88 / 110 - 1,
      peakTimeMs: 3_000,
      troughTimeMs: 5_000,
      recoveryTimeMs: 7_000,
      lengthPulses: 4,
      lengthMs: 4_000,
      pulsesToTrough: 2,
    })
    expect(longest).toMatchObject({ peakTimeMs: 8_000, recoveryTimeMs: null, lengthPulses: 6 })
    expect([count, averageDepth, averagePulses]).toEqual([2, (88 / 110 - 1 + 118 / 120 - 1) / 2, 5])
  })

  it('says nothing of drawdowns where equity never falls', () => {
    expect(summariseDrawdowns(inputOf([1, 1, 2, 3]))).toMatchObject({
      max: 0,
      deepest: null,
      longest: null,
      count: 0,
      averageDepth: null,
      ulcer: 0,
      pain: 0,
      worst: [],
    })
  })

  it('takes the opening equity as the first peak', () => {
    const { deepest } = summariseDrawdowns(inputOf([99, 98, 100], 100))
    expect(deepest).toMatchObject({ depth: 98 / 100 - 1, peakTimeMs: 1_000, recoveryTimeMs: 3_000 })
  })

  it('keeps the deepest only, deepest first, the earlier of two equals in front', () => {
    const { worst, count } = summariseDrawdowns(
      inputOf([100, 90, 100, 95, 100, 80, 100, 90, 100, 99, 100], 100, 3),
    )
    expect(count).toBe(5)
    expect(worst.map(({ troughTimeMs }) => troughTimeMs)).toEqual([6_000, 2_000, 8_000])
  })

  it('equals what the naive definition gives, for any path', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60 }), (equity) => {
        const input = inputOf(equity)
        const naive = equity.map((value, n) => value / Math.max(...equity.slice(0, n + 1)) - 1)
        expect(Array.from(drawdownSeries(input))).toEqual(naive)
        const { max, ulcer, pain, worst, longest } = summariseDrawdowns(input)
        expect(max).toBe(Math.min(0, ...naive))
        expect(ulcer).toBeCloseTo(Math.sqrt(naive.reduce((sum, d) => sum + d * d, 0) / naive.length), 12)
        expect(pain).toBeCloseTo(-naive.reduce((sum, d) => sum + d, 0) / naive.length, 12)
        expect(worst.map(({ depth }) => depth)).toEqual(
          worst.map(({ depth }) => depth).toSorted((a, b) => a - b),
        )
        expect(longest?.lengthPulses ?? 0).toBe(longestNaive(naive))
      }),
    )
  })
})

/** Pulses from a peak to the next recovery or the end, the most there is. */
function longestNaive(depths: readonly number[]): number {
  let longest = 0
  let below = 0
  depths.forEach((depth, n) => {
    below = depth < 0 ? below + 1 : 0
    const isRecovering = depth < 0 && n + 1 < depths.length && depths[n + 1] === 0
    longest = Math.max(longest, isRecovering ? below + 1 : below)
  })
  return longest
}
