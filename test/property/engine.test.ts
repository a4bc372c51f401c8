/** What must hold of every run, whatever the bars and the decisions. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sma } from '../../src/indicators/index.ts'
import { columnsOfBlocks, foldColumns, foldLedger, readBlocks, verifyLedger } from '../../src/ledger/index.ts'
import { type BarTable, createRandom } from '../../src/model/index.ts'
import { sha256 } from '../../src/run/sha256.ts'
import { defineStrategy } from '../../src/strategy/index.ts'
import {
  type BacktestEvidence,
  backtest,
  firstPulses,
  type SmallSeries,
  smallTable,
} from '../../src/testing/index.ts'

/** Random ragged bars of up to six instruments and a strategy that trades them at random, shorts and flips included. */
const scenario = fc.record({
  seed: fc.nat(1_000_000),
  instruments: fc.integer({ min: 1, max: 6 }),
  pulses: fc.integer({ min: 2, max: 40 }),
  credit: fc.constantFrom('cash' as const, 'unlimited' as const),
  fillRule: fc.constantFrom('next-open' as const, 'next-close' as const, 'same-close' as const),
  closeAtEnd: fc.boolean(),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

function tableFor({ seed, instruments, pulses }: Scenario, isReversed = false): BarTable {
  const random = createRandom(seed, 1)
  const series: Record<string, SmallSeries> = {}
  for (let i = 0; i < instruments; i++) {
    const at = Array.from({ length: pulses }, (_, p) => p).filter(() => random() < 0.8)
    const close = at.map(() => Math.round(1_000 + 9_000 * random()) / 100)
    const open = close.map((price) => Math.round(price * (95 + 10 * random())) / 100)
    const multiplier = i === 2 ? 5 : 1
    series[`I${i}`] = { close, open, at, instrument: { multiplier } }
  }
  const entries = Object.entries(series)
  return smallTable(Object.fromEntries(isReversed ? entries.reverse() : entries))
}

const trader = defineStrategy({
  name: 'trader',
  features: () => ({ mean: sma(2) }),
  state: { decisions: 0 },
  decide(pulse) {
    pulse.state.decisions++
    if (pulse.random() < 0.05) pulse.flatten()
    for (const bar of pulse.bars) {
      if (pulse.random() < 0.4) bar.target(Math.round((pulse.random() - 0.45) * 40) / (bar.mean > 50 ? 1 : 4))
    }
  },
})

function run(given: Scenario, table = tableFor(given)): BacktestEvidence {
  return backtest({
    table,
    strategy: trader,
    config: {
      openingCash: 20_000,
      costs: [
        { kind: 'spread-bps', value: 8 },
        { kind: 'notional-bps', value: 3 },
        { kind: 'fixed-fee', value: 0.5 },
      ],
      credit: given.credit,
      fillRule: given.fillRule,
      closeAtEnd: given.closeAtEnd,
      seed: given.seed,
    },
  })
}

const hasBars = (given: Scenario): boolean => tableFor(given).instrumentOf.length > 0

describe('every run', () => {
  it('has one ledger hash, however often and from whatever order of instruments', () => {
    fc.assert(
      fc.property(scenario.filter(hasBars), (given) => {
        expect(run(given, tableFor(given, true)).hash).toBe(run(given).hash)
      }),
    )
  })

  it('verifies and folds to the same cash, positions and trades', () => {
    fc.assert(
      fc.property(scenario.filter(hasBars), (given) => {
        const result = run(given)
        expect(verifyLedger(result.blocks, result.hash, sha256).ok).toBe(true)
        const folded = foldLedger(readBlocks(result.blocks))
        expect(folded.cash).toBe(result.finalCash)
        expect(folded.positions).toEqual(result.folded.positions)
        expect(folded.trades).toEqual(result.folded.trades)
        const { lots, ...byColumns } = foldColumns(columnsOfBlocks(result.blocks))
        const { lots: naive, ...byEvents } = foldLedger(readBlocks(result.blocks))
        expect(byColumns).toEqual(byEvents)
        expect(lots.open()).toEqual(naive.open())
      }),
    )
  })

  it('moves cash and position of each fill by equal and opposite amounts, fees included', () => {
    fc.assert(
      fc.property(scenario.filter(hasBars), (given) => {
        const { folded, finalCash } = run(given)
        let cash = 20_000
        for (const { quantity, price, instrument, fee } of folded.fills) {
          cash -= quantity * price * (instrument === 'I2' ? 5 : 1) + fee
        }
        expect(cash).toBeCloseTo(finalCash, 6)
      }),
    )
  })

  it('has trade nets that add up to the equity gained, to the last cent', () => {
    fc.assert(
      fc.property(scenario.filter(hasBars), (given) => {
        const table = tableFor(given)
        const { folded, finalEquity } = run(given, table)
        const lastClose = new Map<string, number>()
        table.instrumentOf.forEach((i, row) => lastClose.set(table.instruments[i]!.id, table.close[row]!))
        const realised = folded.trades.reduce((sum, { net }) => sum + net, 0)
        const unrealised = folded.lots.open().reduce((sum, { instrument, quantity, price, fee }) => {
          const multiplier = instrument === 'I2' ? 5 : 1
          return sum + quantity * (lastClose.get(instrument)! - price) * multiplier - fee
        }, 0)
        expect(realised + unrealised).toBeCloseTo(finalEquity - 20_000, 6)
      }),
    )
  })

  it('never buys with cash that is not there, unless credit is unlimited', () => {
    fc.assert(
      fc.property(
        scenario.filter((given) => hasBars(given) && given.credit === 'cash'),
        (given) => {
          const { events } = run({ ...given, closeAtEnd: false })
          const book = new Map<string, number>()
          let cash = 20_000
          for (const event of events) {
            if (event.kind === 'fee') cash -= event.amount
            if (event.kind !== 'fill') continue
            const before = book.get(event.instrument) ?? 0
            const after = before + event.quantity
            cash -= event.quantity * event.price * (event.instrument === 'I2' ? 5 : 1)
            book.set(event.instrument, after)
            const reduces = Math.abs(after) < Math.abs(before) && after * before >= 0
            if (!reduces && [...book.values()].every((units) => units >= 0)) {
              expect(cash).toBeGreaterThanOrEqual(0)
            }
          }
        },
      ),
    )
  })

  it('is unchanged in its past when the future is cut off', () => {
    fc.assert(
      fc.property(
        scenario.filter((given) => hasBars(given) && !given.closeAtEnd),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (given, share) => {
          const table = tableFor(given)
          const pulses = Math.max(1, Math.floor(table.pulseTimeMs.length * share))
          const cut = firstPulses(table, pulses)
          const whole = run(given, table)
          const part = run(given, cut)
          const end = part.events.findIndex(({ kind }) =>
            ['order-expired', 'state-saved', 'run-finished'].includes(kind),
          )
          expect(part.events.slice(0, end)).toEqual(whole.events.slice(0, end))
          expect(part.curve.equity).toEqual(whole.curve.equity.slice(0, pulses))
        },
      ),
    )
  })
})
