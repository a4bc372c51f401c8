import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BarTable, createRandom, rowsByInstrument, UsageError } from '../../model/index.ts'
import { randomTable, smallTable } from '../../testing/index.ts'
import { computeFeatures } from '../compute.ts'
import type { Feature } from '../feature.ts'
import { price } from '../feature.ts'
import { lag } from '../momentum/lag.ts'
import { roc } from '../momentum/roc.ts'
import { rsi } from '../momentum/rsi.ts'
import { donchian } from '../overlap/donchian.ts'
import { sma } from '../overlap/sma.ts'
import { planFeatures, warmUpOf } from '../plan.ts'
import { atr } from '../volatility/atr.ts'
import { demeanAcross, percentileAcross, rank, zScoreAcross } from './across.ts'
import { abs, add, divide, log, maxOf, minOf, multiply, negate, orElse, subtract } from './arithmetic.ts'
import { adaptColumns, columnFeature } from './column-feature.ts'
import { above, and, below, between, crossAbove, crossBelow, not, or, when } from './conditions.ts'
import { customKernel } from './custom-kernel.ts'
import { on } from './on.ts'
import { createUniverseStream } from './universe-stream.ts'

/** The values of one feature of a one-instrument table of closes. */
function valuesOf(feature: Feature, close: readonly number[]): number[] {
  return [...computeFeatures(smallTable({ A: { close } }), { feature }).columns[0]!]
}

const streak = customKernel({
  name: 'up-streak',
  inputs: [roc(1)],
  init: () => ({ n: 0 }),
  step: (state, [change]) => (state.n = change! > 0 ? state.n + 1 : 0),
})

const FEATURES: Readonly<Record<string, Feature>> = {
  distance: divide(subtract(price.close, sma(5)), atr(4)),
  cross: crossAbove(sma(3), sma(7)),
  under: crossBelow(price.close, 60),
  regime: when(and(above(price.close, sma(9)), not(below(rsi(5), 40))), 1, negate(0.5)),
  band: between(rsi(4), 30, 70),
  either: or(above(roc(2), 3), below(roc(2), -3)),
  streak,
  strength: rank(roc(6)),
  smoothedRank: sma(rank(roc(6)), 3),
  weight: percentileAcross(negate(abs(roc(3)))),
  excess: sma(demeanAcross(roc(1)), 4),
  z: lag(zScoreAcross(log(price.close)), 2),
  week: on('1w', sma(2)),
  weekHigh: on('1w', donchian(3)).lower,
  aboveWeek: above(price.close, on('1w', sma(2))),
  smoothWeek: sma(on('1w', roc(1)), 3),
  weekRank: rank(on('1w', roc(2))),
  ownHigh: maxOf(price.high, lag(price.high, 1), 10),
  ownLow: add(multiply(minOf(price.low, price.open), 2), orElse(price.volume, 0)),
}

/** What a universe stream says, laid out as `computeFeatures` does. */
function streamed(
  table: BarTable,
  features: Readonly<Record<string, Feature>>,
  resumeAt = -1,
): Float64Array[] {
  const ids = table.instruments.map(({ id }) => id)
  let stream = createUniverseStream(ids, features)
  const columns = stream.names.map(() => new Float64Array(table.instrumentOf.length))
  for (let p = 0; p < table.pulseTimeMs.length; p++) {
    if (p === resumeAt) {
      const saved = JSON.stringify(stream.save())
      stream = createUniverseStream(ids, features)
      stream.resume(JSON.parse(saved))
    }
    const bars = new Map()
    for (let row = table.pulseStart[p]!; row < table.pulseStart[p + 1]!; row++) {
      bars.set(ids[table.instrumentOf[row]!]!, {
        open: table.open[row]!,
        high: table.high[row]!,
        low: table.low[row]!,
        close: table.close[row]!,
        volume: table.volume[row]!,
        timeMs: table.pulseOpenMs[p]!,
        closeMs: table.pulseTimeMs[p]!,
      })
    }
    const given = stream.push(bars)
    for (let row = table.pulseStart[p]!; row < table.pulseStart[p + 1]!; row++) {
      const values = given.get(ids[table.instrumentOf[row]!]!)!
      for (let k = 0; k < columns.length; k++) columns[k]![row] = values[k]!
    }
  }
  return columns
}

describe('composed features', () => {
  it('are the same bits over columns and pulse by pulse, resumed in between, for dense and ragged tables', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom(0, 0.3),
        (seed, instruments, pulses, missing) => {
          const table = randomTable({ seed, instruments, pulses, missing })
          const { columns, names, firstWarm } = computeFeatures(table, FEATURES)
          const wanted = streamed(table, FEATURES, pulses >> 1)
          columns.forEach((column, k) => expect(column, names[k]).toEqual(wanted[k]))
          rowsByInstrument(table).forEach((rows, i) => {
            const warm = rows.findIndex((row) => columns.every((column) => !Number.isNaN(column[row]!)))
            expect(Math.min(firstWarm[i]!, rows.length)).toBe(warm === -1 ? rows.length : warm)
          })
        },
      ),
      { numRuns: 40 },
    )
  })

  it('have canonical keys and a derived warm-up', () => {
    expect(divide(subtract(price.close, sma(20)), 2).key).toBe(
      'divide(subtract(close,sma(close,period=20)),constant(value=2))',
    )
    expect(warmUpOf(crossAbove(sma(5), sma(20)))).toBe(20)
    expect(warmUpOf(lag(add(sma(3), rsi(14)), 2))).toBe(16)
    expect(rank(roc(126)).key).toBe('rank(roc(close,period=126),order=descending)')
    expect(on('1w', donchian(20)).lower.key).toBe('on(1w,donchian(high,low,period=20)).lower')
  })

  it('compute equal nodes once', () => {
    const plan = planFeatures({
      a: on('1w', sma(2)),
      b: add(on('1w', sma(2)), 1),
      c: above(sma(3), 1),
      d: below(sma(3), 1),
    })
    expect(plan.nodes.map(({ definition }) => definition.name).sort()).toEqual(
      ['above', 'add', 'below', 'constant', 'on', 'sma'].sort(),
    )
  })
})

describe('arithmetic and conditions', () => {
  it('say what their names say', () => {
    const close = [1, 2, 4, 3, 8]
    expect(valuesOf(add(price.close, 1, price.close), close)).toEqual([3, 5, 9, 7, 17])
    expect(valuesOf(subtract(10, price.close), close)).toEqual([9, 8, 6, 7, 2])
    expect(valuesOf(divide(price.close, 2), close)).toEqual([0.5, 1, 2, 1.5, 4])
    expect(valuesOf(minOf(price.close, 3), close)).toEqual([1, 2, 3, 3, 3])
    expect(valuesOf(crossAbove(price.close, 2), close)).toEqual([Number.NaN, 0, 1, 0, 0])
    expect(valuesOf(crossBelow(price.close, 4), close)).toEqual([Number.NaN, 0, 0, 1, 0])
    expect(valuesOf(when(above(price.close, 2), price.close, 0), close)).toEqual([0, 0, 4, 3, 8])
    expect(valuesOf(between(price.close, 2, 4), close)).toEqual([0, 1, 1, 1, 0])
    expect(valuesOf(not(or(above(price.close, 3), below(price.close, 2))), close)).toEqual([0, 1, 0, 1, 0])
  })

  it('refuse what is no feature and no finite number, naming the operation', () => {
    expect(() => add(price.close, Number.NaN)).toThrow(/add takes features and finite numbers, .*NaN/)
    expect(() => above('close' as unknown as Feature, 1)).toThrow(UsageError)
  })

  it('a division by zero is an error that names feature, instrument and time', () => {
    expect(() => valuesOf(divide(1, subtract(price.close, 2)), [1, 2, 3])).toThrow(
      /'feature' \(divide\(.*of A is Infinity at the bar that opened 2020-01-02/,
    )
  })

  it('a feature that is an input of itself is refused', () => {
    const inputs: Feature[] = []
    const node = { ...(sma(3).node as object), key: 'loop', inputs } as unknown as Feature['node']
    const loop: Feature = { kind: 'feature', key: 'loop', node, output: 0 }
    inputs.push(loop)
    expect(() => planFeatures({ loop })).toThrow(/'sma' is an input of itself/)
  })
})

describe('-0 among parameters', () => {
  it('is 0: one key, one number, to the sign of what is made of it', () => {
    const zero = multiply(price.close, 0)
    const negative = multiply(price.close, -0)
    expect(negative.key).toBe(zero.key)
    expect(Object.is(valuesOf(zero, [2])[0], 0)).toBe(true)
    expect(Object.is(valuesOf(negative, [2])[0], 0)).toBe(true)
    expect(1 / valuesOf(add(negative, -0), [2])[0]!).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('customKernel', () => {
  it('remembers what it is given to remember', () => {
    expect(valuesOf(streak, [1, 2, 3, 2, 3])).toEqual([Number.NaN, 1, 2, 0, 1])
  })

  it('names the feature and instrument of what it throws, and refuses two functions of one name', () => {
    const failing = customKernel({
      name: 'failing',
      inputs: [price.close],
      step: (): number => {
        throw new Error('no such day')
      },
    })
    expect(() => valuesOf(failing, [1])).toThrow(/'failing\(close\)' threw for A: no such day/)
    const make = (by: number): Feature =>
      customKernel({ name: 'times', inputs: [price.close], step: (_, [x]) => x! * by })
    expect(() => planFeatures({ a: make(2), b: make(3) })).toThrow(
      /two different functions are called 'times\(close\)'/,
    )
    expect(() => customKernel({ name: 'Bad Name', inputs: [price.close], step: () => 0 })).toThrow(UsageError)
    expect(() => customKernel({ name: 'bad', inputs: [], step: () => 0 })).toThrow(/needs its inputs/)
  })
})

describe('columnFeature', () => {
  const doubled = columnFeature({
    name: 'doubled',
    inputs: [sma(2)],
    lookback: 0,
    compute: ([x]) => x!.map((value) => value * 2),
  })

  it('gets whole columns from the first warm bar on', () => {
    expect(valuesOf(doubled, [1, 2, 3])).toEqual([Number.NaN, 3, 5])
  })

  it('takes columns of other libraries that leave out their warm-up, with parameters and outputs', () => {
    const library = (values: Float64Array, n: number): number[] => [...values].slice(n)
    const theirs = adaptColumns({
      name: 'theirs',
      params: { skip: { default: 2, low: 1, integer: true } },
      outputs: ['value', 'negative'],
      lookback: ({ skip }) => skip,
      align: 'end',
      compute: ([close], { skip }) => {
        const value = library(close!, skip)
        return { value, negative: value.map((x) => -x) }
      },
    })
    expect(valuesOf(theirs({ skip: 1 }).negative, [1, 2, 3])).toEqual([Number.NaN, -2, -3])
    expect(theirs({ skip: 1 }).key).toBe('theirs(close,skip=1)')
    expect(() => theirs({ skip: 0 })).toThrow(/skip must be a whole number/)
  })

  it('refuses another length, no column, a throwing function and values that are no numbers, by name', () => {
    const made = (compute: () => unknown): Feature =>
      columnFeature({ name: 'made', inputs: [price.close], lookback: 1, compute: compute as () => number[] })
    expect(() =>
      valuesOf(
        made(() => [1, 2]),
        [1, 2, 3],
      ),
    ).toThrow(/'made' was given 3 bars and must give 3 values, but it gave 2/)
    expect(() =>
      valuesOf(
        made(() => 'text'),
        [1, 2, 3],
      ),
    ).toThrow(/must give an array of numbers/)
    expect(() =>
      valuesOf(
        made(() => [0, 1, 'x']),
        [1, 2, 3],
      ),
    ).toThrow(/'feature' \(made\(close\)\) of A is NaN/)
    expect(() =>
      valuesOf(
        made(() => {
          throw new Error('broken')
        }),
        [1, 2, 3],
      ),
    ).toThrow(/'made\(close\)' threw for A: broken/)
  })

  it('cannot stream', () => {
    expect(() => createUniverseStream(['A'], { doubled })).toThrow(
      /'doubled\(.*is a function of whole columns/,
    )
  })
})

describe('cross-sections', () => {
  const table = smallTable({
    A: { close: [3, 1, 2, 5] },
    B: { close: [1, 1, 4, 5] },
    C: { close: [2, 7, 4, 5] },
  })
  const of = (feature: Feature): number[] => [...computeFeatures(table, { feature }).columns[0]!]

  it('rank with ties at their mean place, from the largest or the smallest', () => {
    expect(of(rank(price.close))).toEqual([1, 3, 2, 2.5, 2.5, 1, 3, 1.5, 1.5, 2, 2, 2])
    expect(of(rank(price.close, { order: 'ascending' }))).toEqual([
      3, 1, 2, 1.5, 1.5, 3, 1, 2.5, 2.5, 2, 2, 2,
    ])
    expect(of(percentileAcross(price.close))).toEqual([
      1, 0, 0.5, 0.25, 0.25, 1, 0, 0.75, 0.75, 0.5, 0.5, 0.5,
    ])
  })

  it('centre and scale over the instruments that are there', () => {
    expect(of(demeanAcross(price.close)).slice(0, 3)).toEqual([1, -1, 0])
    const z = of(zScoreAcross(price.close))
    expect(z[0]).toBeCloseTo(Math.sqrt(1.5), 12)
    expect(z.slice(9)).toEqual([0, 0, 0])
  })

  it('know one instrument, and leave out those without a bar or not warm', () => {
    expect(valuesOf(rank(price.close), [5, 6])).toEqual([1, 1])
    expect(valuesOf(percentileAcross(price.close), [5, 6])).toEqual([0.5, 0.5])
    expect(valuesOf(zScoreAcross(price.close), [5, 6])).toEqual([0, 0])
    const ragged = smallTable({ A: { close: [1, 2, 3] }, B: { close: [9, 9], at: [1, 2] } })
    const { columns } = computeFeatures(ragged, { late: rank(lag(price.close, 1)) })
    expect([...columns[0]!]).toEqual([Number.NaN, 1, Number.NaN, 2, 1])
  })

  it('do not depend on the order of import, to the bit', () => {
    const random = createRandom(3)
    const closes = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `S${String(i).padStart(2, '0')}`,
        { close: Array.from({ length: 20 }, random) },
      ]),
    )
    const features = { z: zScoreAcross(price.close), m: demeanAcross(price.close) }
    const there = computeFeatures(smallTable(closes), features)
    const back = computeFeatures(smallTable(Object.fromEntries(Object.entries(closes).reverse())), features)
    expect(back.columns).toEqual(there.columns)
  })
})
