import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Trade } from './evidence.ts'
import { Lots } from './lots.ts'

function run(fills: readonly (readonly [quantity: number, price: number, fee?: number])[], multiplier = 1) {
  const lots = new Lots()
  const slot = lots.slotOf('AAA', multiplier)
  const trades: Trade[] = []
  for (const [seq, [quantity, price, fee = 0]] of fills.entries()) {
    const fill = { seq, timeMs: seq, quantity, price, fee }
    lots.apply(slot, fill, (trade) => trades.push({ ...trade }))
  }
  return { trades, open: lots.open(), realised: trades.map(({ gross }) => gross) }
}

// Figures: golden table "Accounting".
describe('first in, first out', () => {
  it('closes before it opens on a flip', () => {
    const { realised, open } = run([
      [100, 10],
      [-250, 12],
      [150, 11],
    ])
    expect(realised).toEqual([200, 150])
    expect(open).toEqual([])
  })

  it('closes the oldest slices first', () => {
    const { realised, open } = run([
      [10, 10],
      [10, 11],
      [10, 12],
      [-25, 13],
    ])
    expect(realised.reduce((a, b) => a + b)).toBe(55)
    expect(open).toMatchObject([{ quantity: 5, price: 12 }])
  })

  it.each([
    [
      [
        [1, 100],
        [1, 110],
        [-1.5, 120],
      ],
      25,
      [{ quantity: 0.5, price: 110 }],
    ],
    [
      [
        [1, 100],
        [-2, 90],
      ],
      -10,
      [{ quantity: -1, price: 90 }],
    ],
    [
      [
        [-1, 100],
        [2, 90],
      ],
      10,
      [{ quantity: 1, price: 90 }],
    ],
    [
      [
        [100, 50],
        [-40, 60],
        [-60, 60],
      ],
      1_000,
      [],
    ],
  ] as const)('%j realises %d', (fills, total, open) => {
    const result = run(fills)
    expect(result.realised.reduce((a, b) => a + b, 0)).toBe(total)
    expect(result.open).toMatchObject(open)
  })

  it('counts points by the multiplier', () => {
    expect(
      run(
        [
          [2, 100],
          [-2, 101],
        ],
        50,
      ).realised,
    ).toEqual([100])
  })

  it('gives every trade its share of both fees and loses no cent', () => {
    const { trades } = run([
      [10, 10, 3],
      [10, 10, 1],
      [-15, 11, 6],
      [-5, 11, 2],
    ])
    expect(trades.map(({ fees }) => fees)).toEqual([7, 2.5, 2.5])
    expect(trades.reduce((sum, { fees }) => sum + fees, 0)).toBe(12)
  })

  it('leaves no dust of binary fractions', () => {
    const { open, trades } = run([
      [0.1, 10],
      [0.2, 10],
      [-(0.1 + 0.2), 11],
    ])
    expect(open).toEqual([])
    expect(trades).toHaveLength(2)
  })

  it('always has trade nets and open lots that add up to the cash moved', () => {
    const fill = fc.tuple(
      fc.integer({ min: -50, max: 50 }).filter((quantity) => quantity !== 0),
      fc.integer({ min: 1, max: 10_000 }).map((cents) => cents / 100),
      fc.integer({ min: 0, max: 500 }).map((cents) => cents / 100),
    )
    fc.assert(
      fc.property(fc.array(fill, { minLength: 1, maxLength: 40 }), (fills) => {
        const { trades, open } = run(fills)
        const cash = fills.reduce((sum, [quantity, price, fee]) => sum - quantity * price - fee, 0)
        const net = trades.reduce((sum, trade) => sum + trade.net, 0)
        const atCost = open.reduce((sum, lot) => sum + lot.quantity * lot.price + lot.fee, 0)
        expect(net - atCost).toBeCloseTo(cash, 6)
        const held = fills.reduce((sum, [quantity]) => sum + quantity, 0)
        expect(open.reduce((sum, lot) => sum + lot.quantity, 0)).toBe(held)
        expect(new Set(open.map((lot) => Math.sign(lot.quantity))).size).toBeLessThan(2)
      }),
    )
  })
})
