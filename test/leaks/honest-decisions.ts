/** Honest strategies that decide in all ways: with state, stops, chance, shares of equity, costs and fill rules. */
import {
  atr,
  columnFeature,
  defineStrategy,
  float,
  int,
  lag,
  maxOf,
  price,
  roc,
  sma,
} from '../../src/index.ts'
import { smallTable } from '../../src/testing/index.ts'
import { type LeakCase, WIDE } from './corpus.ts'
import { honest } from './honest-case.ts'

export const HONEST_DECISIONS: readonly LeakCase[] = [
  honest({ name: 'trailing-stop', idea: 'a stop in the state that follows the price up' }, () =>
    defineStrategy({
      name: 'honest',
      state: { stops: {} as Record<string, number> },
      features: () => ({ range: atr(10), trend: sma(20) }),
      decide(pulse) {
        const stops: Record<string, number> = {}
        for (const bar of pulse.bars) {
          const stop = pulse.state.stops[bar.symbol] ?? 0
          const isOut = bar.position > 0 && bar.low < stop
          if (bar.position > 0 && !isOut) stops[bar.symbol] = Math.max(stop, bar.close - 3 * bar.range)
          bar.target(isOut ? 0 : bar.position > 0 || bar.close > bar.trend ? 10 : 0)
        }
        pulse.state = { stops }
      },
    }),
  ),
  honest({ name: 'random-entries', idea: "the pulse's own random numbers" }, () =>
    defineStrategy({
      name: 'honest',
      decide(pulse) {
        for (const bar of pulse.bars) bar.target(pulse.random() < 0.3 ? 10 : 0)
      },
    }),
  ),
  honest({ name: 'equal-weight', idea: 'equity shared by the instruments that trade now', table: WIDE }, () =>
    defineStrategy({
      name: 'honest',
      decide(pulse) {
        const { bars, equity } = pulse
        for (const bar of bars) bar.target(Math.floor((0.5 * equity) / bars.length / bar.close))
      },
    }),
  ),
  honest(
    { name: 'top-of-the-day', idea: 'flat, then the two strongest, sorted in decide', table: WIDE },
    () =>
      defineStrategy({
        name: 'honest',
        params: {
          hold: int({ default: 2, low: 1, high: 5 }),
          weight: float({ default: 0.3, low: 0, high: 1 }),
        },
        features: () => ({ momentum: roc(15) }),
        decide(pulse, { hold, weight }) {
          const ranked = pulse.bars.sort((a, b) => b.momentum - a.momentum)
          pulse.flatten()
          for (const bar of ranked.slice(0, hold)) bar.target(Math.floor((weight * pulse.equity) / bar.close))
        },
      }),
  ),
  honest({ name: 'by-instrument', idea: 'walks the instruments and asks for each bar', table: WIDE }, () =>
    defineStrategy({
      name: 'honest',
      features: () => ({ mean: sma(8) }),
      decide(pulse) {
        for (const { id } of pulse.instruments) {
          const bar = pulse.bar(id)
          if (bar !== undefined) bar.target(bar.close > bar.mean ? 5 : 0)
        }
      },
    }),
  ),
  honest(
    { name: 'named-instrument', idea: 'asks for an instrument that starts later by its name', table: WIDE },
    () =>
      defineStrategy({
        name: 'honest',
        decide(pulse) {
          pulse.bar('I0006')?.target(10)
          for (const [id, units] of pulse.positions) if (units > 5) pulse.bar(id)?.target(units - 1)
        },
      }),
  ),
  honest({ name: 'day-of-the-week', idea: "the bar's own day" }, () =>
    defineStrategy({
      name: 'honest',
      decide(pulse) {
        for (const bar of pulse.bars) bar.target(new Date(bar.timeMs).getUTCDay() < 3 ? 10 : 0)
      },
    }),
  ),
  honest(
    {
      name: 'long-and-short',
      idea: 'both sides with costs and a risk chain',
      config: {
        costs: [
          { kind: 'spread-bps', value: 5 },
          { kind: 'volume-share', value: 0.1 },
          { kind: 'fixed-fee', value: 1 },
        ],
        risk: [{ kind: 'max-weight', weight: 0.2 }],
        credit: 'unlimited',
      },
    },
    () =>
      defineStrategy({
        name: 'honest',
        features: () => ({ change: roc(3) }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.change > 0 ? -20 : 20)
        },
      }),
  ),
  honest({ name: 'next-close', idea: 'fills at the next close', config: { fillRule: 'next-close' } }, () =>
    defineStrategy({
      name: 'honest',
      features: () => ({ change: roc(1) }),
      decide(pulse) {
        for (const bar of pulse.bars) bar.target(bar.change > 0 ? 10 : 0)
      },
    }),
  ),
  honest(
    {
      name: 'same-close',
      idea: 'fills at the close decided on: optimistic, not a leak',
      config: { fillRule: 'same-close' },
    },
    () =>
      defineStrategy({
        name: 'honest',
        features: () => ({ change: roc(1) }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.change > 0 ? 10 : 0)
        },
      }),
  ),
  honest({ name: 'close-at-end', idea: 'closes what is open at the end', config: { closeAtEnd: true } }, () =>
    defineStrategy({
      name: 'honest',
      decide(pulse) {
        for (const bar of pulse.bars) bar.target(10)
      },
    }),
  ),
  honest(
    { name: 'column-kept-but-unread', idea: 'a column kept outside for debugging, which nothing reads' },
    () => {
      const kept: Float64Array[] = []
      return defineStrategy({
        name: 'honest',
        features: () => ({
          same: columnFeature({
            name: 'same',
            inputs: [price.close],
            lookback: 0,
            compute: ([close]) => {
              kept.push(close!)
              return close!
            },
          }),
          top: maxOf(price.high, lag(price.high, 1)),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.same < bar.top * 0.99 ? 10 : 0)
        },
      })
    },
  ),
  honest({ name: 'nothing', idea: 'no features and no decisions' }, () =>
    defineStrategy({ name: 'honest', decide: () => undefined }),
  ),
  honest({ name: 'one-bar', idea: 'a history of one bar', table: smallTable({ A: { close: [10] } }) }, () =>
    defineStrategy({
      name: 'honest',
      features: () => ({ mean: sma(1), later: sma(5) }),
      decide(pulse) {
        for (const bar of pulse.bars) bar.target(1)
      },
    }),
  ),
]
