import { describe, expect, it } from 'vitest'
import { sma } from '../indicators/index.ts'
import { choice, defineStrategy, flag, float, int, isStrategy, resolveParams } from './index.ts'

const schema = {
  fast: int({ default: 20, low: 5, high: 40 }),
  weight: float({ default: 0.5, low: 0, high: 1 }),
  side: choice({ default: 'long', options: ['long', 'short'] }),
  strict: flag({ default: false }),
}

describe('parameters', () => {
  it('take defaults, and text as their own type', () => {
    expect(resolveParams(schema, {})).toEqual({ fast: 20, weight: 0.5, side: 'long', strict: false })
    expect(resolveParams(schema, { fast: '7', weight: '0.25', side: 'short', strict: 'true' })).toEqual({
      fast: 7,
      weight: 0.25,
      side: 'short',
      strict: true,
    })
  })

  it.each([
    [{ fast: 4 }, /'fast' must be a whole number from 5 to 40, but it is 4/],
    [{ fast: 5.5 }, /whole number/],
    [{ fast: '' }, /whole number/],
    [{ weight: 'much' }, /'weight' must be a number from 0 to 1/],
    [{ side: 'flat' }, /one of long, short/],
    [{ strict: 1 }, /true or false/],
    [{ fsat: 7 }, /no parameter 'fsat'. Did you mean 'fast'\? It has: fast, weight, side, strict/],
  ])('refuse %j', (given, message) => {
    expect(() => resolveParams(schema, given)).toThrow(message)
  })

  it('refuse a default outside of their bounds and bounds that cross', () => {
    expect(() => int({ default: 50, low: 5, high: 40 })).toThrow(/from 5 to 40, but it is 50/)
    expect(() => float({ default: 1, low: 2, high: 1 })).toThrow(/low must not exceed/)
    expect(() => float({ default: 1, low: 0, high: 1, log: true })).toThrow(/low above 0/)
  })
})

describe('defineStrategy', () => {
  it('flows types from parameters and features to decide', () => {
    const strategy = defineStrategy({
      name: 'typed',
      params: schema,
      features: ({ fast, side }) => ({ mean: sma(side === 'long' ? fast : 2) }),
      state: { seen: 0 },
      decide(pulse, { side, strict, weight }) {
        const exact: 'long' | 'short' = side
        const truth: boolean = strict
        pulse.state.seen += weight
        for (const bar of pulse.bars) bar.target(exact === 'long' && truth ? bar.mean : 0)
        // @ts-expect-error -- state is what was declared
        pulse.state.unseen satisfies undefined
      },
    })
    expect(isStrategy(strategy)).toBe(true)
    expect(isStrategy({ ...strategy, kind: 'strategy' })).toBe(false)
  })

  it.each([
    [{ name: 'Not Kebab' }, /needs a name in lower case/],
    [{ name: 'no-decide', decide: undefined }, /needs a function decide/],
    [{ name: 'bad-state', state: { f: Number.NaN } }, /must be JSON.*state.f is NaN/],
  ])('refuses %j', (part, message) => {
    const whole = { decide: () => undefined, ...part } as Parameters<typeof defineStrategy>[0]
    expect(() => defineStrategy(whole)).toThrow(message)
  })

  it.each([
    [{ close: sma(2) }, /already have a field of that name/],
    [{ 'two words': sma(2) }, /a letter, then letters, digits/],
  ])('refuses features named %j', (features, message) => {
    const strategy = defineStrategy({ name: 'named', features: () => features, decide: () => undefined })
    expect(() => strategy.features({})).toThrow(message)
  })
})
