import { describe, expect, it } from 'vitest'
import { sma } from '../indicators/index.ts'
import { defineStrategy, float } from '../strategy/index.ts'
import { backtest, smallTable } from '../testing/index.ts'

const hold = (quantity: number) =>
  defineStrategy({
    name: 'hold',
    decide(pulse) {
      for (const bar of pulse.bars) bar.target(quantity)
    },
  })

const kinds = (result: ReturnType<typeof backtest>) => result.events.map(({ kind }) => kind)

describe('a decision', () => {
  it("fills at the open of the instrument's next bar", () => {
    const table = smallTable({ AAA: { close: [100, 110, 120], open: [99, 105, 115] } })
    const result = backtest({ table, strategy: hold(1) })
    expect(result.folded.fills).toMatchObject([{ quantity: 1, price: 105, timeMs: table.pulseOpenMs[1] }])
  })

  it('waits for the next bar of its own instrument where histories are ragged', () => {
    const table = smallTable({
      AAA: { close: [100, 110], at: [0, 3] },
      BBB: { close: [10, 11, 12, 13] },
    })
    const result = backtest({ table, strategy: hold(1) })
    expect(result.folded.fills.map(({ instrument, price }) => [instrument, price])).toEqual([
      ['BBB', 11],
      ['AAA', 110],
    ])
  })

  it('never fills at a bar that had opened before it, where the bars of instruments overlap in time', () => {
    const table = smallTable({
      AAA: { close: [10, 11, 12, 13], at: [0, 1, 2, 3] },
      BBB: { close: [50, 51, 52, 53], at: [0.5, 1.5, 2.5, 3.5] },
    })
    const strategy = defineStrategy({
      name: 'out-of-step',
      state: { n: 0 },
      decide(pulse) {
        const n = pulse.state.n + 1
        pulse.state = { n }
        // Pulses take turns: AAA closes at odd ones, BBB half an interval later. BBB is sold when AAA closes.
        if (n === 2) pulse.bar('BBB')?.target(1)
        if (n === 5) pulse.flatten()
      },
    })
    const { fills } = backtest({ table, strategy }).folded
    expect(fills.map(({ quantity, price }) => [quantity, price])).toEqual([
      [1, 51],
      [-1, 53],
    ])
  })

  it('without a next bar expires and leaves the position', () => {
    const result = backtest({ table: smallTable({ AAA: { close: [100] } }), strategy: hold(1) })
    expect(result.events.find(({ kind }) => kind === 'order-expired')).toMatchObject({
      reason: 'NO_NEXT_BAR',
    })
    expect(result.folded.fills).toEqual([])
    expect(result.finalEquity).toBe(1_000_000)
  })

  it('has the order as its effect and the fill as the effect of that', () => {
    const result = backtest({ table: smallTable({ AAA: { close: [100, 100] } }), strategy: hold(1) })
    expect(kinds(result)).toEqual([
      'run-started',
      'opening',
      'decision',
      'order-submitted',
      'fill',
      'run-finished',
    ])
    const [decision, order, fill] = result.events.slice(2, 5)
    expect(order?.cause).toBe(decision?.seq)
    expect(fill?.cause).toBe(order?.seq)
  })

  it('that a newer one replaces before it fills is cancelled', () => {
    const table = smallTable({ AAA: { close: [100, 100], at: [0, 2] }, BBB: { close: [1, 1, 1] } })
    const strategy = defineStrategy({
      name: 'change-mind',
      state: { n: 0 },
      decide(pulse) {
        const keep = pulse.bar('AAA')
        pulse.state.n++
        if (keep !== undefined) keep.target(5)
        if (pulse.state.n === 2) pulse.flatten()
      },
    })
    const result = backtest({ table, strategy })
    expect(result.events.find(({ kind }) => kind === 'order-cancelled')).toMatchObject({
      instrument: 'AAA',
      quantity: 5,
      reason: 'REPLACED',
    })
    expect(result.folded.fills).toEqual([])
  })
})

describe('fill rules', () => {
  const table = smallTable({ AAA: { close: [100, 110, 120], open: [99, 105, 115] } })
  it.each([
    ['next-open', 105],
    ['next-close', 110],
    ['same-close', 100],
  ] as const)('%s fills the first decision at %d', (fillRule, price) => {
    expect(backtest({ table, strategy: hold(1), config: { fillRule } }).folded.fills[0]?.price).toBe(price)
  })

  it('closeAtEnd writes real closing fills with costs', () => {
    const config = { closeAtEnd: true, costs: [{ kind: 'fixed-fee', value: 2 }] } as const
    const result = backtest({ table, strategy: hold(3), config })
    expect(result.folded.positions.size).toBe(0)
    expect(result.folded.trades).toMatchObject([{ gross: 45, fees: 4, net: 41 }])
    expect(result.curve.equity.at(-1)).toBe(result.finalCash)
    expect(result.finalCash).toBe(1_000_041)
  })
})

describe('cash', () => {
  it('denies what it cannot carry, whole, with the money that is missing', () => {
    const table = smallTable({ AAA: { close: [100, 100] } })
    const result = backtest({ table, strategy: hold(11), config: { openingCash: 1_000 } })
    expect(result.events.filter(({ kind }) => kind === 'order-denied')).toMatchObject([
      { reason: 'INSUFFICIENT_CASH', missing: 100, quantity: 11 },
    ])
    expect(result.finalCash).toBe(1_000)
  })

  it('lets sales of the same pulse pay for purchases, whatever was asked for first', () => {
    const table = smallTable({ AAA: { close: [100, 100, 100, 100] }, BBB: { close: [100, 100, 100, 100] } })
    const strategy = defineStrategy({
      name: 'switch',
      state: { n: 0 },
      decide(pulse) {
        pulse.state.n++
        pulse.bar('AAA')?.target(pulse.state.n === 1 ? 0 : 10)
        pulse.bar('BBB')?.target(pulse.state.n === 1 ? 10 : 0)
      },
    })
    const result = backtest({ table, strategy, config: { openingCash: 1_000 } })
    expect([...result.folded.positions]).toEqual([['AAA', 10]])
    expect(result.folded.counts.denied).toBe(0)
  })

  it('binds a short position by its proceeds and as much again', () => {
    const table = smallTable({ AAA: { close: [100, 100, 100] } })
    const allowed = backtest({ table, strategy: hold(-10), config: { openingCash: 1_000 } })
    expect(allowed.finalCash).toBe(2_000)
    const denied = backtest({ table, strategy: hold(-11), config: { openingCash: 1_000 } })
    expect(denied.folded.counts.denied).toBeGreaterThan(0)
  })

  it('is not checked with unlimited credit', () => {
    const table = smallTable({ AAA: { close: [100, 100, 100] } })
    const result = backtest({
      table,
      strategy: hold(1_000),
      config: { openingCash: 1_000, credit: 'unlimited' },
    })
    expect(result.finalCash).toBe(-99_000)
  })

  it('denies a quantity that is not whole lots', () => {
    const table = smallTable({ AAA: { close: [100, 100, 100], instrument: { lotSize: 100 } } })
    const result = backtest({ table, strategy: hold(150) })
    expect(result.events.find(({ kind }) => kind === 'order-denied')).toMatchObject({
      reason: 'NOT_WHOLE_LOTS',
    })
  })
})

describe('the risk chain', () => {
  const table = smallTable({ AAA: { close: [100, 100, 100] } })
  it('long-only turns a short target into none and records it', () => {
    const result = backtest({ table, strategy: hold(-5), config: { risk: [{ kind: 'long-only' }] } })
    expect(result.folded.fills).toEqual([])
    expect(result.events.find(({ kind }) => kind === 'risk-adjusted')).toMatchObject({
      from: -5,
      to: 0,
      reason: 'LONG_ONLY',
    })
  })

  it('max-weight shrinks a target to its share of equity', () => {
    const config = { openingCash: 10_000, risk: [{ kind: 'max-weight', weight: 0.25 }] } as const
    const result = backtest({ table, strategy: hold(80), config })
    expect(result.folded.fills).toMatchObject([{ quantity: 25 }])
  })

  it('max-weight keeps to whole lots', () => {
    const lots = smallTable({ AAA: { close: [100, 100, 100], instrument: { lotSize: 10 } } })
    const config = { openingCash: 10_000, risk: [{ kind: 'max-weight', weight: 0.25 }] } as const
    expect(backtest({ table: lots, strategy: hold(80), config }).folded.fills).toMatchObject([
      { quantity: 20 },
    ])
  })
})

describe('a pulse', () => {
  it('shows only instruments with a bar now and every feature warm', () => {
    const table = smallTable({ AAA: { close: [1, 2, 3, 4] }, BBB: { close: [5, 6], at: [1, 3] } })
    const seen: string[][] = []
    const strategy = defineStrategy({
      name: 'look',
      features: () => ({ mean: sma(2) }),
      decide(pulse) {
        seen.push(pulse.bars.map((bar) => `${bar.symbol}:${bar.mean}`))
      },
    })
    backtest({ table, strategy })
    expect(seen).toEqual([[], ['AAA:1.5'], ['AAA:2.5'], ['AAA:3.5', 'BBB:5.5']])
  })

  it('gives an array that is the strategy own: sorting it changes nothing later', () => {
    const table = smallTable({ AAA: { close: [1, 1, 1] }, BBB: { close: [2, 2, 2] } })
    const seen: string[] = []
    const strategy = defineStrategy({
      name: 'sorter',
      decide(pulse) {
        seen.push(pulse.bars.map(({ symbol }) => symbol).join())
        pulse.bars.sort((a, b) => b.close - a.close).pop()
      },
    })
    backtest({ table, strategy })
    expect(seen).toEqual(['AAA,BBB', 'AAA,BBB', 'AAA,BBB'])
  })

  it('keeps views that always read the current pulse', () => {
    const table = smallTable({ AAA: { close: [1, 2, 3] } })
    const seen: number[] = []
    let kept: { close: number; timeMs: number } | undefined
    const strategy = defineStrategy({
      name: 'keeper',
      decide(pulse) {
        kept ??= pulse.bars[0]
        seen.push(kept?.close ?? 0, kept?.timeMs ?? 0)
      },
    })
    backtest({ table, strategy })
    const [a, b, c] = table.pulseOpenMs
    expect(seen).toEqual([1, a, 2, b, 3, c])
  })

  it('hides columns: no property of a view or a pulse leads to one', () => {
    const table = smallTable({ AAA: { close: [1, 2, 3] } })
    const reached = new Set<unknown>()
    const walk = (value: unknown): void => {
      if (value === null || typeof value !== 'object' || reached.has(value)) return
      reached.add(value)
      const owner = value as object
      for (const key of Reflect.ownKeys(owner)) walk(Reflect.get(owner, key))
      const prototype = Object.getPrototypeOf(owner) as object | null
      if (prototype !== null && prototype !== Object.prototype) {
        for (const key of Reflect.ownKeys(prototype)) {
          if (key !== 'constructor') walk(Reflect.get(prototype, key, owner))
        }
      }
    }
    backtest({
      table,
      strategy: defineStrategy({
        name: 'snoop',
        features: () => ({ mean: sma(2) }),
        decide: (pulse) => walk(pulse),
      }),
    })
    expect([...reached].filter((value) => ArrayBuffer.isView(value))).toEqual([])
    expect(reached.size).toBeGreaterThan(3)
  })

  it('draws random numbers that depend on seed and time alone', () => {
    const long = smallTable({ AAA: { close: [1, 2, 3] } })
    const short = smallTable({ AAA: { close: [2, 3], at: [1, 2] } })
    const draws = (table: typeof long, seed: number) => {
      const drawn: number[] = []
      const strategy = defineStrategy({
        name: 'dice',
        decide: (pulse) => void drawn.push(pulse.random(), pulse.random()),
      })
      backtest({ table, strategy, config: { seed } })
      return drawn
    }
    expect(draws(long, 7).slice(2)).toEqual(draws(short, 7))
    expect(draws(long, 7)).not.toEqual(draws(long, 8))
    expect(new Set(draws(long, 7)).size).toBe(6)
  })

  it('keeps state in the ledger', () => {
    const table = smallTable({ AAA: { close: [1, 2, 3] } })
    const strategy = defineStrategy({
      name: 'counter',
      state: { n: 0 },
      decide: (pulse) => void pulse.state.n++,
    })
    const result = backtest({ table, strategy })
    expect(result.events.find(({ kind }) => kind === 'state-saved')).toMatchObject({ state: { n: 3 } })
    expect(strategy.state).toEqual({ n: 0 })
  })

  it('knows positions, cash and equity', () => {
    const table = smallTable({ AAA: { close: [100, 100, 130] } })
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'account',
      decide(pulse) {
        seen.push([[...pulse.positions], pulse.cash, pulse.equity])
        for (const bar of pulse.bars) bar.target(2)
      },
    })
    backtest({ table, strategy, config: { openingCash: 1_000 } })
    expect(seen).toEqual([
      [[], 1_000, 1_000],
      [[['AAA', 2]], 800, 1_000],
      [[['AAA', 2]], 800, 1_060],
    ])
  })
})

describe('instruments of several currencies', () => {
  const series = (currency: string) => ({ close: [1, 2, 3], instrument: { currency } })

  it('are refused, as nothing converts one into another', () => {
    const table = smallTable({ AAA: series('USD'), BBB: series('USD'), CCC: series('EUR') })
    expect(() => backtest({ table, strategy: hold(1) })).toThrow(/AAA is in USD and CCC in EUR/)
  })

  it('run where they are of one, whichever it is', () => {
    const table = smallTable({ AAA: series('JPY'), BBB: series('JPY') })
    expect(backtest({ table, strategy: hold(1) }).folded.fills).toHaveLength(2)
  })
})

describe('a price that is none', () => {
  const last = { close: [10, 10, 10, 10], open: [10, 10, 10, 10] }
  const buyAndSell = defineStrategy({
    name: 'buy-and-sell',
    state: { pulse: 0 },
    decide(pulse) {
      for (const bar of pulse.bars) bar.target(pulse.state.pulse < 2 ? 500 : 0)
      pulse.state.pulse++
    },
  })

  it('is what costs leave of a sale larger than they can price: the order is denied', () => {
    const table = smallTable({ AAA: { ...last, volume: [100, 1e9, 1e9, 100] } })
    const costs = [{ kind: 'volume-share', value: 0.1 }] as const
    const { events, folded } = backtest({ table, strategy: buyAndSell, config: { costs } })
    expect(folded.positions.get('AAA')).toBe(500)
    expect(events).toContainEqual(expect.objectContaining({ kind: 'order-denied', reason: 'NO_PRICE' }))
  })

  it('is one below half a tick: nothing is given away for it', () => {
    const table = smallTable({ AAA: { close: [0.4, 0.4, 0.4], instrument: { tickSize: 1 } } })
    const { events, folded } = backtest({ table, strategy: hold(5) })
    expect(folded.fills).toEqual([])
    expect(events).toContainEqual(expect.objectContaining({ kind: 'order-denied', reason: 'NO_PRICE' }))
  })

  it('cannot be counted in ticks where there are none: the run is refused before its first pulse', () => {
    const table = smallTable({ AAA: { close: [1], instrument: { tickSize: 0.01 } }, BBB: { close: [1] } })
    const costs = [{ kind: 'slippage-ticks', value: 1 }] as const
    expect(() => backtest({ table, strategy: hold(0), config: { costs } })).toThrow(
      /tick size of every instrument, but BBB has none/,
    )
  })
})

describe('bad decisions', () => {
  const table = smallTable({ AAA: { close: [1, 2, 3] } })
  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'a target of %d is refused and names the instrument',
    (quantity) => {
      expect(() => backtest({ table, strategy: hold(quantity) })).toThrow(/finite number of units.*for AAA/)
    },
  )

  it('an unknown instrument is refused with the nearest name', () => {
    const strategy = defineStrategy({ name: 'typo', decide: (pulse) => void pulse.bar('AAB') })
    expect(() => backtest({ table, strategy })).toThrow(/No instrument 'AAB'.*Did you mean 'AAA'/)
  })

  it('infers parameters and features without a cast', () => {
    const strategy = defineStrategy({
      name: 'typed',
      params: { quantity: float({ default: 1, low: 0, high: 10 }) },
      features: ({ quantity }) => ({ mean: sma(Math.ceil(quantity) + 1) }),
      decide(pulse, { quantity }) {
        for (const bar of pulse.bars) {
          const mean: number = bar.mean
          bar.target(mean > 0 ? quantity : 0)
          // @ts-expect-error -- a feature that was not declared is no field of a bar
          bar.median satisfies undefined
        }
      },
    })
    expect(backtest({ table, strategy, params: { quantity: '2' } }).folded.fills).toEqual([])
  })
})
