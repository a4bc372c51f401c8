/** What the look-ahead proof is held to: strategies with one planted leak each, and honest ones, over made-up bars. */
import type { EngineConfig } from '../../src/engine/index.ts'
import type { BarTable } from '../../src/model/index.ts'
import { randomTable } from '../../src/testing/index.ts'

export interface ExpectedLeak {
  /** The strategy's name of the feature, or `decide`. */
  readonly feature: string
  /** Bars ahead; `last`: to the instrument's last bar; absent where the case has no one distance. */
  readonly readsAhead?: number | 'last'
}

export interface LeakCase {
  readonly name: string
  /** One sentence: how it looks ahead, or what honest thing it does. */
  readonly idea: string
  readonly table?: BarTable
  readonly config?: Partial<EngineConfig>
  /** The strategy, made afresh at each call. */
  readonly build: () => unknown
  readonly leak: ExpectedLeak | null
}

/** Three instruments, bars missing here and there, one that starts late. */
export const RAGGED = randomTable({
  seed: 11,
  instruments: 3,
  pulses: 150,
  missing: 0.05,
  spans: [
    [0, 150],
    [0, 150],
    [40, 150],
  ],
})

/** Two instruments with a bar on every day from Wednesday, 2020-01-01 on. */
export const DENSE = randomTable({ seed: 12, instruments: 2, pulses: 140, missing: 0 })

/** Hourly bars around the clock from 2020-01-01T00:00Z on. */
export const HOURLY = randomTable({ seed: 13, instruments: 1, pulses: 120, missing: 0, interval: '1h' })

/** Eight instruments, four of which start at different times and one of which ends early. */
export const WIDE = randomTable({
  seed: 14,
  instruments: 8,
  pulses: 130,
  missing: 0.1,
  spans: [
    [0, 130],
    [0, 130],
    [0, 130],
    [0, 80],
    [20, 130],
    [35, 130],
    [60, 130],
    [90, 130],
  ],
})
