import { describe, expect, it } from 'vitest'
import { columnFeature, customKernel, lag, price, roc, sma } from '../indicators/index.ts'
import { type BarTable, createRandom, defaultInstrument, parseInterval, tableOf } from '../model/index.ts'
import { defineStrategy, type Strategy } from '../strategy/index.ts'
import { PLAIN_CONFIG, randomTable, smallTable } from '../testing/index.ts'
import { type LookAheadProof, proveNoLookAhead } from './look-ahead.ts'
import type { ProofInput } from './proof-input.ts'

const HOUR_MS = 3_600_000
const TABLE = randomTable({ seed: 3, instruments: 2, pulses: 60, missing: 0.1 })

function prove(build: () => unknown, more: Partial<ProofInput> = {}): LookAheadProof {
  const strategy = (): Strategy => build() as Strategy
  return proveNoLookAhead({ table: TABLE, strategy, params: {}, config: PLAIN_CONFIG, ...more })
}

const column = (compute: (close: Float64Array) => ArrayLike<number>, lookback = 0) =>
  columnFeature({ name: 'own', inputs: [price.close], lookback, compute: ([close]) => compute(close!) })

describe('proveNoLookAhead', () => {
  it('looks at every pulse under every kind of poison, and counts what it looked at', () => {
    const proof = prove(() =>
      defineStrategy({
        name: 'crossing',
        features: () => ({ fast: sma(3), slow: sma(8), own: column((close) => close) }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? 10 : 0)
        },
      }),
    )
    const pulses = TABLE.pulseTimeMs.length
    expect(proof).toMatchObject({ ok: true, leaks: [], pulses, cuts: 5 * pulses, isOptimistic: false })
    expect(proof.checked).toEqual({ kernels: 2, columns: 1, across: 0, fills: proof.checked.fills })
    expect(proof.checked.fills).toBeGreaterThan(5)
  })

  it('says which bar is read, from which bar, in one sentence', () => {
    const table = smallTable({ KO: { close: [5, 6, 7, 8, 9, 10] } })
    const proof = prove(
      () =>
        defineStrategy({
          name: 'leaky',
          features: () => ({ next: column((close) => close.map((x, t) => close[t + 2] ?? x)) }),
          decide: () => undefined,
        }),
      { table },
    )
    expect(proof.leaks).toEqual([
      {
        reason: 'look-ahead',
        feature: 'next',
        key: 'own(close)',
        instrument: 'KO',
        time: Date.UTC(2020, 0, 1),
        readsAhead: 2,
        readsTime: Date.UTC(2020, 0, 3),
        text: "'next' (own(close)) of KO at the bar that opened 2020-01-01 reads up to 2 bars ahead, the one that opened 2020-01-03.",
      },
    ])
  })

  it('finds what only huge numbers would change', () => {
    const proof = prove(() =>
      defineStrategy({
        name: 'crash-guard',
        features: () => ({ own: column((close) => close.map((x) => (Math.max(...close) > 1e6 ? 0 : x))) }),
        decide: () => undefined,
      }),
    )
    expect(proof.leaks.map(({ feature }) => feature)).toEqual(['own'])
  })

  it('names every leaking node, none that is merely fed by one', () => {
    const shifted = (by: number) =>
      columnFeature({
        name: `shift-${by}`,
        inputs: [price.close],
        lookback: 0,
        compute: ([close]) => close!.map((x, t) => close![t + by] ?? x),
      })
    const proof = prove(() =>
      defineStrategy({
        name: 'two-leaks',
        features: () => ({ a: sma(shifted(1), 3), b: lag(shifted(4), 1), c: roc(2) }),
        decide: () => undefined,
      }),
    )
    expect(proof.leaks.map(({ feature, key, readsAhead }) => [feature, key, readsAhead])).toEqual([
      ['a', 'shift-1(close)', 1],
      ['b', 'shift-4(close)', 4],
    ])
  })

  it('tells what cannot be repeated from what looks ahead', () => {
    const random = createRandom(1)
    const noisy = prove(() =>
      defineStrategy({
        name: 'noisy',
        features: () => ({
          noise: customKernel({ name: 'noise', inputs: [price.close], step: () => random() }),
        }),
        decide: () => undefined,
      }),
    )
    expect(noisy.leaks.map(({ reason, feature }) => [reason, feature])).toEqual([['unrepeatable', 'noise']])
    const moody = prove(() =>
      defineStrategy({
        name: 'moody',
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(Math.floor(random() * 10))
        },
      }),
    )
    expect(moody.leaks.map(({ reason, feature }) => [reason, feature])).toEqual([['unrepeatable', 'decide']])
    expect(moody.leaks[0]!.text).toMatch(
      /^`decide` at the bar that opened .* differs when the same bars are computed again/,
    )
  })

  it('tells a kernel that remembers outside its state from one that looks ahead', () => {
    const counting = (kind: 'kernel' | 'columns') =>
      prove(() => {
        let calls = 0
        const inputs = [price.close]
        return defineStrategy({
          name: 'counting',
          features: () => ({
            calls:
              kind === 'kernel'
                ? customKernel({ name: 'calls', inputs, step: () => ++calls })
                : columnFeature({
                    name: 'calls',
                    inputs,
                    lookback: 0,
                    compute: ([close]) => close!.map(() => ++calls),
                  }),
          }),
          decide: () => undefined,
        })
      })
    for (const kind of ['kernel', 'columns'] as const) {
      const { leaks } = counting(kind)
      expect(leaks.map(({ reason, feature }) => [reason, feature])).toEqual([['unrepeatable', 'calls']])
    }
  })

  it('finds a function that cannot be computed from the bars so far', () => {
    const proof = prove(() =>
      defineStrategy({
        name: 'needs-all',
        features: () => ({
          own: column((close) => {
            if (close.length < 30) throw new RangeError('30 bars at least')
            return close
          }),
        }),
        decide: () => undefined,
      }),
    )
    expect(proof.ok).toBe(false)
    expect(proof.leaks[0]).toMatchObject({ reason: 'fails', feature: 'own', readsAhead: null })
    expect(proof.leaks[0]!.text).toMatch(/cannot be computed from the bars up to there: 30 bars at least$/)
  })

  it('refuses features that are others each time', () => {
    let n = 1
    const changing = (): unknown =>
      defineStrategy({ name: 'changing', features: () => ({ a: sma(n++) }), decide: () => undefined })
    expect(() => prove(changing)).toThrow(
      /'sma\(close,period=1\)' is 'sma\(close,period=2\)' when the strategy is loaded again/,
    )
  })

  it('refuses work without end, and says what would fit', () => {
    const build = (): unknown =>
      defineStrategy({
        name: 'large',
        features: () => ({ own: column((close) => close) }),
        decide: () => undefined,
      })
    expect(() => prove(build, { limit: 10_000 })).toThrow(/Prove a range of at most 60 % of the bars/)
  })

  it('hands on what the strategy itself throws', () => {
    const build = (): unknown =>
      defineStrategy({
        name: 'throwing',
        decide(pulse) {
          if (pulse.timeMs > Date.UTC(2020, 0, 9)) throw new Error('too late')
        },
      })
    expect(() => prove(build)).toThrow('too late')
    const onFailure = (error: unknown, timeMs: number): unknown =>
      new Error(`${(error as Error).message} ${timeMs}`)
    expect(() => prove(build, { onFailure })).toThrow(/too late \d+/)
  })

  it('accepts the fills of instruments whose bars overlap in time: none is at a price from before its decision', () => {
    const proof = prove(
      () =>
        defineStrategy({
          name: 'half-hours',
          decide(pulse) {
            if (pulse.timeMs === 10 * HOUR_MS) pulse.flatten()
            else if (pulse.timeMs < 9 * HOUR_MS) pulse.bar('B')?.target(10)
          },
        }),
      { table: offsetTable() },
    )
    expect(proof.leaks.map(({ text }) => text)).toEqual([])
    expect(proof.checked.fills).toBe(2)
  })
})

/** Hourly bars of A on the hour and of B on the half hour. */
function offsetTable(): BarTable {
  const hours = Array.from({ length: 20 }, (_, n) => n)
  const series = ['A', 'B'].map((id, k) => {
    const close = Float64Array.from(hours, (n) => 100 + n + k)
    const timeMs = Float64Array.from(hours, (n) => (n + k / 2) * HOUR_MS)
    return {
      instrument: defaultInstrument(id),
      timeMs,
      open: close,
      high: close,
      low: close,
      close,
      volume: close,
    }
  })
  return tableOf(series, parseInterval('1h'))
}
