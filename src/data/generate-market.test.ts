import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstrumentBars, marketCalendar } from '../model/index.ts'
import { generateMarket } from './generate-market.ts'
import { cholesky } from './generate-moves.ts'
import type { GenerateMarketRequest, MarketModel } from './generate-request.ts'
import { sealBars } from './seal-bars.ts'

const YEARS = { from: '2000-01-03', to: '2019-12-31' }
const GBM: MarketModel = { kind: 'gbm', drift: 0.08, volatility: 0.2 }
const CALM_AND_WILD: MarketModel = {
  kind: 'regimes',
  regimes: [
    { drift: 0.1, volatility: 0.1, years: 1 },
    { drift: -0.2, volatility: 0.4, years: 0.25 },
  ],
}
/** A tick so fine that rounding does not show in moments. */
const FINE = { tickSize: 1e-6, startPrice: 1_000 }

const make = (request: Partial<GenerateMarketRequest>): InstrumentBars[] =>
  generateMarket({ seed: 11, instruments: 1, model: GBM, ...YEARS, ...request })

/** Logarithms of close over close before. */
const movesOf = ({ close }: InstrumentBars): number[] =>
  Array.from(close.subarray(1), (value, n) => Math.log(value / close[n]!))
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: readonly number[]): number => {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
}
const correlation = (a: readonly number[], b: readonly number[]): number => {
  const [meanA, meanB] = [mean(a), mean(b)]
  return mean(a.map((value, n) => (value - meanA) * (b[n]! - meanB))) / Math.sqrt(variance(a) * variance(b))
}

function hashOf(bars: readonly InstrumentBars[]): string {
  const hash = createHash('sha256')
  for (const { instrument, timeMs, open, high, low, close, volume } of bars) {
    hash.update(instrument.id)
    for (const column of [timeMs, open, high, low, close, volume]) hash.update(new Uint8Array(column.buffer))
  }
  return hash.digest('hex').slice(0, 16)
}

describe('made-up markets', () => {
  const month = { from: '2020-03-02', to: '2020-03-31', instruments: 3 } as const
  // The bytes are promised: whoever changes one of these hashes breaks runs that were made on such bars.
  it.each<[string, Partial<GenerateMarketRequest>, string]>([
    ['gbm', { ...month }, 'd5134cbcd0534128'],
    [
      'gbm with jumps',
      { ...month, model: { ...GBM, jumps: { perYear: 20, mean: -0.02, sigma: 0.05 } } },
      '5d695016e09b0c32',
    ],
    [
      'regimes, correlated, ragged',
      { ...month, model: CALM_AND_WILD, correlation: 0.5, ragged: { lateShare: 0.5, earlyShare: 0.5 } },
      '8e6c7587453a9810',
    ],
    [
      'noise by the hour, always',
      { ...month, model: { kind: 'noise', volatility: 0.6 }, calendar: '24/7', interval: '1h' },
      '8e62dce400cf145c',
    ],
    [
      'a matrix, five minutes of New York',
      {
        ...month,
        interval: '5m',
        correlation: [
          [1, 0.5, 0],
          [0.5, 1, -0.3],
          [0, -0.3, 1],
        ],
      },
      '6db50cebc4538aa5',
    ],
    [
      'the currency week',
      { ...month, calendar: 'fx', interval: '4h', startPrice: 1.1, tickSize: 0.00001 },
      '9c45a245599cd184',
    ],
  ])('%s has the same bytes everywhere', (_, request, expected) => {
    expect(hashOf(make(request))).toBe(expected)
    expect(hashOf(make({ ...request, seed: 12 }))).not.toBe(expected)
  })

  it('keeps the prices of an instrument whatever stands beside it and however ragged', () => {
    const [alone] = make({})
    const [beside] = make({ instruments: 4 })
    expect(beside).toEqual(alone)
    const [late] = make({ ragged: { lateShare: 1, earlyShare: 1 } })
    const from = alone!.timeMs.indexOf(late!.timeMs[0]!)
    expect(from).toBeGreaterThan(0)
    expect(late!.close).toEqual(alone!.close.slice(from, from + late!.close.length))
  })

  it('has bars on the days and in the sessions of its calendar', () => {
    const [daily] = make({ from: '2019-12-20', to: '2020-01-03' })
    expect(Array.from(daily!.timeMs, (time) => new Date(time).toISOString().slice(5, 10))).toEqual([
      '12-20',
      '12-23',
      '12-24',
      '12-26',
      '12-27',
      '12-30',
      '12-31',
      '01-02',
      '01-03',
    ])
    const [minutes] = make({ from: '2019-12-23', to: '2019-12-24', interval: '30m' })
    // 13 half hours, then seven until one o'clock.
    expect(minutes!.timeMs).toHaveLength(13 + 7)
    const { openMs } = marketCalendar('nyse').sessionsOf(Date.UTC(2019, 11, 24))!
    expect(minutes!.timeMs[13]).toBe(openMs)
    const [always] = make({ from: '2020-01-01', to: '2020-01-02', calendar: '24/7', interval: '1h' })
    expect(always!.timeMs).toHaveLength(48)
  })

  it.each<[string, Partial<GenerateMarketRequest>]>([
    ['no instrument', { instruments: 0 }],
    ['a span that ends before it starts', { from: '2020-01-02', to: '2020-01-01' }],
    ['a weekend', { from: '2020-01-04', to: '2020-01-05' }],
    ['weeks', { interval: '1w' }],
    ['a volatility of nothing', { model: { kind: 'noise', volatility: 0 } }],
    ['one regime', { model: { kind: 'regimes', regimes: [{ drift: 0, volatility: 1, years: 1 }] } }],
    ['correlation 1', { correlation: 1 }],
    ['a matrix of another size', { correlation: [[1]], instruments: 2 }],
    [
      'a matrix that is not symmetric',
      {
        correlation: [
          [1, 0.2],
          [0.1, 1],
        ],
        instruments: 2,
      },
    ],
    [
      'a matrix that cannot be',
      {
        correlation: [
          [1, 0.9, -0.9],
          [0.9, 1, 0.9],
          [-0.9, 0.9, 1],
        ],
        instruments: 3,
      },
    ],
    ['a seed that is none', { seed: 1.5 }],
    ['a share above 1', { ragged: { lateShare: 1.1, earlyShare: 0 } }],
  ])('cannot be made of %s', (_, request) => {
    expect(() => make(request)).toThrow('Generated bars need')
  })
})

describe('the laws of made-up markets, within four standard errors', () => {
  it('gbm: mean and variance of moves, none of them telling the next', () => {
    const moves = make({ ...FINE, instruments: 20 }).flatMap(movesOf)
    const dt = 1 / 252
    const error = 0.2 * Math.sqrt(dt / moves.length)
    expect(Math.abs(mean(moves) - (0.08 - 0.02) * dt)).toBeLessThan(4 * error)
    expect(Math.abs(variance(moves) / (0.04 * dt) - 1)).toBeLessThan(4 * Math.sqrt(2 / moves.length))
    expect(Math.abs(correlation(moves.slice(1), moves.slice(0, -1)))).toBeLessThan(
      4 / Math.sqrt(moves.length),
    )
  })

  it('jumps: as many as said, of the size said, and the expected price still grows by the drift', () => {
    const jumps = { perYear: 6, mean: 0.1, sigma: 0.03 }
    const model: MarketModel = { kind: 'gbm', drift: 0.05, volatility: 0.01, jumps }
    const bars = make({ ...FINE, instruments: 40, model })
    const moves = bars.flatMap(movesOf)
    // Almost no diffusion: what moves more than 0.5 % is a jump, and two in one bar are rare and counted as one.
    const large = moves.filter((move) => Math.abs(move) > 0.005)
    const chance = 1 - Math.exp(-6 / 252)
    const expected = moves.length * chance
    expect(Math.abs(large.length - expected)).toBeLessThan(4 * Math.sqrt(expected) + expected * 0.001)
    // What a bar with jumps moves on average: its jumps, and the drift that makes up for them.
    const drift = (0.05 - 0.01 ** 2 / 2 - 6 * Math.expm1(0.1 + 0.03 ** 2 / 2)) / 252
    const each = (0.1 * 6) / 252 / chance + drift
    expect(Math.abs(mean(large) - each)).toBeLessThan(4 * Math.sqrt(variance(large) / large.length))
    const growth = moves.map((move) => Math.expm1(move))
    const error = Math.sqrt(variance(growth) / growth.length)
    expect(Math.abs(mean(growth) - (Math.exp(0.05 / 252) - 1))).toBeLessThan(4 * error)
  })

  it('correlation: every pair as said, by a factor and by a matrix', () => {
    const close = (found: number, rho: number, count: number): void =>
      expect(Math.abs(found - rho)).toBeLessThan((4 * (1 - rho * rho)) / Math.sqrt(count))
    const one = make({ ...FINE, instruments: 3, correlation: 0.6 }).map(movesOf)
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      close(correlation(one[i]!, one[j]!), 0.6, one[0]!.length)
    const matrix = [
      [1, 0.7, -0.2],
      [0.7, 1, 0.1],
      [-0.2, 0.1, 1],
    ]
    const mixed = make({ ...FINE, instruments: 3, correlation: matrix }).map(movesOf)
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      close(correlation(mixed[i]!, mixed[j]!), matrix[i]![j]!, mixed[0]!.length)
    }
  })

  it('regimes: both volatilities, each for its share of the time, in runs of the length said', () => {
    const request = { ...FINE, instruments: 30, model: CALM_AND_WILD, correlation: 0, from: '1990-01-02' }
    const moves = make(request).map(movesOf)
    // With thirty instruments in one regime, the day's mean square tells which one it is.
    const squares = moves[0]!.map((_, n) => mean(moves.map((own) => own[n]! ** 2)) * 252)
    const isWild = squares.map((value) => value > 0.04)
    const wild = squares.filter((_, n) => isWild[n])
    const calm = squares.filter((_, n) => !isWild[n])
    expect(Math.abs(mean(wild) / 0.16 - 1)).toBeLessThan(0.03)
    expect(Math.abs(mean(calm) / 0.01 - 1)).toBeLessThan(0.03)
    const entries = isWild.filter((value, n) => value && !isWild[n - 1]).length
    // 30 years: a cycle lasts 1.25 years, and entries are about as many as cycles.
    expect(Math.abs(entries - 30 / 1.25)).toBeLessThan(4 * Math.sqrt(30 / 1.25))
    const length = wild.length / 252 / entries
    expect(Math.abs(length - 0.25)).toBeLessThan((4 * 0.25) / Math.sqrt(entries))
  })

  it('noise: neither drift nor memory, in moves, their signs and across instruments', () => {
    const bars = make({ ...FINE, instruments: 50, model: { kind: 'noise', volatility: 0.3 } })
    const moves = bars.map(movesOf)
    const growth = moves.flat().map((move) => Math.expm1(move))
    const bound = 4 / Math.sqrt(growth.length)
    expect(Math.abs(mean(growth))).toBeLessThan(4 * Math.sqrt(variance(growth) / growth.length))
    for (const lag of [1, 2, 5, 21]) {
      const pairs = moves.flatMap((own) => own.slice(lag).map((move, n) => [own[n]!, move] as const))
      const before = pairs.map(([value]) => value)
      const after = pairs.map(([, value]) => value)
      expect(Math.abs(correlation(before, after))).toBeLessThan(bound)
      expect(Math.abs(correlation(before.map(Math.sign), after.map(Math.sign)))).toBeLessThan(bound)
      expect(Math.abs(correlation(before.map(Math.abs), after.map(Math.abs)))).toBeLessThan(bound)
    }
    expect(Math.abs(correlation(moves[0]!, moves[1]!))).toBeLessThan(4 / Math.sqrt(moves[0]!.length))
  })

  it('within a bar: the high stands above the open as that of a Brownian motion does', () => {
    const [bars] = make({
      ...FINE,
      calendar: '24/7',
      from: '1990-01-01',
      model: { kind: 'noise', volatility: 0.2 },
    })
    const { open, high, low } = bars!
    const sigma = 0.2 * Math.sqrt(0.98 / 365)
    // E[max of W on [0, 1]] = sqrt(2 / pi), its variance 1 - 2 / pi.
    const bound = 4 * sigma * Math.sqrt((1 - 2 / Math.PI) / open.length)
    const above = Array.from(high, (value, n) => Math.log(value / open[n]!))
    const below = Array.from(low, (value, n) => Math.log(open[n]! / value))
    for (const reach of [above, below]) {
      // The drift of the logarithm is -s^2 / 2 a bar: five orders below the bound.
      expect(Math.abs(mean(reach) - sigma * Math.sqrt(2 / Math.PI))).toBeLessThan(bound + sigma * sigma)
    }
  })

  it('cholesky: the factor times itself is the matrix', () => {
    const matrix = [
      [1, 0.7, -0.2],
      [0.7, 1, 0.1],
      [-0.2, 0.1, 1],
    ]
    const lower = cholesky(matrix)
    for (const [i, row] of matrix.entries()) {
      for (const [j, value] of row.entries()) {
        const product = mean([0, 1, 2].map((k) => (lower[i]![k] ?? 0) * (lower[j]![k] ?? 0))) * 3
        expect(product).toBeCloseTo(value, 12)
      }
    }
  })
})

describe('made-up markets and the checks of an import', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-market-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each<[string, Partial<GenerateMarketRequest>]>([
    ['gbm with jumps', { model: { ...GBM, jumps: { perYear: 2, mean: -0.01, sigma: 0.04 } } }],
    ['regimes', { model: CALM_AND_WILD, correlation: 0.4 }],
    ['noise', { model: { kind: 'noise', volatility: 0.3 } }],
    ['quarters of an hour of New York', { interval: '15m', from: '2019-01-02', to: '2019-12-31' }],
    [
      'hours of the currency week',
      { interval: '1h', calendar: 'fx', from: '2019-01-02', to: '2019-12-30', tickSize: 0.001 },
    ],
    [
      'crypto',
      {
        interval: '1h',
        calendar: '24/7',
        from: '2019-01-02',
        to: '2019-06-28',
        model: { kind: 'noise', volatility: 0.8 },
      },
    ],
  ])('%s passes them without a finding', (_, request) => {
    const { manifest } = sealBars({
      folder,
      bars: make({ instruments: 5, ...request }),
      source: 'test',
      nowMs: 0,
    })
    expect(manifest.findings).toEqual([])
    expect(manifest.coverage.map(({ missing }) => missing)).toEqual([0, 0, 0, 0, 0])
  })

  it('finds ragged ones late and early, and nothing else', () => {
    const bars = make({ instruments: 8, ragged: { lateShare: 0.5, earlyShare: 0.5 } })
    const { manifest } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
    expect(manifest.findings.map(({ code }) => code)).toEqual(['LATE_START', 'EARLY_END'])
  })
})
