import { describe, expect, it } from 'vitest'
import { generateBars } from './generate.ts'
import { contentHash } from './sealed/canonical.ts'

const request = { seed: 7, instruments: 12, days: 600, start: '2018-01-06' }

describe('generateBars', () => {
  it('gives the same bytes for the same request, everywhere and for ever', () => {
    const [first] = generateBars(request)
    const [again] = generateBars(request)
    expect(again).toEqual(first)
    expect(contentHash(first!)).toBe('98a8101bb7545ca5b71e82b7a2c8b1ef099f262ff9b9ea96d0831682152a0b18')
    expect(contentHash(generateBars({ ...request, seed: 8 })[0]!)).not.toBe(contentHash(first!))
  })

  it('does not change an instrument when more are asked for', () => {
    const few = generateBars({ ...request, instruments: 3 })
    expect(generateBars(request).slice(0, 3)).toEqual(few)
  })

  it('makes sound weekday bars in cents', () => {
    for (const { timeMs, open, high, low, close, volume } of generateBars(request)) {
      expect(timeMs).toHaveLength(600)
      for (let n = 0; n < 600; n++) {
        expect(new Date(timeMs[n]!).getUTCDay() % 6).not.toBe(0)
        expect(low[n]! > 0 && low[n]! <= Math.min(open[n]!, close[n]!)).toBe(true)
        expect(high[n]! >= Math.max(open[n]!, close[n]!)).toBe(true)
        expect(Math.round(close[n]! * 100) / 100).toBe(close[n])
        expect(Number.isInteger(volume[n])).toBe(true)
      }
    }
  })

  it('moves its instruments together, as a market does', () => {
    const moves = generateBars(request).map(({ close }) =>
      Array.from(close.subarray(1), (value, n) => Math.log(value / close[n]!)),
    )
    const correlations = moves.slice(1).map((other) => correlation(moves[0]!, other))
    const mean = correlations.reduce((sum, value) => sum + value, 0) / correlations.length
    expect(mean).toBeGreaterThan(0.15)
    expect(mean).toBeLessThan(0.7)
  })

  it('refuses what cannot be made', () => {
    for (const wrong of [{ days: 0 }, { instruments: 1.5 }, { start: 'today' }, { seed: Number.NaN }]) {
      expect(() => generateBars({ ...request, ...wrong })).toThrow('Generated bars need')
    }
  })
})

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const covariance = (x: readonly number[], y: readonly number[]): number =>
    mean(x.map((value, n) => (value - mean(x)) * (y[n]! - mean(y))))
  return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b))
}
