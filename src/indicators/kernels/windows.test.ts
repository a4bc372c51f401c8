/** The constant-time windows against their naive twins, which look at the whole window for every bar. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pushTop, windowTop } from './extreme.ts'
import { pushMoments, windowMoments } from './moments.ts'
import { productsXY, pushPair, squaresX, squaresY, windowPairs } from './pairs.ts'
import { createRing, fromRing, pushRing } from './ring.ts'
import { pushTrend, trendMean, trendSlope, trendWeightedMean, windowTrend } from './trend.ts'
import { pushMax, pushMin, pushSum, windowMax, windowMin, windowSum } from './window.ts'

const values = fc.array(fc.double({ min: 1, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 80 })
const periods = fc.integer({ min: 1, max: 25 })

/** Calls `check` with every full window, oldest value first, after `push` has taken its newest value. */
function everyWindow(
  column: readonly number[],
  period: number,
  follow: (value: number, window: readonly number[] | undefined) => void,
): void {
  column.forEach((value, t) => {
    follow(value, t + 1 < period ? undefined : column.slice(t + 1 - period, t + 1))
  })
}

const sum = (window: readonly number[]): number => window.reduce((total, value) => total + value, 0)
const mean = (window: readonly number[]): number => sum(window) / window.length

describe('windows', () => {
  it('sum, maximum and minimum are those of the window', () => {
    fc.assert(
      fc.property(values, periods, (column, period) => {
        const state = { sum: windowSum(period), high: windowMax(period), low: windowMin(period) }
        everyWindow(column, period, (value, window) => {
          const found = [pushSum(state.sum, value), pushMax(state.high, value), pushMin(state.low, value)]
          if (window === undefined) expect(found).toEqual([Number.NaN, Number.NaN, Number.NaN])
          else {
            expect(Math.abs(found[0]! - sum(window))).toBeLessThan(1e-9)
            expect(found.slice(1)).toEqual([Math.max(...window), Math.min(...window)])
          }
        })
      }),
    )
  })

  it('forget a huge value when it leaves the window, to the bit', () => {
    const column = [1e300, ...Array.from({ length: 60 }, (_, t) => 100 + Math.sin(t))]
    for (const period of [2, 5, 20]) {
      const spiked = windowSum(period)
      const moments = windowMoments(period)
      const found = column.map((value) => pushSum(spiked, value))
      column.forEach((value) => pushMoments(moments, value))
      found.slice(period).forEach((value, k) => {
        expect(value / sum(column.slice(k + 1, k + 1 + period))).toBeCloseTo(1, 14)
      })
      expect(moments.variance).toBeLessThan(1)
    }
  })

  it('do not drift over a million values', () => {
    const fold = windowSum(3)
    let last = 0
    for (let t = 0; t < 1_000_000; t++) last = pushSum(fold, 0.1 + (t % 7) * 1e6)
    expect(last).toBeCloseTo(sum([999_997, 999_998, 999_999].map((t) => 0.1 + (t % 7) * 1e6)), 8)
  })

  it('the top is the latest of the largest values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 }),
        periods,
        (column, period) => {
          const state = windowTop(period)
          everyWindow(column, period, (value, window) => {
            expect(pushTop(state, value)).toBe(window !== undefined)
            if (window === undefined) return
            expect(state.top).toBe(Math.max(...window))
            expect(state.age).toBe(period - 1 - window.lastIndexOf(Math.max(...window)))
          })
        },
      ),
    )
  })

  it('mean and variance agree with two passes', () => {
    fc.assert(
      fc.property(values, periods, (column, period) => {
        const state = windowMoments(period)
        everyWindow(column, period, (value, window) => {
          expect(pushMoments(state, value)).toBe(window !== undefined)
          if (window === undefined) return
          const center = mean(window)
          const variance = mean(window.map((each) => (each - center) ** 2))
          expect(Math.abs(state.mean - center)).toBeLessThan(1e-9)
          expect(Math.abs(state.variance - variance)).toBeLessThan(1e-8 * (1 + variance))
        })
      }),
    )
  })

  it('variance keeps its digits at a high price level', () => {
    const state = windowMoments(20)
    for (let t = 0; t < 200; t++) pushMoments(state, 1e9 + (t % 2))
    expect(state.variance).toBeCloseTo(0.25, 12)
    for (let t = 0; t < 40; t++) pushMoments(state, 1e9)
    expect(state.variance).toBe(0)
  })

  it('weighted mean and slope agree with sums over the window', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 25 }), (column, period) => {
        const state = windowTrend(period)
        everyWindow(column, period, (value, window) => {
          expect(pushTrend(state, value)).toBe(window !== undefined)
          if (window === undefined) return
          const places = window.map((_, i) => i + 1)
          const middle = mean(places)
          const slope =
            sum(window.map((each, i) => each * (i + 1 - middle))) /
            sum(places.map((place) => (place - middle) ** 2))
          expect(Math.abs(trendMean(state) - mean(window))).toBeLessThan(1e-9)
          expect(
            Math.abs(trendWeightedMean(state) - sum(window.map((each, i) => each * (i + 1))) / sum(places)),
          ).toBeLessThan(1e-9)
          expect(Math.abs(trendSlope(state) - slope)).toBeLessThan(1e-8)
        })
      }),
    )
  })

  it('products of pairs agree with two passes', () => {
    fc.assert(
      fc.property(values, periods, (column, period) => {
        const state = windowPairs(period)
        const other = column.map((value, t) => Math.sqrt(value) * ((t * 7) % 5))
        column.forEach((value, t) => {
          const ready = pushPair(state, value, other[t]!)
          expect(ready).toBe(t + 1 >= period)
          if (!ready) return
          const xs = column.slice(t + 1 - period, t + 1)
          const ys = other.slice(t + 1 - period, t + 1)
          const [x, y] = [mean(xs), mean(ys)]
          const near = (found: number, wanted: number): void =>
            expect(Math.abs(found - wanted)).toBeLessThan(1e-6)
          near(squaresX(state), sum(xs.map((each) => (each - x) ** 2)))
          near(squaresY(state), sum(ys.map((each) => (each - y) ** 2)))
          near(productsXY(state), sum(xs.map((each, i) => (each - x) * (ys[i]! - y))))
        })
      }),
    )
  })

  it('a ring gives back the last values', () => {
    const ring = createRing(3)
    expect([1, 2, 3, 4, 5].map((value) => pushRing(ring, value))).toEqual([false, false, true, true, true])
    expect([fromRing(ring, 0), fromRing(ring, 1), fromRing(ring, 2)]).toEqual([5, 4, 3])
  })
})
