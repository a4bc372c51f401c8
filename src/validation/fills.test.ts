import { describe, expect, it } from 'vitest'
import { KIND_CODES } from '../ledger/index.ts'
import { type BarTable, rowsByInstrument } from '../model/index.ts'
import { defineStrategy, type Strategy } from '../strategy/index.ts'
import { PLAIN_CONFIG, smallTable } from '../testing/index.ts'
import { placeOf } from './decisions.ts'
import { checkFills } from './fills.ts'
import { type PlainRun, plainRun, pulsesOfRows } from './proof-input.ts'

const DAY_MS = 86_400_000
const CONFIG = { ...PLAIN_CONFIG, costs: [{ kind: 'spread-bps', value: 10 }] as const }

function toggling(): PlainRun {
  const table: BarTable = smallTable({ KO: { close: [50, 51, 52, 53, 54, 55] } })
  const strategy = defineStrategy({
    name: 'toggling',
    decide(pulse) {
      for (const bar of pulse.bars) bar.target(bar.position === 0 ? 10 : 0)
    },
  }) as unknown as Strategy
  const layout = { rowsOf: rowsByInstrument(table), pulseOfRow: pulsesOfRows(table) }
  return plainRun({ table, strategy: () => strategy, params: {}, config: CONFIG }, layout)
}

/** Changes the events of one kind in place. */
function tamper(
  { log }: PlainRun,
  kind: number,
  change: (chunk: ReturnType<typeof placeOf>[0], at: number) => void,
) {
  for (let seq = 0; seq < log.count; seq++) {
    const [chunk, at] = placeOf(log, seq)
    if (chunk.kind[at] === kind) change(chunk, at)
  }
}

describe('checkFills', () => {
  it('accepts the fills of a run, costs included', () => {
    expect(checkFills(toggling(), CONFIG)).toEqual({ fills: 5, difference: undefined })
  })

  it('finds a price that the bar through the cost chain does not give', () => {
    const run = toggling()
    tamper(run, KIND_CODES.fill, (chunk, at) => {
      if (chunk.b[at]! > 52.5) chunk.b[at]! += 0.01
    })
    expect(checkFills(run, CONFIG).difference).toEqual({ pulse: 3, instrument: 0 })
  })

  it('finds a fill at a bar that had opened before the decision', () => {
    const run = toggling()
    tamper(run, KIND_CODES['order-submitted'], (chunk, at) => {
      chunk.timeMs[at]! += DAY_MS
    })
    expect(checkFills(run, CONFIG).difference).toEqual({ pulse: 1, instrument: 0 })
  })

  it('finds a fill at an instant at which no bar opened', () => {
    const run = toggling()
    tamper(run, KIND_CODES.fill, (chunk, at) => {
      chunk.timeMs[at]! += 1
    })
    expect(checkFills(run, CONFIG).difference).toBeDefined()
  })
})
