/** Leaks that sit deeper: sessions and weeks, ranks, compositions, second outputs, fast loops, adapters. */
import {
  above,
  adaptColumns,
  columnFeature,
  defineIndicator,
  defineStrategy,
  lag,
  price,
  rank,
  sma,
} from '../../src/index.ts'
import { DENSE, HOURLY, type LeakCase, WIDE } from './corpus.ts'

const DAY_MS = 86_400_000
/** 1970-01-05, a Monday. */
const MONDAY_MS = 4 * DAY_MS

/** Applies `fold` to all values of each period, and gives every bar of the period the result. */
function byPeriod(
  values: Float64Array,
  periods: ArrayLike<number>,
  fold: (values: Float64Array) => number,
): Float64Array {
  const groups = new Map<number, number[]>()
  values.forEach((value, t) => {
    const group = groups.get(periods[t]!) ?? []
    groups.set(periods[t]!, group)
    group.push(value)
  })
  const results = new Map([...groups].map(([period, group]) => [period, fold(Float64Array.from(group))]))
  return values.map((_, t) => results.get(periods[t]!)!)
}

const days = (time: Float64Array): Float64Array => time.map((ms) => Math.floor(ms / DAY_MS))
const weeks = (time: Float64Array): Float64Array =>
  time.map((ms) => Math.floor((ms - MONDAY_MS) / (7 * DAY_MS)))

export const PLANTED_COMPOSED: readonly LeakCase[] = [
  {
    name: 'high-of-the-day',
    idea: "an hour knows how far its close lies below the whole day's high",
    table: HOURLY,
    leak: { feature: 'signal', readsAhead: 23 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({
          signal: columnFeature({
            name: 'below-high-of-day',
            inputs: [price.high, price.time],
            lookback: 0,
            compute: ([high, time]) => byPeriod(high!, days(time!), (day) => Math.max(...day)),
          }),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.close < 0.99 * bar.signal ? 1 : 0)
        },
      }),
  },
  {
    name: 'session-vwap-of-all-day',
    idea: "the whole day's volume-weighted price from its first hour on",
    table: HOURLY,
    leak: { feature: 'vwap', readsAhead: 23 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({
          vwap: columnFeature({
            name: 'whole-day-vwap',
            inputs: [price.close, price.volume, price.time],
            lookback: 0,
            compute: ([close, volume, time]) => {
              const day = days(time!)
              const sum = (values: Float64Array): number => values.reduce((total, x) => total + x, 0)
              const money = byPeriod(
                close!.map((x, t) => x * volume![t]!),
                day,
                sum,
              )
              const units = byPeriod(volume!, day, sum)
              return money.map((x, t) => x / units[t]!)
            },
          }),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.close < bar.vwap ? 1 : -1)
        },
      }),
  },
  {
    name: 'open-week-visible',
    idea: "resampled to weeks and joined on the week, so that the open week's high is there on its first day",
    table: DENSE,
    leak: { feature: 'weekHigh', readsAhead: 4 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({
          weekHigh: columnFeature({
            name: 'week-high',
            inputs: [price.high, price.time],
            lookback: 0,
            compute: ([high, time]) => byPeriod(high!, weeks(time!), (week) => Math.max(...week)),
          }),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.close < 0.97 * bar.weekHigh ? 1 : 0)
        },
      }),
  },
  {
    name: 'weekly-close-on-monday',
    idea: "the week's close labelled with the week's first day",
    table: DENSE,
    leak: { feature: 'trend', readsAhead: 4 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({
          trend: sma(
            columnFeature({
              name: 'week-close',
              inputs: [price.close, price.time],
              lookback: 0,
              compute: ([close, time]) => byPeriod(close!, weeks(time!), (week) => week.at(-1)!),
            }),
            2,
          ),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.close < bar.trend ? 1 : 0)
        },
      }),
  },
  {
    name: 'ranked-by-future-return',
    idea: 'instruments ranked by their return over the next ten bars',
    table: WIDE,
    leak: { feature: 'place', readsAhead: 10 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({
          place: rank(
            columnFeature({
              name: 'return-ahead',
              inputs: [price.close],
              lookback: 0,
              compute: ([c]) => c!.map((x, t) => (c![t + 10] ?? c!.at(-1)!) / x - 1),
            }),
          ),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.place <= 2 ? 10 : 0)
        },
      }),
  },
  {
    name: 'survivors-first',
    idea: 'instruments ranked by how long their history will be',
    table: WIDE,
    leak: { feature: 'place', readsAhead: 'last' },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({
          place: rank(
            columnFeature({
              name: 'history',
              inputs: [price.close],
              lookback: 0,
              compute: ([c]) => c!.map(() => c!.length),
            }),
          ),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.place <= 3 ? 10 : 0)
        },
      }),
  },
  {
    name: 'under-honest-layers',
    idea: 'a shift by -3 two honest features deep',
    leak: { feature: 'entry', readsAhead: 3 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => {
          const ahead = columnFeature({
            name: 'ahead',
            inputs: [sma(3)],
            lookback: 0,
            compute: ([x]) => x!.map((value, t) => x![t + 3] ?? value),
          })
          return { honest: sma(5), entry: above(lag(sma(ahead, 4), 1), price.close) }
        },
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.entry * 5)
        },
      }),
  },
  {
    name: 'second-output',
    idea: 'of two outputs the second one is centred',
    leak: { feature: 'smooth', readsAhead: 1 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => {
          const both = columnFeature({
            name: 'both',
            inputs: [price.close],
            outputs: ['trailing', 'centred'],
            lookback: 1,
            compute: ([c]) => ({
              trailing: c!.map((x, t) => (x + (c![t - 1] ?? x)) / 2),
              centred: c!.map((x, t) => ((c![t - 1] ?? x) + (c![t + 1] ?? x)) / 2),
            }),
          })
          return { plain: both.trailing, smooth: both.centred }
        },
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.smooth > bar.plain ? 10 : 0)
        },
      }),
  },
  {
    name: 'fast-loop',
    idea: "an indicator whose column loop takes the next bar's high where its step takes the bar's own",
    leak: { feature: 'top', readsAhead: 1 },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({
          top: defineIndicator({
            name: 'fast-top',
            title: 'Highest of two bars',
            params: {},
            inputs: ['high'],
            outputs: ['value'],
            lookback: () => 1,
            init: () => ({ before: 0 }),
            step(state, input, output) {
              output[0] = Math.max(state.before, input[0]!)
              state.before = input[0]!
            },
            columns(_, { inputs, outputs, start, end }) {
              for (let t = start + 1; t < end; t++) {
                outputs[0]![t] = Math.max(inputs[0]![t]!, t + 1 < end ? inputs[0]![t + 1]! : 0)
              }
            },
          })(),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.close < bar.top ? 10 : 0)
        },
      }),
  },
  {
    name: 'adapted-library',
    idea: "another library's rolling deviation, called with its centred option",
    leak: { feature: 'width', readsAhead: 2 },
    build: () => {
      const rolling = adaptColumns({
        name: 'library-deviation',
        params: { window: { default: 5, low: 1, integer: true } },
        lookback: ({ window }) => window - 1,
        compute: ([c], { window }) =>
          c!.map((_, t) => {
            const half = (window - 1) / 2
            const part = c!.subarray(Math.max(0, t - half), t + half + 1)
            const center = part.reduce((sum, x) => sum + x, 0) / part.length
            return Math.sqrt(part.reduce((sum, x) => sum + (x - center) ** 2, 0) / part.length)
          }),
      })
      return defineStrategy({
        name: 'planted',
        features: () => ({ width: rolling({ window: 5 }) }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.width < 1 ? 10 : 0)
        },
      })
    },
  },
]
