import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BarTable, createRandom, DataError, rowsByInstrument, UsageError } from '../model/index.ts'
import { randomTable } from '../testing/index.ts'
import { computeFeatures } from './compute.ts'
import { defineIndicator } from './define.ts'
import { type Feature, price } from './feature.ts'
import { lag } from './momentum/lag.ts'
import { roc } from './momentum/roc.ts'
import { rsi } from './momentum/rsi.ts'
import { donchian } from './overlap/donchian.ts'
import { ema } from './overlap/ema.ts'
import { sma } from './overlap/sma.ts'
import { wma } from './overlap/wma.ts'
import { requireWarm } from './require-warm.ts'
import { max } from './statistic/max.ts'
import { createFeatureStream } from './stream.ts'
import { atr } from './volatility/atr.ts'
import { anchoredVwap } from './volume/anchored-vwap.ts'

const DAY_MS = 86_400_000

const FEATURES: Readonly<Record<string, Feature>> = {
  fast: sma(5),
  smoothed: sma(rsi(7), 3),
  upper: donchian(9).upper,
  lower: donchian(9).lower,
  before: lag(donchian(9).upper, 2),
  range: atr({ period: 6 }),
  trend: ema(sma(price.high, 4), 6),
  close: price.close,
  change: roc(price.open, { period: 3 }),
  again: sma(5),
}

/** What the streams of each instrument say, laid out as `computeFeatures` does. */
function streamed(table: BarTable, features: Readonly<Record<string, Feature>>): Float64Array[] {
  const names = Object.keys(features)
  const columns = names.map(() => new Float64Array(table.instrumentOf.length))
  const pulseOf = new Uint32Array(table.instrumentOf.length)
  for (let p = 0; p < table.pulseTimeMs.length; p++)
    pulseOf.fill(p, table.pulseStart[p]!, table.pulseStart[p + 1]!)
  for (const rows of rowsByInstrument(table)) {
    const stream = createFeatureStream(features)
    for (const row of rows) {
      const values = stream.push({
        open: table.open[row]!,
        high: table.high[row]!,
        low: table.low[row]!,
        close: table.close[row]!,
        volume: table.volume[row]!,
        timeMs: table.pulseOpenMs[pulseOf[row]!]!,
      })
      names.forEach((_, k) => {
        columns[k]![row] = values[k]!
      })
    }
  }
  return columns
}

describe('computeFeatures', () => {
  it('gives the bits of the stream, for dense and ragged tables of any width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.integer({ min: 1, max: 75 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom(0, 0, 0.3),
        (seed, instruments, pulses, missing) => {
          const table = randomTable({ seed, instruments, pulses, missing })
          const { columns, names, firstWarm } = computeFeatures(table, FEATURES)
          const wanted = streamed(table, FEATURES)
          expect(names).toEqual(Object.keys(FEATURES))
          columns.forEach((column, k) => expect(column, names[k]).toEqual(wanted[k]))
          rowsByInstrument(table).forEach((rows, i) => {
            const warm = Array.from(rows).findIndex((row) =>
              columns.every((column) => !Number.isNaN(column[row]!)),
            )
            expect(Math.min(firstWarm[i]!, rows.length)).toBe(warm === -1 ? rows.length : warm)
          })
        },
      ),
      { numRuns: 40 },
    )
  })

  it('gives the bits of the stream where an input has gaps that its indicator documents', () => {
    // In the middle of the histories: what stands before it is a gap.
    const since = anchoredVwap(Date.UTC(2020, 1, 10))
    const features = {
      since,
      sum: sma(since, 5),
      trend: ema(since, 3),
      strength: rsi(since, 4),
      change: roc(since, 3),
      highest: max(since, 7),
      average: wma(since, 6),
    }
    for (const instruments of [1, 9]) {
      const table = randomTable({ seed: 8, instruments, pulses: 90, missing: 0.2 })
      const { columns, names } = computeFeatures(table, features)
      const wanted = streamed(table, features)
      columns.forEach((column, k) => expect(column, names[k]).toEqual(wanted[k]))
      expect(columns.every((column) => Number.isFinite(column.at(-1)))).toBe(true)
    }
  })

  it('computes equal nodes once and shares their column', () => {
    const { columns } = computeFeatures(randomTable({ seed: 1, instruments: 3, pulses: 30, missing: 0 }), {
      a: sma(5),
      b: sma({ period: 5 }),
    })
    expect(columns[0]).toBe(columns[1])
  })

  it('describes the feature set by names and keys', () => {
    const { fingerprint } = computeFeatures(randomTable({ seed: 1, instruments: 2, pulses: 5, missing: 0 }), {
      trend: sma(rsi(14), 5),
      low: donchian(20).lower,
    })
    expect(fingerprint).toEqual({
      trend: 'sma(rsi(close,period=14),period=5)',
      low: 'donchian(high,low,period=20).lower',
    })
  })

  it('has no columns and no warm-up without features', () => {
    const table = randomTable({ seed: 1, instruments: 3, pulses: 5, missing: 0 })
    expect(computeFeatures(table, {})).toEqual({
      names: [],
      columns: [],
      firstWarm: new Uint32Array(3),
      fingerprint: {},
    })
  })

  it('names instrument, feature and time of a value that is not finite after the warm-up', () => {
    const half = defineIndicator({
      name: 'broken',
      title: 'Not a number where the price is high',
      params: {},
      inputs: ['close'],
      outputs: ['value'],
      lookback: () => 0,
      init: () => ({}),
      step(_state, input, output) {
        output[0] = Math.sqrt(60 - input[0]!)
      },
    })
    const table = randomTable({ seed: 4, instruments: 2, pulses: 3, missing: 0 })
    table.close.fill(50)
    table.close[3] = 70
    for (const features of [{ root: half() }, { also: sma(half(), 1), root: half() }]) {
      expect(() => computeFeatures(table, features)).toThrow(DataError)
      expect(() => computeFeatures(table, features)).toThrow(
        /'(root|also)' \(.*broken\(close\).*of I0001 is NaN at the bar that opened 2020-01-02/,
      )
    }
  })

  it('refuses what is not a feature, and two indicators with one name', () => {
    const table = randomTable({ seed: 4, instruments: 2, pulses: 3, missing: 0 })
    expect(() => computeFeatures(table, { fast: sma as unknown as Feature })).toThrow(
      /'fast' is a function: call it/,
    )
    const make = (): Feature =>
      defineIndicator({
        name: 'mine',
        title: 'Mine',
        params: {},
        inputs: ['close'],
        outputs: ['value'],
        lookback: () => 0,
        init: () => ({}),
        step(_state, input, output) {
          output[0] = input[0]!
        },
      })()
    expect(() => computeFeatures(table, { a: make(), b: make() })).toThrow(UsageError)
  })
})

describe('requireWarm', () => {
  it('names the feature that no history is long enough for', () => {
    const table = randomTable({ seed: 1, instruments: 3, pulses: 30, missing: 0 })
    const check = (features: Readonly<Record<string, Feature>>): void =>
      requireWarm(table, features, computeFeatures(table, features))
    expect(() => check({ fast: sma(5), slow: sma(31) })).toThrow(
      /'slow' \(sma\(close,period=31\)\) needs at least 31 and the longest history has 30\./,
    )
    expect(() => check({ fast: sma(5), slow: sma(30) })).not.toThrow()
    expect(() => check({})).not.toThrow()
  })
})

describe('createFeatureStream', () => {
  it('resumes from what it saved', () => {
    const random = createRandom(5)
    const bars = Array.from({ length: 60 }, (_, t) => {
      const close = 100 + 10 * random()
      return { open: close, high: close + 1, low: close - 1, close, volume: 5, timeMs: t * DAY_MS }
    })
    const whole = createFeatureStream(FEATURES)
    const wanted = bars.map((bar) => Array.from(whole.push(bar)))
    const first = createFeatureStream(FEATURES)
    for (const bar of bars.slice(0, 17)) first.push(bar)
    const second = createFeatureStream(FEATURES)
    second.resume(JSON.parse(JSON.stringify(first.save())))
    expect(bars.slice(17).map((bar) => Array.from(second.push(bar)))).toEqual(wanted.slice(17))
    expect(second.bars).toBe(60)
    expect(second.isWarm).toBe(true)
  })
})
