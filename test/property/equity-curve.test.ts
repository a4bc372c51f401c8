/** The equity curve is what fills and closes say, at every pulse, to the bit; however seldom somebody asks for equity. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EquityCurve } from '../../src/ledger/index.ts'
import { type BarTable, createRandom } from '../../src/model/index.ts'
import { defineStrategy } from '../../src/strategy/index.ts'
import { type BacktestEvidence, backtest, type SmallSeries, smallTable } from '../../src/testing/index.ts'

/** The engine adds up instruments in blocks of this many. */
const BLOCK = 64
const CASH = 20_000

/** Random walks in which some instruments miss some bars, all of them, or none. */
const scenario = fc.record({
  seed: fc.nat(1_000_000),
  instruments: fc.constantFrom(1, 2, 3, 70),
  pulses: fc.integer({ min: 1, max: 30 }),
  density: fc.constantFrom(0.5, 0.97, 1),
  /** How often a strategy trades: long stretches without a trade are valued in one go. */
  activity: fc.constantFrom(0.02, 0.2, 0.8),
  credit: fc.constantFrom('cash' as const, 'unlimited' as const),
  fillRule: fc.constantFrom('next-open' as const, 'next-close' as const, 'same-close' as const),
  closeAtEnd: fc.boolean(),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

function tableOf({ seed, instruments, pulses, density }: Scenario): BarTable {
  const random = createRandom(seed, 1)
  const series: Record<string, SmallSeries> = {}
  for (let i = 0; i < instruments; i++) {
    const at = Array.from({ length: pulses }, (_, p) => p).filter(() => random() < density)
    const close = at.map(() => Math.round(1_000 + 9_000 * random()) / 100)
    const open = close.map((price) => Math.round(price * (95 + 10 * random())) / 100)
    series[`I${String(i).padStart(2, '0')}`] = { close, open, at, instrument: { multiplier: 1 + (i % 3) } }
  }
  return smallTable(series)
}

function run(given: Scenario, table: BarTable, asks: boolean): BacktestEvidence {
  const strategy = defineStrategy({
    name: 'trader',
    features: () => ({}),
    decide(pulse) {
      if (asks && !Number.isFinite(pulse.equity)) throw new Error('equity must be a number')
      for (const bar of pulse.bars) {
        if (pulse.random() < given.activity) bar.target(Math.round((pulse.random() - 0.45) * 40) / 4)
      }
    },
  })
  const { credit, fillRule, closeAtEnd, seed } = given
  const costs = [
    { kind: 'spread-bps', value: 8 },
    { kind: 'fixed-fee', value: 0.5 },
  ] as const
  return backtest({
    table,
    strategy,
    config: { openingCash: CASH, costs, credit, fillRule, closeAtEnd, seed },
  })
}

/** Cash and positions walked along the fills, valued at each pulse by itself. */
function curveOf({ table, fillRule, events }: Pick<BacktestEvidence, 'events'> & Naive): EquityCurve {
  const { instruments, pulseTimeMs, pulseOpenMs, pulseStart, instrumentOf, close } = table
  const position = new Map<string, number>()
  const newest = new Map<string, number>()
  const curve = { timeMs: pulseTimeMs, equity: [], cash: [], grossExposure: [], openPositions: [] } as Lists
  const quotedMs = fillRule === 'next-open' ? pulseOpenMs : pulseTimeMs
  const money = events.filter(({ kind }) => kind === 'fill' || kind === 'fee')
  let cash = CASH
  for (let p = 0, at = 0; p < pulseTimeMs.length; p++) {
    for (let row = pulseStart[p]!; row < pulseStart[p + 1]!; row++) {
      newest.set(instruments[instrumentOf[row]!]!.id, close[row]!)
    }
    // Positions that are closed at the end are closed at the last pulse's close, whatever the rule.
    const until = p === pulseTimeMs.length - 1 ? Number.POSITIVE_INFINITY : quotedMs[p]!
    for (; at < money.length && money[at]!.timeMs <= until; at++) {
      const event = money[at]!
      if (event.kind === 'fee') cash -= event.amount
      if (event.kind !== 'fill') continue
      const { multiplier } = instruments.find(({ id }) => id === event.instrument)!
      cash -= event.quantity * event.price * multiplier
      position.set(event.instrument, (position.get(event.instrument) ?? 0) + event.quantity)
    }
    const worth = instruments.map(
      ({ id, multiplier }) => (position.get(id) ?? 0) * (newest.get(id) ?? 0) * multiplier,
    )
    curve.equity.push(cash + sumOfBlocks(worth))
    curve.cash.push(cash)
    curve.grossExposure.push(sumOfBlocks(worth.map(Math.abs)))
    curve.openPositions.push([...position.values()].filter((units) => units !== 0).length)
  }
  return {
    timeMs: curve.timeMs,
    equity: Float64Array.from(curve.equity),
    cash: Float64Array.from(curve.cash),
    grossExposure: Float64Array.from(curve.grossExposure),
    openPositions: Uint32Array.from(curve.openPositions),
  }
}

interface Naive {
  readonly table: BarTable
  readonly fillRule: Scenario['fillRule']
}

interface Lists {
  timeMs: Float64Array
  equity: number[]
  cash: number[]
  grossExposure: number[]
  openPositions: number[]
}

function sumOfBlocks(values: readonly number[]): number {
  let sum = 0
  for (let from = 0; from < values.length; from += BLOCK) {
    sum += values.slice(from, from + BLOCK).reduce((block, value) => block + value, 0)
  }
  return sum
}

const hasBars = (given: Scenario): boolean => tableOf(given).instrumentOf.length > 0

describe('the equity curve', () => {
  it('is at each pulse what fills, fees and closes up to it say', () => {
    fc.assert(
      fc.property(scenario.filter(hasBars), (given) => {
        const table = tableOf(given)
        const { events, curve } = run(given, table, false)
        expect(curve).toEqual(curveOf({ table, fillRule: given.fillRule, events }))
      }),
      { numRuns: 300 },
    )
  })

  it('is the same, and so are all events, where the strategy reads equity at every pulse', () => {
    fc.assert(
      fc.property(scenario.filter(hasBars), (given) => {
        const table = tableOf(given)
        const quiet = run(given, table, false)
        const asking = run(given, table, true)
        expect(asking.curve).toEqual(quiet.curve)
        expect(asking.hash).toBe(quiet.hash)
      }),
      { numRuns: 200 },
    )
  })
})
