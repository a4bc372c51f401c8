/** The table "Accounting" of the golden figures, through the whole engine: targets in, ledger out. */
import { describe, expect, it } from 'vitest'
import { type Cost, createCostModel } from '../../src/engine/index.ts'
import { defaultInstrument } from '../../src/model/index.ts'
import { defineStrategy } from '../../src/strategy/index.ts'
import { backtest, smallTable } from '../../src/testing/index.ts'

/** Wants the given positions at pulses 0, 1, 2, ... */
const path = (targets: readonly number[]) =>
  defineStrategy({
    name: 'path',
    state: { n: 0 },
    decide(pulse) {
      const target = targets[pulse.state.n++]
      if (target !== undefined) pulse.bars[0]?.target(target)
    },
  })

/** Prices by bar (open = close); the first is only for deciding. */
const trade = (prices: readonly number[], targets: readonly number[], config: object = {}) =>
  backtest({
    table: smallTable({ AAA: { close: prices } }),
    strategy: path(targets),
    config: { credit: 'unlimited', ...config },
  })

const fee = (value: number): Cost => ({ kind: 'fixed-fee', value })

describe('FIFO lots', () => {
  it('flips: BUY 100@10, SELL 250@12, BUY 150@11 realises 0, 200, 150', () => {
    const { folded } = trade([10, 10, 12, 11], [100, -150, 0])
    expect(folded.trades.map(({ gross }) => gross)).toEqual([200, 150])
    expect(folded.fills.map(({ quantity }) => quantity)).toEqual([100, -250, 150])
  })

  it('slices: BUY 10@10, 10@11, 10@12, SELL 25@13 realises 55 and keeps 5@12', () => {
    const { folded } = trade([10, 10, 11, 12, 13], [10, 20, 30, 5])
    expect(folded.trades.reduce((sum, { gross }) => sum + gross, 0)).toBe(55)
    expect(folded.lots.openOf('AAA')).toMatchObject([{ quantity: 5, price: 12 }])
  })
})

describe('cash', () => {
  it('1000: BUY 2@100 fee 1 is 799, BUY 1@110 fee 1 is 688, SELL 2.5@120 fee 1 is 987', () => {
    const { curve, folded } = trade([100, 100, 110, 120], [2, 3, 0.5], {
      openingCash: 1_000,
      costs: [fee(1)],
    })
    expect([...curve.cash]).toEqual([1_000, 799, 688, 987])
    expect(folded.trades.reduce((sum, { gross }) => sum + gross, 0)).toBe(45)
    expect(folded.fees).toBe(3)
  })

  it('open 100@50; SELL 40, then 60 @60 realises 400, 600', () => {
    const { folded } = trade([50, 50, 60, 60], [100, 60, 0])
    expect(folded.trades.map(({ gross }) => gross)).toEqual([400, 600])
  })

  it('next open: target 1 while the close is 100 buys at 101, sells at 102, realises 1', () => {
    const table = smallTable({ AAA: { close: [100, 101, 102, 103, 104, 105] } })
    const strategy = defineStrategy({
      name: 'at-hundred',
      decide(pulse) {
        for (const bar of pulse.bars) bar.target(bar.close === 100 ? 1 : 0)
      },
    })
    const { folded, finalCash } = backtest({ table, strategy, config: { openingCash: 1_000 } })
    expect(folded.fills.map(({ quantity, price }) => [quantity, price])).toEqual([
      [1, 101],
      [-1, 102],
    ])
    expect(folded.trades).toMatchObject([{ gross: 1, net: 1 }])
    expect(finalCash).toBe(1_001)
  })
})

describe('costs', () => {
  const at = { instrument: defaultInstrument('AAA'), volume: 1_000 }
  const priced = (costs: readonly Cost[], quote: number, quantity: number) =>
    createCostModel(costs).price(quote, quantity, at)

  it('spread 100 bps and fee 2: open 110 buys at 110.55 and costs 2', () => {
    const costs: Cost[] = [{ kind: 'spread-bps', value: 100 }, fee(2)]
    const { folded } = trade([110, 110], [1], { costs })
    expect(folded.fills).toMatchObject([{ price: 110.55, fee: 2 }])
  })

  it.each([
    [{ kind: 'spread-bps', value: 10 }, 100, 100.05, 99.95],
    [{ kind: 'slippage-bps', value: 10 }, 50_000, 50_050, 49_950],
  ] as const)('%j at %d buys at %d and sells at %d', (cost, quote, buy, sell) => {
    expect(priced([cost], quote, 1)).toBe(buy)
    expect(priced([cost], quote, -1)).toBe(sell)
  })

  it('.1 x 50,000 at 10 bps costs 5', () => {
    expect(createCostModel([{ kind: 'notional-bps', value: 10 }]).fee(50_000, 0.1, 1)).toBe(5)
  })

  it('rounds to the tick where there is one, else to 8 decimals', () => {
    const tick = { instrument: { ...at.instrument, tickSize: 0.05 }, volume: 1 }
    expect(createCostModel([]).price(10.07, 1, tick)).toBe(10.05)
    expect(createCostModel([]).price(1 / 3, 1, at)).toBe(0.33333333)
  })

  it('takes the minimum fee over the sum of the others', () => {
    const model = createCostModel([
      fee(1),
      { kind: 'unit-fee', value: 0.01 },
      { kind: 'minimum-fee', value: 5 },
    ])
    expect(model.fee(10, 100, 1)).toBe(5)
    expect(model.fee(10, 1_000, 1)).toBe(11)
  })

  it('moves the price by the square of the volume share and cannot price a bar without volume', () => {
    expect(priced([{ kind: 'volume-share', value: 0.1 }], 100, 100)).toBe(100.1)
    expect(
      createCostModel([{ kind: 'volume-share', value: 0.1 }]).price(100, 1, { ...at, volume: 0 }),
    ).toBeNaN()
  })
})
