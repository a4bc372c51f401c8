import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  actionsBesideView,
  adjustBars,
  adjustTable,
  type CorporateAction,
  compareActions,
  type PriceView,
  tickerAt,
} from './corporate-actions.ts'
import { defaultInstrument } from './instrument.ts'
import { parseInterval } from './interval.ts'
import { tableOf } from './table.ts'

const DAY = 86_400_000
const split = (day: number, ratio: number, instrument = 'A'): CorporateAction => ({
  kind: 'split',
  instrument,
  exMs: day * DAY,
  ratio,
  factor: 1 / ratio,
})
const dividend = (day: number, amount: number, factor: number): CorporateAction => ({
  kind: 'dividend',
  instrument: 'A',
  exMs: day * DAY,
  amount,
  factor,
})
const barsOf = (close: readonly number[], id = 'A') => {
  const column = Float64Array.from(close)
  return {
    instrument: defaultInstrument(id),
    timeMs: Float64Array.from(close, (_, day) => day * DAY),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: Float64Array.from(close, () => 10),
  }
}
const ACTIONS = [split(3, 2), dividend(2, 1, 0.75), dividend(3, 5, 0.5)]
const BARS = barsOf([100, 100, 100, 50, 50])

describe('views of prices', () => {
  it('shows raw bars as they are', () => {
    expect(adjustBars(BARS, ACTIONS, { adjust: 'raw' })).toBe(BARS)
  })

  it('adjusts for splits, prices down and volumes up', () => {
    const { close, volume } = adjustBars(BARS, ACTIONS, { adjust: 'split' })
    expect([...close]).toEqual([50, 50, 50, 50, 50])
    expect([...volume]).toEqual([20, 20, 20, 10, 10])
  })

  it('adjusts for dividends too, which leave volumes alone', () => {
    const { close, volume } = adjustBars(BARS, ACTIONS, { adjust: 'total-return' })
    expect([...close]).toEqual([100 * 0.75 * 0.25, 100 * 0.75 * 0.25, 25, 50, 50])
    expect([...volume]).toEqual([20, 20, 20, 10, 10])
  })

  it('knows only the actions up to an instant', () => {
    const view: PriceView = { adjust: 'total-return', asOfMs: 3 * DAY - 1 }
    expect([...adjustBars(BARS, ACTIONS, view).close]).toEqual([75, 75, 100, 50, 50])
    expect(actionsBesideView(ACTIONS, view).map(({ kind }) => kind)).toEqual(['dividend', 'split'])
  })

  it('leaves other instruments alone', () => {
    const other = barsOf([1, 2, 3, 4, 5], 'B')
    expect(adjustBars(other, ACTIONS, { adjust: 'split' })).toBe(other)
    const table = tableOf([BARS, other], parseInterval('1d'))
    const adjusted = adjustTable(table, ACTIONS, { adjust: 'split' })
    expect([...adjusted.close]).toEqual([50, 1, 50, 2, 50, 3, 50, 4, 50, 5])
    expect(adjustTable(table, ACTIONS, { adjust: 'raw' })).toBe(table)
  })
})

describe('actions beside a view', () => {
  it('are all of them beside raw prices, the dividend of a day before its split', () => {
    expect(actionsBesideView(ACTIONS, { adjust: 'raw' }).map(({ kind, exMs }) => [kind, exMs / DAY])).toEqual(
      [
        ['dividend', 2],
        ['dividend', 3],
        ['split', 3],
      ],
    )
  })

  it('are dividends per adjusted unit beside split-adjusted prices', () => {
    const left = actionsBesideView(ACTIONS, { adjust: 'split' })
    expect(left.map((action) => action.kind === 'dividend' && action.amount)).toEqual([0.5, 2.5])
  })

  it('are none beside total-return prices', () => {
    expect(actionsBesideView(ACTIONS, { adjust: 'total-return' })).toEqual([])
  })
})

it('adjusts every bar by the product of the factors that come after it', () => {
  const action = fc.oneof(
    fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(2, 3, 0.1, 1.5)).map(([d, r]) => split(d, r)),
    fc
      .tuple(fc.integer({ min: 0, max: 12 }), fc.double({ min: 0.5, max: 0.99, noNaN: true }))
      .map(([d, f]) => dividend(d, 1, f)),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 8 }), fc.integer({ min: 0, max: 12 }), (actions, known) => {
      const view: PriceView = { adjust: 'total-return', asOfMs: known * DAY }
      const { close } = adjustBars(barsOf(Array.from({ length: 10 }, () => 100)), actions, view)
      close.forEach((price, day) => {
        const factors = actions.map((one) =>
          one.kind !== 'ticker-change' && one.exMs > day * DAY && one.exMs <= known * DAY ? one.factor : 1,
        )
        expect(price).toBeCloseTo(
          factors.reduce((product, factor) => product * factor, 100),
          9,
        )
      })
    }),
  )
})

it('names the ticker of an instant', () => {
  const changes: CorporateAction[] = [
    { kind: 'ticker-change', instrument: 'Q', exMs: 20 * DAY, from: 'QQQQ', to: 'QQQ' },
    { kind: 'ticker-change', instrument: 'Q', exMs: 10 * DAY, from: 'QQQ', to: 'QQQQ' },
  ]
  const at = (day: number) => tickerAt({ instrument: 'Q', ticker: 'now' }, changes, day * DAY)
  expect([at(0), at(10), at(19), at(20)]).toEqual(['QQQ', 'QQQQ', 'QQQQ', 'QQQ'])
  expect(tickerAt({ instrument: 'X', ticker: 'now' }, changes, 0)).toBe('now')
  expect(changes.toSorted(compareActions)[0]?.exMs).toBe(10 * DAY)
})
