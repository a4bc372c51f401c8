/** Leaks that read a window ahead: shifts, centred windows, labels, fills between known values. */
import { price } from '../../src/index.ts'
import { DENSE, type LeakCase } from './corpus.ts'
import { around, mean, planted } from './planted-column.ts'

export const PLANTED_WINDOWS: readonly LeakCase[] = [
  planted({
    name: 'centered-mean',
    idea: 'a moving average whose window is centred on the bar',
    readsAhead: 3,
    compute: ([close]) => close!.map((_, t) => mean(around(close!, t, 3))),
  }),
  planted({
    name: 'savitzky-golay',
    idea: 'a five-point Savitzky-Golay filter, which is centred',
    readsAhead: 2,
    compute: ([c]) =>
      c!.map((x, t) =>
        t < 2 || t + 2 >= c!.length
          ? x
          : (-3 * c![t - 2]! + 12 * c![t - 1]! + 17 * x + 12 * c![t + 1]! - 3 * c![t + 2]!) / 35,
      ),
  }),
  planted({
    name: 'negative-shift',
    idea: 'the close of five bars later, from a shift by -5',
    readsAhead: 5,
    compute: ([close]) => close!.map((x, t) => close![t + 5] ?? x),
  }),
  planted({
    name: 'next-close-return',
    idea: 'the return to the next close, one index off',
    readsAhead: 1,
    compute: ([c]) => c!.map((x, t) => (c![t + 1] ?? x) / x - 1),
  }),
  planted({
    name: 'next-open',
    idea: "the next bar's open, at which the order will fill",
    readsAhead: 1,
    inputs: [price.open],
    compute: ([open]) => open!.map((x, t) => open![t + 1] ?? x),
  }),
  planted({
    name: 'next-volume',
    idea: "the next bar's volume",
    readsAhead: 1,
    inputs: [price.volume],
    compute: ([volume]) => volume!.map((x, t) => volume![t + 1] ?? x),
  }),
  planted({
    name: 'label-as-feature',
    idea: "the label of a model, whether the next bar's high passes the close by 1 %, left among its inputs",
    readsAhead: 1,
    inputs: [price.close, price.high],
    compute: ([c, h]) => c!.map((x, t) => (h![t + 1] ?? x) / x),
  }),
  planted({
    name: 'triple-barrier',
    idea: 'the highest high of the next eight bars, a labelling barrier',
    readsAhead: 8,
    inputs: [price.high],
    compute: ([h]) => h!.map((x, t) => Math.max(x, ...h!.subarray(t + 1, t + 9))),
  }),
  planted({
    name: 'backward-fill',
    idea: 'a value known every fifth bar, filled backwards',
    readsAhead: 4,
    table: DENSE,
    compute: ([c]) => c!.map((x, t) => c![Math.ceil(t / 5) * 5] ?? x),
  }),
  planted({
    name: 'interpolation',
    idea: 'straight lines between every seventh close',
    readsAhead: 7,
    table: DENSE,
    compute: ([c]) =>
      c!.map((x, t) => {
        const from = Math.floor(t / 7) * 7
        const to = from + 7
        return to < c!.length ? c![from]! + ((c![to]! - c![from]!) * (t - from)) / 7 : x
      }),
  }),
  planted({
    name: 'swing-high',
    idea: 'a swing high marked on its own bar, though two later bars confirm it',
    readsAhead: 2,
    inputs: [price.high],
    compute: ([h]) => h!.map((_, t) => Math.max(...around(h!, t, 2))),
  }),
  planted({
    name: 'near-the-end',
    idea: 'whether the bar is one of the last ten of the history',
    readsAhead: 10,
    compute: ([c]) => c!.map((_, t) => (t >= c!.length - 10 ? 1 : 0)),
  }),
  planted({
    name: 'last-day-of-month',
    idea: 'whether the next bar opens in another month, which its time tells',
    table: DENSE,
    inputs: [price.time],
    compute: ([time]) =>
      time!.map((ms, t) => new Date(time![t + 1] ?? ms).getUTCMonth() - new Date(ms).getUTCMonth()),
  }),
  planted({
    name: 'days-to-next-bar',
    idea: 'the days until the next bar, so the gap is known before it comes',
    readsAhead: 1,
    inputs: [price.time],
    compute: ([time]) => time!.map((ms, t) => ((time![t + 1] ?? ms) - ms) / 86_400_000),
  }),
]
