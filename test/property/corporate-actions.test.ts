/** What must hold of runs with corporate actions, whatever the bars, the actions and the decisions. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOfBlocks, foldColumns, foldLedger, readBlocks, verifyLedger } from '../../src/ledger/index.ts'
import {
  actionsBesideView,
  adjustTable,
  type BarTable,
  createRandom,
  type Dividend,
  type Instrument,
  type Split,
} from '../../src/model/index.ts'
import { sha256 } from '../../src/run/sha256.ts'
import { defineStrategy, type Pulse } from '../../src/strategy/index.ts'
import {
  type BacktestEvidence,
  backtest,
  firstPulses,
  type SmallSeries,
  smallTable,
} from '../../src/testing/index.ts'

const DAY = 86_400_000
const START = Date.UTC(2020, 0, 1)
const RATIOS = [2, 3, 7, 1.5, 1 / 3, 1 / 8, 0.1]

const scenario = fc.record({
  seed: fc.nat(1_000_000),
  instruments: fc.integer({ min: 1, max: 4 }),
  pulses: fc.integer({ min: 3, max: 40 }),
  splits: fc.integer({ min: 0, max: 6 }),
  dividends: fc.integer({ min: 0, max: 6 }),
  fillRule: fc.constantFrom('next-open' as const, 'next-close' as const, 'same-close' as const),
  lotSize: fc.constantFrom(null, 1),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

interface Market {
  readonly table: BarTable
  readonly actions: readonly (Split | Dividend)[]
}

/** Raw bars: a random walk on one basis, times the ratios of the splits to come. */
function marketFor({ seed, instruments, pulses, splits, dividends, lotSize }: Scenario): Market {
  const random = createRandom(seed, 2)
  const pick = (count: number): number => Math.floor(random() * count)
  const taken = new Set<string>()
  const place = (kind: string): { instrument: string; exMs: number } | undefined => {
    const at = { instrument: `I${pick(instruments)}`, exMs: START + (1 + pick(pulses)) * DAY }
    const key = `${kind} ${at.instrument} ${at.exMs}`
    if (taken.has(key)) return undefined
    taken.add(key)
    return at
  }
  const actions: (Split | Dividend)[] = []
  for (let n = 0; n < splits; n++) {
    const at = place('split')
    const ratio = RATIOS[pick(RATIOS.length)]!
    if (at !== undefined) actions.push({ kind: 'split', ...at, ratio, factor: 1 / ratio })
  }
  for (let n = 0; n < dividends; n++) {
    const at = place('dividend')
    if (at !== undefined) actions.push({ kind: 'dividend', ...at, amount: 0.1 + random(), factor: 0.99 })
  }
  const series: Record<string, SmallSeries> = {}
  for (let i = 0; i < instruments; i++) {
    const at = Array.from({ length: pulses }, (_, p) => p).filter((p) => p === 0 || random() < 0.8)
    let price = 20 + 80 * random()
    const basis = at.map((p) => basisOf(actions, `I${i}`, START + p * DAY))
    const close = basis.map((scale) => (price *= 0.95 + 0.1 * random()) * scale)
    const open = close.map((value) => value * (0.98 + 0.04 * random()))
    const instrument: Partial<Instrument> = { lotSize, multiplier: i === 2 ? 5 : 1 }
    series[`I${i}`] = { close, open, at, instrument }
  }
  return { table: smallTable(series), actions }
}

/** The product of the ratios of the splits after an instant: what raw prices are of adjusted ones. */
function basisOf(actions: Market['actions'], instrument: string, timeMs: number): number {
  return actions.reduce(
    (product, action) =>
      action.kind === 'split' && action.instrument === instrument && action.exMs > timeMs
        ? product * action.ratio
        : product,
    1,
  )
}

/** Trades at random; `unitsOf` says how many of today's units one adjusted unit is. */
const trader = (unitsOf: (pulse: Pulse, id: string) => number) =>
  defineStrategy({
    name: 'trader',
    decide(pulse) {
      for (const bar of pulse.bars) {
        if (pulse.random() >= 0.4) continue
        bar.target(Math.round((pulse.random() - 0.45) * 20) * unitsOf(pulse, bar.instrument.id))
      }
    },
  })

const COSTS = [
  { kind: 'spread-bps', value: 8 },
  { kind: 'notional-bps', value: 3 },
] as const
const OPENING = 1_000_000

function run(
  given: Scenario,
  { table, actions }: Market,
  unitsOf: (pulse: Pulse, id: string) => number = () => 1,
): BacktestEvidence {
  return backtest({
    table,
    actions,
    strategy: trader(unitsOf),
    config: {
      openingCash: OPENING,
      costs: COSTS,
      credit: 'unlimited',
      fillRule: given.fillRule,
      seed: given.seed,
    },
  })
}

describe('a run with corporate actions', () => {
  it('has the equity that it has on the split-adjusted view, its quantities scaled', () => {
    fc.assert(
      fc.property(scenario, (drawn) => {
        const given = { ...drawn, lotSize: null }
        const market = marketFor(given)
        const raw = run(given, market, (pulse, id) => {
          // Bars open a day before the pulse at which they close.
          return 1 / basisOf(market.actions, id, pulse.timeMs - DAY)
        })
        const view = { adjust: 'split' } as const
        const adjusted = run(given, {
          table: adjustTable(market.table, market.actions, view),
          actions: actionsBesideView(market.actions, view),
        })
        expect(adjusted.events.some(({ kind }) => kind === 'split')).toBe(false)
        raw.curve.equity.forEach((equity, p) => {
          expect(Math.abs(equity - adjusted.curve.equity[p]!)).toBeLessThan(1e-9 * OPENING)
        })
      }),
    )
  })

  it('verifies, folds alike by events and by columns, and has one hash', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const market = marketFor(given)
        const result = run(given, market)
        expect(verifyLedger(result.blocks, result.hash, sha256).ok).toBe(true)
        expect(run(given, { ...market, actions: market.actions.toReversed() }).hash).toBe(result.hash)
        const { lots, ...byColumns } = foldColumns(columnsOfBlocks(result.blocks))
        const { lots: naive, ...byEvents } = foldLedger(readBlocks(result.blocks))
        expect(byColumns).toEqual(byEvents)
        expect(lots.open()).toEqual(naive.open())
        expect(byEvents.cash).toBe(result.finalCash)
      }),
    )
  })

  it('has trade nets, dividends in them, that add up to the equity gained', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const market = marketFor(given)
        const { table } = market
        const { folded, finalEquity } = run(given, market)
        const lastClose = new Map<string, number>()
        table.instrumentOf.forEach((i, row) => lastClose.set(table.instruments[i]!.id, table.close[row]!))
        const realised = folded.trades.reduce((sum, { net }) => sum + net, 0)
        const open = folded.lots.open()
        const unrealised = open.reduce((sum, { instrument, quantity, price, fee, dividends }) => {
          const multiplier = instrument === 'I2' ? 5 : 1
          return sum + quantity * (lastClose.get(instrument)! - price) * multiplier - fee + dividends
        }, 0)
        expect(Math.abs(realised + unrealised - (finalEquity - OPENING))).toBeLessThan(1e-9 * OPENING)
        const inTrades = [...folded.trades, ...open].reduce((sum, { dividends }) => sum + dividends, 0)
        expect(inTrades).toBeCloseTo(folded.dividends, 8)
        for (const { quantity, instrument } of open)
          expect(quantity * folded.positions.get(instrument)!).toBeGreaterThan(0)
      }),
    )
  })

  it('holds whole lots only where there is a lot size', () => {
    fc.assert(
      fc.property(scenario, (drawn) => {
        const given = { ...drawn, lotSize: 1 as const }
        const { folded } = run(given, marketFor(given))
        for (const units of folded.positions.values())
          expect(Math.abs(units - Math.round(units))).toBeLessThan(1e-9)
        expect(folded.counts.denied).toBe(0)
      }),
    )
  })

  it('is unchanged in its past when the future is cut off, later actions too', () => {
    fc.assert(
      fc.property(scenario, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (given, share) => {
        const { table, actions } = marketFor(given)
        const pulses = Math.max(1, Math.floor(table.pulseTimeMs.length * share))
        const cut = firstPulses(table, pulses)
        const known = actions.filter(({ exMs }) => exMs <= cut.pulseOpenMs.at(-1)!)
        const whole = run(given, { table, actions })
        const part = run(given, { table: cut, actions: known })
        const end = part.events.findIndex(({ kind }) => ['order-expired', 'run-finished'].includes(kind))
        expect(part.events.slice(0, end)).toEqual(whole.events.slice(0, end))
        expect(part.curve.equity).toEqual(whole.curve.equity.slice(0, pulses))
      }),
    )
  })
})
