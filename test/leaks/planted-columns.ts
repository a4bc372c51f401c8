/** Leaks in functions over the close or another column: the classics of vectorised research. */
import { columnFeature, defineStrategy, type Feature, price } from '../../src/index.ts'
import { DENSE, type ExpectedLeak, type LeakCase, RAGGED } from './corpus.ts'

type Compute = (columns: readonly Float64Array[]) => ArrayLike<number>

interface Planted {
  readonly name: string
  readonly idea: string
  readonly readsAhead?: ExpectedLeak['readsAhead']
  readonly inputs?: readonly Feature[]
  readonly lookback?: number
  readonly table?: LeakCase['table']
  readonly compute: Compute
}

/** A strategy that trades on one function of whole columns, beside an honest feature. */
function planted({
  name,
  idea,
  readsAhead,
  inputs = [price.close],
  lookback = 0,
  table,
  compute,
}: Planted): LeakCase {
  return {
    name,
    idea,
    table: table ?? RAGGED,
    leak: { feature: 'signal', ...(readsAhead === undefined ? {} : { readsAhead }) },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({ signal: columnFeature({ name, inputs, lookback, compute }), price: price.close }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.signal > bar.price ? 10 : 0)
        },
      }),
  }
}

const mean = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let t = 0; t < values.length; t++) sum += values[t]!
  return sum / values.length
}

const deviation = (values: Float64Array): number => {
  const center = mean(values)
  return Math.sqrt(mean(values.map((x) => (x - center) ** 2)))
}

/** The window of `t` from `before` bars back to `after` bars ahead, as far as there are bars. */
const around = (values: Float64Array, t: number, before: number, after = before): Float64Array =>
  values.subarray(Math.max(0, t - before), t + after + 1)

const ema = (values: Float64Array, alpha: number): Float64Array => {
  const out = values.slice()
  for (let t = 1; t < out.length; t++) out[t] = alpha * values[t]! + (1 - alpha) * out[t - 1]!
  return out
}

export const PLANTED_COLUMNS: readonly LeakCase[] = [
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
    name: 'mean-of-all',
    idea: 'the close over the mean of the whole sample',
    readsAhead: 'last',
    compute: ([close]) => {
      const center = mean(close!)
      return close!.map((x) => x / center)
    },
  }),
  planted({
    name: 'max-of-all',
    idea: 'the close over the highest close of the whole sample',
    readsAhead: 'last',
    compute: ([close]) => {
      const top = Math.max(...close!)
      return close!.map((x) => x / top)
    },
  }),
  planted({
    name: 'z-score-of-all',
    idea: 'standardised by mean and deviation of the whole sample',
    readsAhead: 'last',
    compute: ([c]) => {
      const [center, width] = [mean(c!), deviation(c!) || 1]
      return c!.map((x) => (x - center) / width)
    },
  }),
  planted({
    name: 'deviation-of-all',
    idea: 'honest returns scaled by the deviation of all returns',
    readsAhead: 'last',
    lookback: 1,
    compute: ([c]) => {
      const returns = c!.map((x, t) => (t === 0 ? 0 : x / c![t - 1]! - 1))
      const width = deviation(returns)
      return returns.map((x) => x / width)
    },
  }),
  planted({
    name: 'min-max-scaling',
    idea: 'scaled to 0 to 1 by the range of the whole sample',
    readsAhead: 'last',
    compute: ([c]) => {
      const [low, high] = [Math.min(...c!), Math.max(...c!)]
      return c!.map((x) => (x - low) / (high - low || 1))
    },
  }),
  planted({
    name: 'percentile-of-all',
    idea: 'the percentile of the close in the whole sample',
    readsAhead: 'last',
    compute: ([c]) => c!.map((x) => c!.filter((other) => other < x).length / c!.length),
  }),
  planted({
    name: 'rescaled-to-last',
    idea: 'back-adjusted so that the last close is 100',
    readsAhead: 'last',
    compute: ([c]) => c!.map((x) => (100 * x) / c!.at(-1)!),
  }),
  planted({
    name: 'regression-of-all',
    idea: 'the distance from a line fitted to all bars',
    readsAhead: 'last',
    lookback: 1,
    compute: ([c]) => {
      const center = (c!.length - 1) / 2
      let xy = 0
      let xx = 0
      c!.forEach((y, x) => {
        xy += (x - center) * y
        xx += (x - center) ** 2
      })
      const level = mean(c!)
      return c!.map((y, x) => y - (level + ((x - center) * xy) / xx))
    },
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
    name: 'reversed-ema',
    idea: 'an exponential average run over the reversed array',
    readsAhead: 'last',
    compute: ([c]) => ema(c!.toReversed(), 0.2).reverse(),
  }),
  planted({
    name: 'forward-backward',
    idea: 'a zero-phase filter: forwards, then backwards',
    readsAhead: 'last',
    compute: ([c]) => ema(ema(c!, 0.3).reverse(), 0.3).reverse(),
  }),
  planted({
    name: 'kalman-smoother',
    idea: 'a Kalman filter followed by the Rauch-Tung-Striebel pass from the end',
    readsAhead: 'last',
    compute: ([c]) => kalmanSmoothed(c!),
  }),
  planted({
    name: 'fourier-low-pass',
    idea: 'the five slowest waves of a Fourier transform of the whole sample',
    readsAhead: 'last',
    compute: ([c]) => lowPass(c!, 5),
  }),
  planted({
    name: 'max-from-the-right',
    idea: 'the highest close from the bar to the end, a cumulative maximum from the wrong side',
    readsAhead: 'last',
    compute: ([c]) => {
      const out = c!.slice()
      for (let t = out.length - 2; t >= 0; t--) out[t] = Math.max(out[t]!, out[t + 1]!)
      return out
    },
  }),
  planted({
    name: 'drawdown-of-all',
    idea: 'the worst drawdown of the whole sample as a filter',
    readsAhead: 'last',
    compute: ([c]) => {
      let peak = Number.NEGATIVE_INFINITY
      let worst = 0
      for (const x of c!) {
        peak = Math.max(peak, x)
        worst = Math.min(worst, x / peak - 1)
      }
      return c!.map((x) => x * (1 + worst))
    },
  }),
  planted({
    name: 'swing-high',
    idea: 'a swing high marked on its own bar, though two later bars confirm it',
    readsAhead: 2,
    inputs: [price.high],
    compute: ([h]) => h!.map((_, t) => Math.max(...around(h!, t, 2))),
  }),
  planted({
    name: 'optimised-window',
    idea: 'an honest average whose length was chosen by its fit to the whole sample',
    lookback: 12,
    compute: ([c]) => {
      const average = (n: number): Float64Array => c!.map((_, t) => mean(around(c!, t, n - 1, 0)))
      const miss = (n: number): number => {
        const fit = average(n)
        return mean(c!.map((x, t) => (t === 0 ? 0 : Math.abs(x - fit[t - 1]!) * ((t * 7) % n))))
      }
      return [3, 6, 12]
        .map((n) => ({ n, cost: miss(n) }))
        .sort((a, b) => a.cost - b.cost)
        .map(({ n }) => average(n))[0]!
    },
  }),
  planted({
    name: 'length-of-history',
    idea: 'how many bars the instrument will have: survivors have more',
    readsAhead: 'last',
    compute: ([c]) => c!.map(() => c!.length),
  }),
  planted({
    name: 'near-the-end',
    idea: 'whether the bar is one of the last ten of the history',
    readsAhead: 10,
    compute: ([c]) => c!.map((_, t) => (t >= c!.length - 10 ? 1 : 0)),
  }),
  planted({
    name: 'last-element',
    idea: 'the last element of the column',
    readsAhead: 'last',
    compute: ([c]) => c!.map(() => c!.at(-1)!),
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

function kalmanSmoothed(values: Float64Array): Float64Array {
  const [noise, drift] = [1, 0.1]
  const level = values.slice()
  const variance = values.map(() => noise)
  for (let t = 1; t < values.length; t++) {
    const predicted = variance[t - 1]! + drift
    const gain = predicted / (predicted + noise)
    level[t] = level[t - 1]! + gain * (values[t]! - level[t - 1]!)
    variance[t] = (1 - gain) * predicted
  }
  for (let t = values.length - 2; t >= 0; t--) {
    const gain = variance[t]! / (variance[t]! + drift)
    level[t] = level[t]! + gain * (level[t + 1]! - level[t]!)
  }
  return level
}

function lowPass(values: Float64Array, waves: number): Float64Array {
  const n = values.length
  const out = new Float64Array(n)
  for (let k = 0; k <= waves; k++) {
    let real = 0
    let imaginary = 0
    for (let t = 0; t < n; t++) {
      real += values[t]! * Math.cos((2 * Math.PI * k * t) / n)
      imaginary -= values[t]! * Math.sin((2 * Math.PI * k * t) / n)
    }
    for (let t = 0; t < n; t++) {
      const angle = (2 * Math.PI * k * t) / n
      out[t]! += ((k === 0 ? 1 : 2) / n) * (real * Math.cos(angle) - imaginary * Math.sin(angle))
    }
  }
  return out
}
