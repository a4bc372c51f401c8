import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateBars, sealBars } from '../data/index.ts'
import { type EngineConfig, parseCost } from '../engine/index.ts'
import { readBlocks } from '../ledger/index.ts'
import type { InstrumentBars } from '../model/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { PLAIN_CONFIG } from '../testing/index.ts'
import { costSteps } from './cost-steps.ts'
import { blocksOf, readEvidence } from './evidence.ts'
import { runStrategy } from './execute.ts'
import { explainRun } from './explain.ts'
import { registerSnapshot } from './register-snapshot.ts'

const CROSS = `import { defineStrategy, int, sma } from 'throughline'
export default defineStrategy({
  name: 'cross',
  params: { fast: int({ default: 5, low: 2, high: 20 }) },
  features: ({ fast }) => ({ fast: sma(fast), slow: sma(fast * 3) }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? 40 : -10)
  },
})
`
const CONFIG: EngineConfig = {
  ...PLAIN_CONFIG,
  costs: ['spread-bps=6', 'fixed-fee=1', 'slippage-bps=2', 'notional-bps=3', 'minimum-fee=2'].map(parseCost),
  risk: [{ kind: 'long-only' }, { kind: 'max-weight', weight: 0.02 }],
}

let storeDir: string
let store: Store
const bars = generateBars({ seed: 8, instruments: 3, days: 200, start: '2019-01-01' })
const [first] = bars as [InstrumentBars]

beforeAll(async () => {
  storeDir = mkdtempSync(join(tmpdir(), 'throughline-explain-'))
  store = await openStore(storeDir, { mode: 'write', create: true })
  await registerSnapshot({ store, storeDir }, 'made', (folder) =>
    sealBars({ folder, bars, interval: '1d', source: 'made', nowMs: 0 }),
  )
})
afterAll(async () => {
  await store.close()
  rmSync(storeDir, { recursive: true, force: true })
})

async function runWith(config: Partial<EngineConfig>, runId: string) {
  const strategyFile = join(storeDir, 'strategy.ts')
  writeFileSync(strategyFile, CROSS)
  const slice = { fromMs: null, toMs: null, instruments: null }
  const request = {
    strategyFile,
    snapshot: 'made',
    params: { fast: 4 },
    slice,
    runId,
    config: { ...CONFIG, ...config },
  }
  const { run } = await runStrategy({ store, storeDir, nowMs: 0 }, request)
  rmSync(strategyFile)
  return run.runId
}

const explain = (runId: string, choice: Parameters<typeof explainRun>[2]) =>
  explainRun({ store, storeDir }, runId, choice)

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('explainRun', () => {
  it('leads every fill back to bar, features and account, and its costs add up', async () => {
    const runId = await runWith({}, 'costs')
    const { fills } = await readEvidence(store, runId)
    expect(fills.length).toBeGreaterThan(20)
    for (const { seq, quantity, price, fee, instrument, timeMs } of fills) {
      const { orders } = await explain(runId, { kind: 'fill', seq })
      const [{ decision, fill, order, risk }] = orders as [(typeof orders)[0]]
      const own = bars.find((one) => one.instrument.id === instrument)!
      const row = own.timeMs.indexOf(timeMs)
      expect(fill).toMatchObject({ seq, quantity, price, fee, quoted: 'open', quote: own.open[row] })
      const paid = fill!.costs.reduce((sum, { money }) => sum + money, 0)
      expect(paid).toBeCloseTo((price - own.open[row]!) * quantity + fee, 6)
      expect(fill!.after.cash).toBeCloseTo(fill!.before.cash - quantity * price - fee, 6)
      expect(fill!.after.position).toBe(fill!.before.position + quantity)
      expect(fill!.after.position).toBe(order.target)
      // Decided on the bar before, of which the strategy saw these means.
      expect(decision.bar).toMatchObject({ openMs: own.timeMs[row - 1], close: own.close[row - 1] })
      expect(decision.features['fast']).toBeCloseTo(mean(own.close.subarray(row - 4, row)), 9)
      expect(decision.features['slow']).toBeCloseTo(mean(own.close.subarray(row - 12, row)), 9)
      expect(decision.target).toBe(decision.features['fast']! > decision.features['slow']! ? 40 : -10)
      expect([decision.target, ...risk.map(({ to }) => to)].at(-1)).toBe(order.target)
      expect(decision.timeMs).toBeLessThanOrEqual(timeMs)
    }
  })

  it('explains entry and exit of a trade', async () => {
    const runId = await runWith({}, 'trades')
    const { trades } = await readEvidence(store, runId)
    const { trade, orders } = await explain(runId, { kind: 'trade', number: 3 })
    expect(trade).toEqual({ ...trades[2], number: 3 })
    expect(orders.map(({ end }) => end.seq)).toEqual([trades[2]!.entrySeq, trades[2]!.exitSeq])
    expect(orders[1]!.fill!.closed).toContainEqual(trades[2])
  })

  it('explains what became of an instrument on a date, or what the strategy saw where nothing did', async () => {
    const runId = await runWith({}, 'dates')
    const { fills } = await readEvidence(store, runId)
    const fill = fills.find(({ instrument }) => instrument === 'GEN_001')!
    const day = 86_400_000
    const at = (fromMs: number) => ({
      kind: 'at' as const,
      instrument: 'GEN_001',
      fromMs,
      toMs: fromMs + day,
    })
    const traded = await explain(runId, at(fill.timeMs))
    expect(traded.orders.map(({ fill: found }) => found?.seq)).toContain(fill.seq)
    expect(traded.seen).toBeNull()
    const quiet = await explain(runId, at(first.timeMs[3]!))
    expect(quiet).toMatchObject({
      orders: [],
      seen: {
        position: 0,
        bar: { openMs: first.timeMs[3], close: first.close[3] },
        features: { slow: null },
      },
    })
    await expect(explain(runId, at(Date.UTC(2019, 0, 5)))).rejects.toMatchObject({ code: 'NO_BAR_THEN' })
    await expect(explain(runId, { ...at(0), instrument: 'GEN_01' })).rejects.toMatchObject({
      code: 'UNKNOWN_INSTRUMENT',
    })
  })

  it('tells orders that were denied from those that filled', async () => {
    const runId = await runWith({ openingCash: 500, risk: [] }, 'poor')
    const events = [...readBlocks(await blocksOf(store, runId))]
    const denied = events.find(({ kind }) => kind === 'order-denied')!
    const at = { kind: 'at' as const, fromMs: denied.timeMs, toMs: denied.timeMs + 1 }
    const { instrument } = denied as { instrument: string }
    const { orders } = await explain(runId, { ...at, instrument })
    const found = orders.find(({ end }) => end.seq === denied.seq)!
    expect(found).toMatchObject({ fill: null, end: { kind: 'order-denied', reason: 'INSUFFICIENT_CASH' } })
  })

  it.each(['next-open', 'next-close', 'same-close'] as const)(
    'finds the quoted price of every fill under %s, closings at the end included',
    async (fillRule) => {
      const runId = await runWith({ fillRule, closeAtEnd: true, risk: [] }, `rule-${fillRule}`)
      const { fills } = await readEvidence(store, runId)
      for (const { seq } of fills) await explain(runId, { kind: 'fill', seq })
      const { orders } = await explain(runId, { kind: 'last' })
      expect(orders[0]).toMatchObject({
        decision: { by: fillRule === 'same-close' ? 'strategy or close-at-end' : 'close-at-end', target: 0 },
        fill: { quoted: 'close' },
      })
    },
  )

  it('refuses what is no fill or no trade, and names the nearest', async () => {
    const runId = await runWith({}, 'refusals')
    await expect(explain(runId, { kind: 'fill', seq: 0 })).rejects.toMatchObject({
      code: 'NOT_A_FILL',
      message: expect.stringMatching(/of kind run-started.* The nearest fill is event \d+\./) as string,
    })
    await expect(explain(runId, { kind: 'trade', number: 0 })).rejects.toMatchObject({
      code: 'NO_SUCH_TRADE',
    })
  })
})

describe('costSteps', () => {
  const instrument = { ...first.instrument, tickSize: 0.05, multiplier: 10 }

  it('adds up to price and fee whatever the chain, in its order', () => {
    const chain = ['unit-fee=0.5', 'spread-bps=20', 'slippage-ticks=2', 'minimum-fee=9'].map(parseCost)
    const priced = { instrument, quantity: -4, quote: 100.02, volume: 1_000 }
    const { price, fee, steps } = costSteps(chain, priced)
    expect([price, fee]).toEqual([99.8, 9])
    expect(
      steps.map(({ cost, price: moved, money }) => [
        cost,
        Number(moved.toFixed(8)),
        Number(money.toFixed(8)),
      ]),
    ).toEqual([
      ['rounding', -0.02, 0.8],
      ['spread-bps=20', -0.1, 4],
      ['slippage-ticks=2', -0.1, 4],
      ['unit-fee=0.5', 0, 2],
      ['minimum-fee=9', 0, 7],
    ])
  })

  it('is empty without costs', () => {
    const plain = { instrument: first.instrument, quantity: 3, quote: 12.34, volume: 1 }
    expect(costSteps([], plain)).toEqual({ price: 12.34, fee: 0, steps: [] })
  })
})
