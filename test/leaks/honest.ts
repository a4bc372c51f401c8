/** Strategies that look at nothing later: the proof must find nothing in any of them. */
import {
  above,
  abs,
  adaptColumns,
  add,
  and,
  atr,
  below,
  columnFeature,
  countAcross,
  crossAbove,
  crossBelow,
  customKernel,
  defineAcross,
  defineIndicator,
  defineStrategy,
  demeanAcross,
  divide,
  donchian,
  ema,
  type Feature,
  float,
  int,
  lag,
  log,
  maxOf,
  meanAcross,
  multiply,
  negate,
  not,
  on,
  or,
  percentileAcross,
  price,
  rank,
  roc,
  rsi,
  sma,
  subtract,
  when,
  zScoreAcross,
} from '../../src/index.ts'
import { bbands, macd } from '../../src/indicators/index.ts'
import { smallTable } from '../../src/testing/index.ts'
import { DENSE, HOURLY, type LeakCase, WIDE } from './corpus.ts'

type Setting = Omit<LeakCase, 'leak' | 'build'>

/** Holds ten units where the feature is above zero. */
function holding(setting: Setting, features: () => { readonly signal: Feature }): LeakCase {
  return {
    ...setting,
    leak: null,
    build: () =>
      defineStrategy({
        name: 'honest',
        features,
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.signal > 0 ? 10 : 0)
        },
      }),
  }
}

const honest = (setting: Setting, build: () => unknown): LeakCase => ({ ...setting, leak: null, build })

/** A trailing mean as a library would write it. */
const trailing = (values: Float64Array, n: number): number[] => {
  const out: number[] = []
  let sum = 0
  for (let t = 0; t < values.length; t++) {
    sum += values[t]!
    if (t >= n) sum -= values[t - n]!
    if (t >= n - 1) out.push(sum / n)
  }
  return out
}

export const HONEST_FEATURES: readonly LeakCase[] = [
  holding({ name: 'average-cross', idea: 'two averages crossing' }, () => ({
    signal: subtract(crossAbove(sma(5), sma(20)), crossBelow(sma(5), sma(20))),
  })),
  holding({ name: 'oversold', idea: 'RSI below 40 in an uptrend' }, () => ({
    signal: and(below(rsi(7), 45), above(price.close, sma(30))),
  })),
  holding({ name: 'breakout', idea: 'a close above the channel of the bar before' }, () => ({
    signal: above(price.close, lag(donchian(15).upper, 1)),
  })),
  holding({ name: 'several-outputs', idea: 'two outputs of one indicator' }, () => {
    const trend = macd(5, 12, 4)
    return { signal: subtract(trend, trend.signal) }
  }),
  holding({ name: 'band-width', idea: 'arithmetic over the outputs of Bollinger bands' }, () => {
    const bands = bbands(12)
    return { signal: subtract(divide(subtract(bands.upper, bands.lower), bands), 0.05) }
  }),
  holding({ name: 'branches', idea: 'one rule in a trend and another outside' }, () => ({
    signal: when(above(sma(10), sma(25)), roc(3), negate(roc(10))),
  })),
  holding({ name: 'either-or-not', idea: 'conditions of conditions' }, () => ({
    signal: and(or(above(roc(2), 1), below(roc(2), -1)), not(above(rsi(5), 80))),
  })),
  holding({ name: 'long-lag', idea: 'the close of sixty bars ago' }, () => ({
    signal: subtract(price.close, lag(price.close, 60)),
  })),
  holding({ name: 'weekly-trend', idea: 'closed weeks only, on daily bars', table: DENSE }, () => ({
    signal: subtract(price.close, on('1w', sma(3))),
  })),
  holding({ name: 'weekly-on-ragged', idea: 'closed weeks where days are missing' }, () => ({
    signal: subtract(on('1w', price.close), lag(on('1w', price.close), 5)),
  })),
  holding({ name: 'monthly-highs', idea: 'the high of the last closed month' }, () => ({
    signal: above(price.close, on('1mo', price.high)),
  })),
  holding({ name: 'daily-on-hourly', idea: 'closed days on hourly bars', table: HOURLY }, () => ({
    signal: subtract(ema(6), on('1d', sma(2))),
  })),
  holding({ name: 'four-hours-in-a-day', idea: 'a frame within a frame', table: HOURLY }, () => ({
    signal: subtract(on('4h', ema(3)), on('1d', on('1d', price.close))),
  })),
  holding({ name: 'after-a-frame', idea: 'an average of a framed feature', table: DENSE }, () => ({
    signal: subtract(on('1w', roc(1)), sma(on('1w', roc(1)), 5)),
  })),
  holding({ name: 'momentum-rank', idea: 'the three strongest of the day', table: WIDE }, () => ({
    signal: below(rank(roc(20)), 3.5),
  })),
  holding({ name: 'smoothed-rank', idea: 'an average of ranks', table: WIDE }, () => ({
    signal: subtract(sma(percentileAcross(roc(5)), 4), 0.5),
  })),
  holding({ name: 'weekly-rank', idea: 'a rank of weekly returns', table: WIDE }, () => ({
    signal: below(rank(on('1w', roc(2))), 2.5),
  })),
  holding({ name: 'market-relative', idea: 'the return above the market', table: WIDE }, () => ({
    signal: demeanAcross(roc(10)),
  })),
  holding({ name: 'pair-z-score', idea: 'a cross-sectional z-score of logarithms', table: WIDE }, () => ({
    signal: negate(zScoreAcross(subtract(log(price.close), log(sma(10))))),
  })),
  holding({ name: 'rank-of-a-rank', idea: 'a cross-section of a cross-section', table: WIDE }, () => ({
    signal: subtract(meanAcross(rank(roc(3))), add(rank(abs(roc(9))), multiply(countAcross(roc(3)), 0))),
  })),
  holding({ name: 'own-cross-section', idea: 'the share of the turnover of all', table: WIDE }, () => {
    const share = defineAcross({
      name: 'share',
      params: {},
      across(values, output) {
        const sum = values.reduce((total, x) => total + x, 0)
        for (let k = 0; k < values.length; k++) output[k] = values[k]! / sum
      },
    })
    return { signal: subtract(share(multiply(price.close, price.volume)), 0.2) }
  }),
  holding({ name: 'own-kernel', idea: 'a streak counted by a kernel of its own' }, () => ({
    signal: subtract(
      customKernel({
        name: 'streak',
        inputs: [roc(1)],
        init: () => ({ n: 0 }),
        step: (state, [change]) => (state.n = change! > 0 ? state.n + 1 : 0),
      }),
      2,
    ),
  })),
  holding({ name: 'kernel-with-a-ring', idea: 'a kernel that keeps the last eight values' }, () => ({
    signal: customKernel({
      name: 'spread-of-eight',
      inputs: [price.close, price.open],
      lookback: 7,
      init: () => ({ ring: new Float64Array(8), n: 0 }),
      step(state, [close, open]) {
        state.ring[state.n++ % 8] = close! - open!
        return Math.max(...state.ring) + Math.min(...state.ring)
      },
    }),
  })),
  holding(
    { name: 'indicator-with-a-fast-loop', idea: 'an indicator whose column loop equals its step' },
    () => ({
      signal: defineIndicator({
        name: 'change-of-two',
        title: 'Change over two bars',
        params: {},
        inputs: ['close'],
        outputs: ['value'],
        lookback: () => 2,
        init: () => ({ a: 0, b: 0 }),
        step(state, input, output) {
          output[0] = input[0]! - state.a
          state.a = state.b
          state.b = input[0]!
        },
        columns(_, { inputs, outputs, start, end }) {
          for (let t = start + 2; t < end; t++) outputs[0]![t] = inputs[0]![t]! - inputs[0]![t - 2]!
        },
      })(),
    }),
  ),
  holding({ name: 'trailing-column', idea: 'a trailing mean over whole columns' }, () => ({
    signal: subtract(
      price.close,
      columnFeature({
        name: 'trailing',
        inputs: [price.close],
        lookback: 9,
        align: 'end',
        compute: ([close]) => trailing(close!, 10),
      }),
    ),
  })),
  holding({ name: 'adapted-library', idea: 'a function of another library, its warm-up left out' }, () => {
    const mean = adaptColumns({
      name: 'library-mean',
      params: { period: { default: 10, low: 1, integer: true } },
      align: 'end',
      lookback: ({ period }) => period - 1,
      compute: ([x], { period }) => trailing(x!, period),
    })
    return { signal: subtract(mean({ period: 4 }), mean({ period: 12 }, price.open)) }
  }),
  holding({ name: 'expanding-z-score', idea: 'standardised by all bars up to the present one' }, () => ({
    signal: columnFeature({
      name: 'expanding-z',
      inputs: [price.close],
      lookback: 2,
      compute: ([c]) => {
        let [sum, squares] = [0, 0]
        return c!.map((x, t) => {
          sum += x
          squares += x * x
          const mean = sum / (t + 1)
          return (x - mean) / Math.sqrt(squares / (t + 1) - mean * mean)
        })
      },
    }),
  })),
  holding({ name: 'expanding-maximum', idea: 'the drawdown from the highest close so far' }, () => ({
    signal: add(
      0.05,
      columnFeature({
        name: 'drawdown',
        inputs: [price.close],
        lookback: 0,
        compute: ([c]) => {
          let peak = Number.NEGATIVE_INFINITY
          return c!.map((x) => {
            peak = Math.max(peak, x)
            return x / peak - 1
          })
        },
      }),
    ),
  })),
  holding({ name: 'strict-column', idea: 'a column function that refuses bars that are no numbers' }, () => ({
    signal: columnFeature({
      name: 'strict',
      inputs: [price.close],
      lookback: 1,
      compute: ([c]) => {
        if (c!.some((x) => !(x > 0 && x < 1e6))) throw new RangeError('not a price')
        return c!.map((x, t) => x - (c![t - 1] ?? x))
      },
    }),
  })),
  holding(
    { name: 'column-that-scribbles', idea: 'a column function that overwrites what it is given' },
    () => ({
      signal: columnFeature({
        name: 'scribbles',
        inputs: [price.close],
        lookback: 1,
        compute: ([c]) => {
          const changes = c!.map((x, t) => x - (c![t - 1] ?? x))
          c!.fill(0)
          return changes
        },
      }),
    }),
  ),
  holding(
    { name: 'column-of-features', idea: 'a column function over a rank and an average', table: WIDE },
    () => ({
      signal: columnFeature({
        name: 'mixed',
        inputs: [rank(roc(4)), sma(6)],
        lookback: 0,
        compute: ([place, mean]) => place!.map((x, t) => 4 - x + 0 * mean![t]!),
      }),
    }),
  ),
]

export const HONEST_DECISIONS: readonly LeakCase[] = [
  honest({ name: 'trailing-stop', idea: 'a stop in the state that follows the price up' }, () =>
    defineStrategy({
      name: 'honest',
      state: { stops: {} as Record<string, number> },
      features: () => ({ range: atr(10), trend: sma(20) }),
      decide(pulse) {
        const stops = { ...pulse.state.stops }
        for (const bar of pulse.bars) {
          const stop = Math.max(stops[bar.symbol] ?? 0, bar.close - 3 * bar.range)
          const isOut = bar.position > 0 && bar.low < (stops[bar.symbol] ?? 0)
          if (isOut) delete stops[bar.symbol]
          else if (bar.position > 0) stops[bar.symbol] = stop
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
