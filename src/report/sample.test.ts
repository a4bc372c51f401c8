import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleEvenly, sampleExtremes } from './sample.ts'
import { sparkline } from './sparkline.ts'

describe('sampleExtremes', () => {
  it('keeps both ends and every extreme of the column, ascending, in at most two points a bucket', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 1, max: 40 }),
        (list, buckets) => {
          const values = Float64Array.from(list)
          const kept = Array.from(sampleExtremes(values, buckets))
          expect(kept.length).toBeLessThanOrEqual(2 * buckets + 2)
          expect([kept[0], kept.at(-1)]).toEqual([0, values.length - 1])
          expect(kept.every((index, n) => n === 0 || kept[n - 1]! < index)).toBe(true)
          const drawn = kept.map((index) => values[index]!)
          expect(Math.min(...drawn)).toBe(Math.min(...list))
          expect(Math.max(...drawn)).toBe(Math.max(...list))
        },
      ),
    )
  })

  it('keeps one pulse among a million', () => {
    const values = new Float64Array(1_000_000)
    values[654_321] = -1
    expect(sampleExtremes(values, 300)).toContain(654_321)
  })
})

describe('sampleEvenly', () => {
  it('keeps both ends, and all where there are few', () => {
    expect(Array.from(sampleEvenly(5, 8, 10))).toEqual([5, 6, 7, 8])
    const many = sampleEvenly(10, 1_000, 50)
    expect([many.length, many[0], many[49]]).toEqual([50, 10, 1_000])
  })
})

describe('sparkline', () => {
  it('spans the blocks from the lowest value to the highest and ends where the series ends', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█')
    expect(
      sparkline(
        Float64Array.from({ length: 100 }, (_, n) => n),
        4,
      ),
    ).toBe('▁▃▆█')
    expect(sparkline([5, 9, 5], 80)).toBe('▁█▁')
  })

  it('draws a flat line at mid height and leaves out what is not finite', () => {
    expect(sparkline([3, 3, 3], 3)).toBe('▄▄▄')
    expect(sparkline([1, Number.NaN, 2], 3)).toBe('▁ █')
    expect(sparkline([], 10)).toBe('')
  })
})
