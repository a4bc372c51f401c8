import { describe, expect, it } from 'vitest'
import type { LedgerEvent } from '../ledger/index.ts'
import type { Dividend, Instrument, Split } from '../model/index.ts'
import { defineStrategy } from '../strategy/index.ts'
import { backtest, smallTable } from '../testing/index.ts'

const DAY = 86_400_000
const START = Date.UTC(2020, 0, 1)
const split = (day: number, ratio: number, instrument = 'AAA'): Split => ({
  kind: 'split',
  instrument,
  exMs: START + day * DAY,
  ratio,
  factor: 1 / ratio,
})
const dividend = (day: number, amount: number, instrument = 'AAA'): Dividend => ({
  kind: 'dividend',
  instrument,
  exMs: START + day * DAY,
  amount,
  factor: 0.99,
})

/** Wants the given positions at pulses 0, 1, 2, ...; undefined leaves them. */
const path = (targets: readonly (number | undefined)[]) =>
  defineStrategy({
    name: 'path',
    state: { n: 0 },
    decide(pulse) {
      const target = targets[pulse.state.n++]
      if (target !== undefined) pulse.bars[0]?.target(target)
    },
  })

const run = (
  prices: readonly number[],
  targets: readonly (number | undefined)[],
  actions: readonly (Split | Dividend)[],
  more: { instrument?: Partial<Instrument>; at?: readonly number[]; config?: object } = {},
) =>
  backtest({
    table: smallTable({ AAA: { close: prices, ...more } }),
    actions,
    strategy: path(targets),
    config: { openingCash: 100_000, ...more.config },
  })

const kinds = (events: readonly LedgerEvent[]): string[] =>
  events
    .map(({ kind }) => kind)
    .filter((kind) => !['run-started', 'opening', 'state-saved', 'run-finished'].includes(kind))

describe('a split', () => {
  it('multiplies the position and divides its cost, and equity does not move', () => {
    const { events, curve, folded } = run([700, 700, 100, 110], [10], [split(2, 7)])
    expect(events.find(({ kind }) => kind === 'split')).toMatchObject({
      kind: 'split',
      instrument: 'AAA',
      timeMs: START + 2 * DAY,
      cause: null,
      ratio: 7,
      quantity: 70,
    })
    expect([...curve.equity]).toEqual([100_000, 100_000, 100_000, 100_700])
    expect(folded.positions.get('AAA')).toBe(70)
    expect(folded.lots.openOf('AAA')).toMatchObject([{ quantity: 70, price: 100 }])
  })

  it('closes lots of before in the units of after', () => {
    const { folded } = run([700, 700, 100, 110, 110], [10, undefined, 0], [split(2, 7)])
    expect(folded.trades).toMatchObject([
      { quantity: 70, entryPrice: 100, exitPrice: 110, gross: 700, dividends: 0, net: 700 },
    ])
  })

  it('puts an order in the units of after in the place of the one that waits', () => {
    const { events, folded } = run([700, 700, 100, 100], [undefined, 10], [split(2, 7)])
    expect(kinds(events)).toEqual([
      'decision',
      'order-submitted',
      'split',
      'order-cancelled',
      'order-submitted',
      'fill',
    ])
    const orders = events.filter(({ kind }) => kind === 'order-submitted')
    expect(orders).toMatchObject([
      { quantity: 10, target: 10 },
      { quantity: 70, target: 70, cause: orders[0]!.seq },
    ])
    expect(events.find(({ kind }) => kind === 'order-cancelled')).toMatchObject({
      reason: 'SPLIT',
      quantity: 10,
    })
    expect(folded.positions.get('AAA')).toBe(70)
  })

  it('sells what it became where an order to sell everything waits', () => {
    const { folded, finalEquity } = run([700, 700, 700, 100], [10, undefined, 0], [split(3, 7)])
    expect(folded.positions.size).toBe(0)
    expect(finalEquity).toBe(100_000)
  })

  it('leaves fractions of a unit where there is no lot size', () => {
    const { folded } = run([10, 10, 80], [5], [split(2, 1 / 8)])
    expect(folded.positions.get('AAA')).toBe(0.625)
  })

  it('makes whole numbers of whole numbers', () => {
    const { folded } = run([10, 10, 30], [300], [split(2, 1 / 3)])
    expect(folded.positions.get('AAA')).toBe(100)
  })

  it('pays cash for what is no whole lot, at the last mark', () => {
    const { events, folded, curve } = run(
      [10, 10, 80, 80, 80],
      [12, undefined, undefined, 0],
      [split(2, 1 / 8)],
      {
        instrument: { lotSize: 1 },
      },
    )
    const cause = events.find(({ kind }) => kind === 'split')!.seq
    expect(events.find(({ kind }) => kind === 'cash-in-lieu')).toMatchObject({
      quantity: -0.5,
      price: 80,
      cause,
    })
    expect(folded.trades.map(({ quantity, gross }) => [quantity, gross])).toEqual([
      [0.5, 0],
      [1, 0],
    ])
    expect([folded.positions.size, folded.counts.denied, folded.counts.fills]).toEqual([0, 0, 2])
    expect(new Set(curve.equity)).toEqual(new Set([100_000]))
  })

  it('takes back what a short owes beside whole lots', () => {
    const { events, folded, curve } = run([10, 10, 80], [-12], [split(2, 1 / 8)], {
      instrument: { lotSize: 1 },
    })
    expect(events.find(({ kind }) => kind === 'cash-in-lieu')).toMatchObject({ quantity: 0.5, price: 80 })
    expect(folded.positions.get('AAA')).toBe(-1)
    expect(curve.equity.at(-1)).toBe(100_000)
  })

  it('writes nothing where nothing is held or on order', () => {
    expect(kinds(run([700, 700, 100], [], [split(2, 7), dividend(2, 1)]).events)).toEqual([])
  })

  it('counts what shorts bind by the units of after', () => {
    const { folded } = run([100, 100, 10, 10], [-100, undefined, -1_500], [split(2, 10)], {
      config: { openingCash: 20_000 },
    })
    // Equity 20,000 carries 20,000 of shorts: 1,500 at 10 and no denial.
    expect([folded.counts.denied, folded.positions.get('AAA')]).toEqual([0, -1_500])
  })
})

describe('a dividend', () => {
  it('pays what was held when the ex-date began', () => {
    const { events, folded, finalCash } = run([100, 100, 98, 98], [10, 20, 0], [dividend(2, 2)])
    // 20 were ordered but not held: they fill at the open of the ex-date.
    expect(events.find(({ kind }) => kind === 'dividend')).toMatchObject({
      amount: 20,
      perUnit: 2,
      instrument: 'AAA',
      cause: null,
    })
    expect(folded.dividends).toBe(20)
    expect(folded.trades).toMatchObject([
      { quantity: 10, gross: -20, dividends: 20, net: 0 },
      { quantity: 10, gross: 0, dividends: 0, net: 0 },
    ])
    expect(finalCash).toBe(100_000)
  })

  it('is paid by shorts', () => {
    const { folded, finalEquity } = run([100, 100, 98], [-10], [dividend(2, 2)])
    expect(folded.dividends).toBe(-20)
    expect(folded.lots.openOf('AAA')).toMatchObject([{ dividends: -20 }])
    expect(finalEquity).toBe(100_000)
  })

  it('goes by the multiplier', () => {
    expect(
      run([100, 100, 98], [10], [dividend(2, 2)], { instrument: { multiplier: 5 } }).folded.dividends,
    ).toBe(100)
  })

  it('comes before the split of the same day, per unit of before', () => {
    const { folded, events } = run([700, 700, 99], [10], [split(2, 7), dividend(2, 7)])
    expect(kinds(events).slice(-2)).toEqual(['dividend', 'split'])
    expect(folded.dividends).toBe(70)
  })
})

describe('an ex-date', () => {
  it('waits for the first bar of its instrument', () => {
    const { curve, events } = backtest({
      table: smallTable({
        AAA: { close: [700, 700, 100], at: [0, 1, 4] },
        BBB: { close: [1, 1, 1, 1, 1] },
      }),
      actions: [split(2, 7)],
      strategy: path([10]),
      config: { openingCash: 100_000 },
    })
    expect(events.find(({ kind }) => kind === 'split')?.timeMs).toBe(START + 4 * DAY)
    expect(new Set(curve.equity)).toEqual(new Set([100_000]))
  })

  it('after the last bar never comes, and one of an instrument that is not there says nothing', () => {
    const { folded } = run([700, 700, 700], [10], [split(9, 7), split(1, 2, 'ZZZ')])
    expect(folded.positions.get('AAA')).toBe(10)
  })
})
