import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { InstrumentBars } from '../model/index.ts'
import { generateMarket } from './generate-market.ts'
import { type ShuffleRequest, shuffleBars } from './generate-shuffled.ts'

// A strong upward drift and volatility that comes in spells: something to be found.
const real = generateMarket({
  seed: 3,
  instruments: 2,
  correlation: 0.7,
  from: '2000-01-03',
  to: '2019-12-31',
  startPrice: 1_000,
  tickSize: 1e-6,
  model: {
    kind: 'regimes',
    regimes: [
      { drift: 0.3, volatility: 0.08, years: 0.5 },
      { drift: 0.3, volatility: 0.4, years: 0.2 },
    ],
  },
})
const shuffle = (method: ShuffleRequest['method'], seed = 5): InstrumentBars[] =>
  shuffleBars({ seed, bars: real, method, tickSize: 1e-6 })
const movesOf = ({ close }: InstrumentBars): number[] =>
  Array.from(close.subarray(1), (value, n) => Math.log(value / close[n]!))
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    mean(x.map((value, n) => (value - mx) * (y[n]! - my)))
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB))
}
const sizes = (moves: readonly number[]): number[] => moves.map(Math.abs)
const lagged = (values: readonly number[]): number => correlation(values.slice(1), values.slice(0, -1))
const isSound = ({ open, high, low, close }: InstrumentBars): boolean =>
  open.every(
    (value, n) =>
      high[n]! >= Math.max(value, close[n]!) && low[n]! <= Math.min(value, close[n]!) && low[n]! > 0,
  )

describe('shuffleBars', () => {
  it('by signs keeps the sizes of moves and who moves together, and takes the drift', () => {
    const made = shuffle({ kind: 'signs' })
    const before = real.map(movesOf)
    const after = made.map(movesOf)
    expect(made.every(isSound)).toBe(true)
    after[0]!.forEach((move, n) => expect(Math.abs(move)).toBeCloseTo(Math.abs(before[0]![n]!), 6))
    expect(made[0]!.volume).toEqual(real[0]!.volume)
    expect(made[0]!.timeMs).toEqual(real[0]!.timeMs)
    const error = Math.sqrt(mean(after[0]!.map((move) => move * move)) / after[0]!.length)
    expect(Math.abs(mean(after[0]!))).toBeLessThan(4 * error)
    expect(correlation(after[0]!, after[1]!)).toBeCloseTo(correlation(before[0]!, before[1]!), 1)
    expect(lagged(sizes(after[0]!))).toBeCloseTo(lagged(sizes(before[0]!)), 5)
  })

  it('by blocks takes bars whole, in runs, the same for all', () => {
    // The volume tells which bar it was.
    const numbered = real.map((one) => ({ ...one, volume: one.volume.map((_, n) => n) }))
    const method = { kind: 'blocks', meanBars: 20 } as const
    const made = shuffleBars({ seed: 5, bars: numbered, method, tickSize: 1e-6 })
    const before = real.map(movesOf)
    const after = made.map(movesOf)
    expect(made.every(isSound)).toBe(true)
    expect(made[1]!.volume).toEqual(made[0]!.volume)
    after[0]!.forEach((move, n) => expect(move).toBeCloseTo(before[0]![made[0]!.volume[n + 1]! - 1]!, 6))
    expect(correlation(after[0]!, after[1]!)).toBeCloseTo(correlation(before[0]!, before[1]!), 1)
    expect(lagged(sizes(after[0]!))).toBeGreaterThan(0.1)
    // Drawn with replacement: some bars are left out, others come again.
    const share = new Set(made[0]!.volume.subarray(1)).size / after[0]!.length
    expect(share).toBeGreaterThan(0.5)
    expect(share).toBeLessThan(0.75)
  })

  it('starts a block as often as its mean length says', () => {
    const volumes = { ...real[0]!, volume: real[0]!.volume.map((_, n) => n) }
    const [made] = shuffleBars({ seed: 5, bars: [volumes], method: { kind: 'blocks', meanBars: 10 } })
    const count = made!.volume.length - 1
    let starts = 0
    for (let n = 2; n <= count; n++) {
      const before = made!.volume[n - 1]!
      if (made!.volume[n] !== (before === count ? 1 : before + 1)) starts++
    }
    expect(Math.abs(starts - count / 10)).toBeLessThan(4 * Math.sqrt(count * 0.1 * 0.9))
  })

  it.each<[string, ShuffleRequest['method'], string]>([
    ['signs', { kind: 'signs' }, '2921a75230e087ca'],
    ['blocks', { kind: 'blocks', meanBars: 20 }, '7e7f32b9facdd851'],
  ])('by %s has the same bytes everywhere', (_, method, expected) => {
    const hashOf = (bars: readonly InstrumentBars[]): string => {
      const hash = createHash('sha256')
      for (const { close, high } of bars)
        for (const column of [close, high]) hash.update(new Uint8Array(column.buffer))
      return hash.digest('hex').slice(0, 16)
    }
    expect(hashOf(shuffle(method))).toBe(expected)
    expect(hashOf(shuffle(method, 6))).not.toBe(expected)
  })

  it.each<[string, Partial<ShuffleRequest>]>([
    [
      'instruments at other times',
      { bars: [real[0]!, { ...real[1]!, timeMs: real[1]!.timeMs.map((time) => time + 1) }] },
    ],
    ['no instrument', { bars: [] }],
    ['blocks of nothing', { method: { kind: 'blocks', meanBars: 0 } }],
    ['a seed that is none', { seed: -1 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => shuffleBars({ seed: 1, bars: real, method: { kind: 'signs' }, ...wrong })).toThrow(
      'Generated bars need',
    )
  })
})
