import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultInstrument } from '../model/index.ts'
import { createCostModel } from './costs.ts'

describe('the price of a fill', () => {
  const at = { instrument: defaultInstrument('AAA'), volume: 1_000 }
  const free = createCostModel([])

  it('is rounded to 8 decimals to the bit as Math.round does it', () => {
    const quotes = fc.oneof(
      fc.double({ min: Number.MIN_VALUE, max: 1e12, noNaN: true }),
      // Quotes on the grid, half way between its points, and next to both.
      fc
        .tuple(fc.nat(2_000_000_000), fc.constantFrom(0, 0.5), fc.constantFrom(0, 2 ** -52, -(2 ** -52)))
        .map(([units, half, off]) => ((units + half) / 1e8) * (1 + off)),
      fc.constantFrom(4.999999999999999e-9, 5e-9, 1.5e-8, 2 ** 52 / 1e8, 2 ** 53 / 1e8, 9e15),
    )
    fc.assert(
      fc.property(quotes, (quote) => {
        expect(free.price(quote, 1, at)).toBe(Math.round(quote * 1e8) / 1e8)
      }),
      { numRuns: 5_000 },
    )
  })
})
