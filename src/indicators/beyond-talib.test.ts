/** The indicators that TA-Lib does not have, against naive twins or figures worked out by hand. */
import { describe, expect, it } from 'vitest'
import { createNormal, createRandom, defaultInstrument, parseInterval, tableOf } from '../model/index.ts'
import { computeFeatures } from './compute.ts'
import { type Feature, price } from './feature.ts'
import { lag } from './momentum/lag.ts'
import { donchian } from './overlap/donchian.ts'
import { ichimoku } from './overlap/ichimoku.ts'
import { fibonacci } from './price/fibonacci.ts'
import { pivotPoints } from './price/pivot-points.ts'
import { hurst } from './statistic/hurst.ts'
import { stddev } from './statistic/stddev.ts'
import { variance } from './statistic/variance.ts'
import { zscore } from './statistic/zscore.ts'
import { garmanKlass } from './volatility/garman-klass.ts'
import { parkinson } from './volatility/parkinson.ts'
import { realisedVolatility } from './volatility/realised-volatility.ts'
import { yangZhang } from './volatility/yang-zhang.ts'
import { anchoredVwap } from './volume/anchored-vwap.ts'
import { sessionVwap } from './volume/session-vwap.ts'

const HOUR_MS = 3_600_000
const BARS = 300

interface Bars {
  readonly timeMs: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

function randomBars(seed: number): Bars {
  const random = createRandom(seed)
  const normal = createNormal(random)
  const column = (): Float64Array => new Float64Array(BARS)
  const bars: Bars = {
    timeMs: Float64Array.from({ length: BARS }, (_, t) => Date.UTC(2024, 0, 1) + t * HOUR_MS),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  }
  let close = 100
  for (let t = 0; t < BARS; t++) {
    const open = close * Math.exp(0.002 * normal())
    close = open * Math.exp(0.01 * normal())
    bars.open[t] = open
    bars.close[t] = close
    bars.high[t] = Math.max(open, close) * (1 + 0.004 * random())
    bars.low[t] = Math.min(open, close) * (1 - 0.004 * random())
    bars.volume[t] = Math.floor(1e4 * random())
  }
  return bars
}

function columnsOf(bars: Bars, features: Readonly<Record<string, Feature>>): readonly Float64Array[] {
  return computeFeatures(
    tableOf([{ instrument: defaultInstrument('X'), ...bars }], parseInterval('1h')),
    features,
  ).columns
}

const bars = randomBars(3)
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const sampleVariance = (values: readonly number[]): number =>
  (mean(values.map((value) => (value - mean(values)) ** 2)) * values.length) / (values.length - 1)

/** Checks a column against a function of the bar's index from the first value on. */
function expectColumn(found: Float64Array, first: number, wanted: (t: number) => number): void {
  for (let t = 0; t < first; t++) expect(found[t]).toBeNaN()
  for (let t = first; t < BARS; t++) {
    const target = wanted(t)
    if (!(Math.abs(found[t]! - target) <= 1e-10 * (1 + Math.abs(target))))
      expect(`[${t}] ${found[t]}`).toBe(`[${t}] ${target}`)
  }
}

/** f at the bars t - n + 1 to t. */
const last = (n: number, t: number, f: (i: number) => number): number[] =>
  Array.from({ length: n }, (_, k) => f(t - n + 1 + k))

describe('volatilities', () => {
  const log = (x: number, y: number): number => Math.log(x / y)

  it('of closes is the annualised sample deviation of logarithmic returns', () => {
    const [found] = columnsOf(bars, { v: realisedVolatility(20, 365) })
    expectColumn(found!, 20, (t) =>
      Math.sqrt(365 * sampleVariance(last(20, t, (i) => log(bars.close[i]!, bars.close[i - 1]!)))),
    )
  })

  it('of Parkinson and of Garman and Klass follow their formulas', () => {
    const [p, gk] = columnsOf(bars, { p: parkinson(10), gk: garmanKlass(10) })
    expectColumn(p!, 9, (t) =>
      Math.sqrt((252 * mean(last(10, t, (i) => log(bars.high[i]!, bars.low[i]!) ** 2))) / (4 * Math.log(2))),
    )
    expectColumn(gk!, 9, (t) =>
      Math.sqrt(
        252 *
          mean(
            last(
              10,
              t,
              (i) =>
                0.5 * log(bars.high[i]!, bars.low[i]!) ** 2 -
                (2 * Math.log(2) - 1) * log(bars.close[i]!, bars.open[i]!) ** 2,
            ),
          ),
      ),
    )
  })

  it('of Yang and Zhang weighs overnight, day and Rogers-Satchell variance', () => {
    const [found] = columnsOf(bars, { v: yangZhang(15, 252) })
    const k = 0.34 / (1.34 + 16 / 14)
    expectColumn(found!, 15, (t) => {
      const overnight = sampleVariance(last(15, t, (i) => log(bars.open[i]!, bars.close[i - 1]!)))
      const day = sampleVariance(last(15, t, (i) => log(bars.close[i]!, bars.open[i]!)))
      const range = mean(
        last(
          15,
          t,
          (i) =>
            log(bars.high[i]!, bars.close[i]!) * log(bars.high[i]!, bars.open[i]!) +
            log(bars.low[i]!, bars.close[i]!) * log(bars.low[i]!, bars.open[i]!),
        ),
      )
      return Math.sqrt(252 * (overnight + k * day + (1 - k) * range))
    })
  })
})

describe('statistics', () => {
  it('z-score, sample deviation and sample variance agree with two passes', () => {
    const [z, sd, v] = columnsOf(bars, { z: zscore(20), sd: stddev(20, 1, 1), v: variance(20, 1) })
    const window = (t: number): number[] => last(20, t, (i) => bars.close[i]!)
    expectColumn(v!, 19, (t) => sampleVariance(window(t)))
    expectColumn(sd!, 19, (t) => Math.sqrt(sampleVariance(window(t))))
    expectColumn(
      z!,
      19,
      (t) => (bars.close[t]! - mean(window(t))) / Math.sqrt((sampleVariance(window(t)) * 19) / 20),
    )
  })

  it('the Hurst exponent is 1 for a line, near a half for a walk and near 0 for noise', () => {
    const normal = createNormal(createRandom(5))
    let walk = 1_000
    const made: Bars = {
      ...bars,
      close: bars.close.slice(),
      open: bars.open.slice(),
      high: bars.high.slice(),
    }
    for (let t = 0; t < BARS; t++) {
      made.close[t] = 100 + t
      walk += normal()
      made.open[t] = walk
      made.high[t] = 100 + normal()
    }
    const found = columnsOf(made, {
      line: hurst(256),
      walk: hurst(price.open, 256),
      noise: hurst(price.high, 256),
    })
    const [line, random, noise] = found.map((column) => column[BARS - 1]!)
    expect(line).toBeCloseTo(1, 10)
    expect(Math.abs(random! - 0.5)).toBeLessThan(0.15)
    expect(Math.abs(noise!)).toBeLessThan(0.1)
  })
})

describe('levels', () => {
  it('Ichimoku is made of midpoints, its spans as they were drawn for this bar', () => {
    const node = ichimoku(5, 9, 17, 7)
    const [conversion, base, spanA, spanB, mid5, mid9, mid17] = columnsOf(bars, {
      conversion: node.conversion,
      base: node.base,
      spanA: node.spanA,
      spanB: node.spanB,
      mid5: donchian(5).middle,
      mid9: donchian(9).middle,
      mid17: donchian(17).middle,
    })
    expectColumn(conversion!, 22, (t) => mid5![t]!)
    expectColumn(base!, 22, (t) => mid9![t]!)
    expectColumn(spanA!, 22, (t) => (mid5![t - 6]! + mid9![t - 6]!) / 2)
    expectColumn(spanB!, 22, (t) => mid17![t - 6]!)
  })

  it('pivot points are those of the UTC day before', () => {
    const node = pivotPoints()
    const [pivot, r1, s3] = columnsOf(bars, { pivot: node.pivot, r1: node.r1, s3: node.s3 })
    const day = (t: number): { high: number; low: number; close: number } => {
      const end = Math.floor(t / 24) * 24
      return {
        high: Math.max(...bars.high.subarray(end - 24, end)),
        low: Math.min(...bars.low.subarray(end - 24, end)),
        close: bars.close[end - 1]!,
      }
    }
    const pivotOf = (t: number): number => (day(t).high + day(t).low + day(t).close) / 3
    expectColumn(pivot!, 24, pivotOf)
    expectColumn(r1!, 24, (t) => 2 * pivotOf(t) - day(t).low)
    expectColumn(s3!, 24, (t) => day(t).low - 2 * (day(t).high - pivotOf(t)))
  })

  it('Fibonacci levels lie between the last confirmed swing points', () => {
    const made: Bars = { ...bars, high: bars.high.slice(), low: bars.low.slice() }
    const path = [10, 12, 15, 20, 16, 14, 11, 8, 9, 12, 13]
    for (let t = 0; t < BARS; t++) {
      made.high[t] = path[Math.min(t, path.length - 1)]! + 1
      made.low[t] = path[Math.min(t, path.length - 1)]! - 1
    }
    const node = fibonacci(2, 2)
    const [start, end, half, deep] = columnsOf(made, {
      start: node.start,
      end: node.end,
      half: node.r500,
      deep: node.r786,
    })
    // The high of 21 at bar 3 is known at bar 5, the low of 7 at bar 7 at bar 9: the swing falls from 21 to 7.
    expect(start!.slice(7, 11)).toEqual(Float64Array.of(Number.NaN, Number.NaN, 21, 21))
    expect(end!.slice(9, 11)).toEqual(Float64Array.of(7, 7))
    expect(half![9]).toBe(14)
    expect(deep![9]).toBeCloseTo(7 + 0.786 * 14, 12)
  })
})

describe('volume-weighted prices', () => {
  const typical = (i: number): number => (bars.high[i]! + bars.low[i]! + bars.close[i]!) / 3

  function weighted(from: number, t: number): { mean: number; deviation: number } {
    const rows = Array.from({ length: t - from + 1 }, (_, k) => from + k)
    const volume = rows.reduce((sum, i) => sum + bars.volume[i]!, 0)
    const center = rows.reduce((sum, i) => sum + typical(i) * bars.volume[i]!, 0) / volume
    const squares = rows.reduce((sum, i) => sum + bars.volume[i]! * (typical(i) - center) ** 2, 0)
    return { mean: center, deviation: Math.sqrt(squares / volume) }
  }

  it('start anew with each session', () => {
    const node = sessionVwap(6)
    const [value, deviation] = columnsOf(bars, { value: node, deviation: node.deviation })
    const start = (t: number): number => Math.max(0, Math.floor((t - 6) / 24) * 24 + 6)
    expectColumn(value!, 0, (t) => weighted(start(t), t).mean)
    expectColumn(deviation!, 0, (t) => weighted(start(t), t).deviation)
  })

  it('start at their anchor, and are not numbers before it', () => {
    const [value] = columnsOf(bars, { value: anchoredVwap(bars.timeMs[40]!) })
    expectColumn(value!, 40, (t) => weighted(40, t).mean)
  })
})

describe('lag', () => {
  it('gives the value of so many bars ago', () => {
    const [found] = columnsOf(bars, { before: lag(price.open, 3) })
    expectColumn(found!, 3, (t) => bars.open[t - 3]!)
  })
})
