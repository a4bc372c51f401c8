import { describe, expect, it } from 'vitest'
import { UsageError } from '../model/index.ts'
import { defineIndicator } from './define.ts'
import { type Feature, price } from './feature.ts'
import { rsi } from './momentum/rsi.ts'
import { donchian } from './overlap/donchian.ts'
import { sma } from './overlap/sma.ts'
import { warmUpOf } from './plan.ts'
import { atr } from './volatility/atr.ts'

describe('an indicator call', () => {
  it('takes parameters by place or by name, and features for its inputs', () => {
    expect(sma(20).key).toBe('sma(close,period=20)')
    expect(sma({ period: 20 }).key).toBe(sma(20).key)
    expect(sma().key).toBe(sma(20).key)
    expect(sma(rsi(14), 5).key).toBe('sma(rsi(close,period=14),period=5)')
    expect(sma(rsi(14), { period: 5 }).key).toBe(sma(rsi(14), 5).key)
    expect(atr({ period: 7, close: price.open }).key).toBe('atr(high,low,open,period=7)')
  })

  it('is a frozen node whose outputs are features by name', () => {
    const channel = donchian(10)
    const lower: Feature = channel.lower
    expect(lower.key).toBe('donchian(high,low,period=10).lower')
    expect(channel.upper.key).toBe(channel.key)
    expect(Object.isFrozen(channel)).toBe(true)
    // @ts-expect-error -- a channel has no such output
    expect(channel.signal).toBeUndefined()
  })

  it('derives its warm-up from what it is made of', () => {
    expect(warmUpOf(sma(20))).toBe(19)
    expect(warmUpOf(sma(rsi(14), 5))).toBe(18)
    expect(warmUpOf(price.close)).toBe(0)
  })

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the period %d', (period) => {
    expect(() => sma(period)).toThrow(UsageError)
    expect(() => sma(period)).toThrow(
      `sma: period must be a whole number of at least 1, but it is ${period}.`,
    )
  })

  it('names the parameter it does not know and the nearest one', () => {
    // @ts-expect-error -- there is no such parameter
    expect(() => sma({ perod: 5 })).toThrow(/no parameter or input 'perod'.*Did you mean 'period'\?/)
    expect(() => sma(5, 6)).toThrow(/sma takes 1 feature\(s\) \(close\) and then 1 parameter\(s\) \(period\)/)
    // @ts-expect-error -- a text is not a period
    expect(() => sma('5')).toThrow(/period must be a whole number/)
  })
})

describe('defineIndicator', () => {
  const base = {
    title: 'T',
    params: { period: { default: 1, low: 1 } },
    lookback: () => 0,
    init: () => ({}),
    step: () => {},
  } as const

  it('refuses names that clash', () => {
    expect(() => defineIndicator({ ...base, name: 'x', inputs: ['close'], outputs: ['key'] })).toThrow(
      /'key'/,
    )
    expect(() => defineIndicator({ ...base, name: 'x', inputs: ['period'], outputs: ['value'] })).toThrow(
      /'period'/,
    )
    expect(() => defineIndicator({ ...base, name: 'Not Kebab', inputs: [], outputs: ['value'] })).toThrow(
      UsageError,
    )
  })

  it('demands an input that no bar has', () => {
    const spread = defineIndicator({ ...base, name: 'spread', inputs: ['x', 'y'], outputs: ['value'] })
    expect(() => spread(price.close)).toThrow(
      /spread needs a feature as its input 'y', but it was given none/,
    )
    expect(spread(price.close, price.open, 3).key).toBe('spread(close,open,period=3)')
  })
})
