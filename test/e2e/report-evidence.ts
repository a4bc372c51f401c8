/** Seeded evidence for report tests: instruments that wander, held while above their mean of 50 closes, marked and booked exactly. */
import type { EquityCurve, OpenLot, Trade } from '../../src/ledger/index.ts'
import { computeMetrics, inferMetricContext } from '../../src/metrics/index.ts'
import { createNormal, createRandom, parseInterval } from '../../src/model/index.ts'
import type { ReportEvidence, ReportFinding } from '../../src/report/index.ts'

const DAY_MS = 86_400_000
const FEE = 1
const OPENING_CASH = 100_000

export interface MadeEvidence {
  readonly days?: number
  readonly instruments?: readonly string[]
  readonly fillRule?: 'next-open' | 'same-close'
  readonly findings?: readonly ReportFinding[]
  readonly name?: string
  readonly label?: string | null
  readonly source?: string
}

export function makeEvidence(made: MadeEvidence = {}): ReportEvidence {
  const { days = 1_300, instruments = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'], findings = [] } = made
  const pulseOpenMs = weekdays(days)
  const { curve, trades, openLots, tradedNotional, fees } = book(instruments, pulseOpenMs)
  const metricContext = inferMetricContext({
    pulseOpenMs,
    interval: parseInterval('1d'),
    riskFreeRate: 0.01,
  })
  const { name = 'mean-holder', label = 'baseline', source = SOURCE, fillRule = 'next-open' } = made
  return {
    run: {
      runId: `${name.replace(/[^\w-]/g, '')}-3f8c21d07a`,
      identity: '3f8c21d07a9e4b56'.repeat(4),
      ledgerHash: 'b7720f9d1c6a8e43'.repeat(4),
      label,
      createdMs: Date.UTC(2021, 2, 4, 9, 30, 12),
      snapshot: {
        id: 'made-daily',
        hash: '90ab12cd34ef5678'.repeat(4),
        instruments: instruments.length,
        bars: instruments.length * days,
        fromMs: pulseOpenMs[0]!,
        toMs: pulseOpenMs[days - 1]!,
        interval: '1d',
        findings,
      },
      strategy: { name, hash: 'c0ffee5566778899'.repeat(4), tier: 1, source, packages: [] },
      params: { window: 50, quantity: 40, weights: [0.25, 0.75], exit: 'close <= mean' },
      config: {
        engineVersion: '1',
        openingCash: OPENING_CASH,
        costs: [
          { kind: 'spread-bps', value: 5 },
          { kind: 'fixed-fee', value: FEE },
        ],
        risk: [{ kind: 'long-only' }, { kind: 'max-weight', weight: 0.25 }],
        fillRule,
        credit: 'cash',
        closeAtEnd: false,
        seed: 7,
        slice: { fromMs: null, toMs: null, instruments: null },
      },
      metricContext,
      metrics: computeMetrics({
        curve,
        trades,
        tradedNotional,
        fees,
        openingEquity: OPENING_CASH,
        context: metricContext,
      }),
      counts: {
        instruments: instruments.length,
        pulses: days,
        bars: instruments.length * days,
        decisions: trades.length * 2,
        orders: trades.length * 2 + openLots.length,
        fills: trades.length * 2 + openLots.length,
        trades: trades.length,
      },
      timing: { readMs: 12.4, featuresMs: 1.9, loopMs: 8.3, ledgerMs: 4.1, storeMs: 21, totalMs: 61.7 },
      lookAhead: null,
    },
    curve,
    pulseOpenMs,
    trades,
    openLots,
  }
}

export const FINDINGS: readonly ReportFinding[] = [
  {
    code: 'OPEN_EQUALS_PREVIOUS_CLOSE',
    severity: 'warning',
    count: 1_760,
    examples: [
      {
        file: 'made.csv',
        line: 3,
        instrument: 'AAA',
        time: '2015-01-06',
        text: 'the open repeats the previous close 101.25',
      },
    ],
  },
]

const SOURCE = `import { defineStrategy, float, int, sma } from 'throughline'

export default defineStrategy({
  name: 'mean-holder',
  params: { window: int({ default: 50, low: 5, high: 200 }), quantity: float({ default: 40, low: 1, high: 1_000 }) },
  features: ({ window }) => ({ mean: sma(window) }),
  decide(pulse, { quantity }) {
    for (const bar of pulse.bars) bar.target(bar.close > bar.mean ? quantity : 0)
  },
})
`

function weekdays(count: number): Float64Array {
  const days: number[] = []
  for (let timeMs = Date.UTC(2015, 0, 5); days.length < count; timeMs += DAY_MS) {
    const weekday = new Date(timeMs).getUTCDay()
    if (weekday !== 0 && weekday !== 6) days.push(timeMs)
  }
  return Float64Array.from(days)
}

interface Booked {
  readonly curve: EquityCurve
  readonly trades: readonly Trade[]
  readonly openLots: readonly OpenLot[]
  readonly tradedNotional: number
  readonly fees: number
}

const quantity = 40

/** Buys at the close after the close rose above its mean, sells at the close after it fell below. */
function book(instruments: readonly string[], pulseOpenMs: Float64Array): Booked {
  const pulses = pulseOpenMs.length
  const curve = {
    timeMs: pulseOpenMs.map((openMs) => openMs + DAY_MS),
    equity: new Float64Array(pulses),
    cash: new Float64Array(pulses).fill(OPENING_CASH),
    grossExposure: new Float64Array(pulses),
    openPositions: new Uint32Array(pulses),
  }
  const trades: Trade[] = []
  const openLots: OpenLot[] = []
  let tradedNotional = 0
  let fees = 0
  let seq = 1
  instruments.forEach((instrument, index) => {
    const closes = wander(pulses, index)
    let entry: { readonly pulse: number; readonly price: number; readonly seq: number } | undefined
    let cash = 0
    for (let n = 0; n < pulses; n++) {
      const wants = n > 50 && closes[n - 1]! > meanOf(closes.subarray(n - 51, n - 1))
      const price = closes[n]!
      if (wants !== (entry !== undefined)) {
        tradedNotional += quantity * price
        fees += FEE
        if (entry === undefined) {
          cash -= quantity * price + FEE
          entry = { pulse: n, price, seq: seq++ }
        } else {
          cash += quantity * price - FEE
          const gross = quantity * (price - entry.price)
          trades.push({
            instrument,
            side: 'long',
            quantity,
            entryTimeMs: pulseOpenMs[entry.pulse]!,
            exitTimeMs: pulseOpenMs[n]!,
            entryPrice: entry.price,
            exitPrice: price,
            gross,
            fees: 2 * FEE,
            dividends: 0,
            net: gross - 2 * FEE,
            entrySeq: entry.seq,
            exitSeq: seq++,
          })
          entry = undefined
        }
      }
      curve.cash[n]! += cash
      if (entry !== undefined) {
        curve.grossExposure[n]! += quantity * price
        curve.openPositions[n]!++
      }
    }
    if (entry !== undefined) {
      openLots.push({
        instrument,
        quantity,
        price: entry.price,
        timeMs: pulseOpenMs[entry.pulse]!,
        fee: FEE,
        dividends: 0,
        seq: entry.seq,
      })
    }
  })
  for (let n = 0; n < pulses; n++) curve.equity[n] = curve.cash[n]! + curve.grossExposure[n]!
  trades.sort((a, b) => a.exitTimeMs - b.exitTimeMs || a.exitSeq - b.exitSeq)
  return { curve, trades, openLots, tradedNotional, fees }
}

/** Closes of a seeded walk with spells of calm and of storm, to two decimals. */
function wander(count: number, stream: number): Float64Array {
  const normal = createNormal(createRandom(11, stream))
  let price = 80 + 40 * stream
  return Float64Array.from({ length: count }, (_, n) => {
    const storm = Math.floor(n / 180) % 3 === 1 ? 2 : 1
    price *= Math.exp((storm === 2 ? -0.0004 : 0.0007) + 0.0115 * storm * normal())
    return Math.round(100 * price) / 100
  })
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
