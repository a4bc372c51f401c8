/** Leaks that use the whole sample: scaling, fits, smoothers that run backwards, lengths. */
import type { LeakCase } from './corpus.ts'
import { deviation, ema, mean, planted } from './planted-column.ts'

export const PLANTED_SAMPLES: readonly LeakCase[] = [
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
    name: 'optimised-window',
    idea: 'an honest average whose length was chosen by its fit to the whole sample',
    lookback: 12,
    compute: ([c]) => {
      const average = (n: number): Float64Array =>
        c!.map((_, t) => mean(c!.subarray(Math.max(0, t - n + 1), t + 1)))
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
    name: 'last-element',
    idea: 'the last element of the column',
    readsAhead: 'last',
    compute: ([c]) => c!.map(() => c!.at(-1)!),
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
