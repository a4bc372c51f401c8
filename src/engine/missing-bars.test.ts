/** What a run does about missing bars, on ragged tables whose holes are known. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BarTable,
  type CalendarName,
  createRandom,
  defaultInstrument,
  isoTime,
  parseInterval,
  tableOf,
} from '../model/index.ts'
import { defineStrategy } from '../strategy/index.ts'
import { backtest } from '../testing/index.ts'
import { type MissingBarPolicy, type MissingPlan, planMissing } from './missing-bars.ts'

const DAY = 86_400_000
/** A Monday; the week after it has no holiday. */
const MONDAY = Date.UTC(2020, 0, 6)

/** Daily bars at the given days after MONDAY; bar of day d closes at 100 + d. */
function tableAt(days: Readonly<Record<string, readonly number[]>>, interval = '1d'): BarTable {
  return tableOf(
    Object.entries(days).map(([id, own]) => {
      const price = Float64Array.from(own, (day) => 100 + day)
      const timeMs = Float64Array.from(own, (day) => MONDAY + day * DAY)
      return {
        instrument: defaultInstrument(id),
        timeMs,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: price,
      }
    }),
    parseInterval(interval),
  )
}

/** Spans as the table has them, or as a snapshot of which the table is a part. */
const spansOf = (days: Readonly<Record<string, readonly number[]>>) =>
  Object.values(days).map((own) => ({
    firstTimeMs: MONDAY + own[0]! * DAY,
    lastTimeMs: MONDAY + own.at(-1)! * DAY,
  }))

function plan(
  days: Readonly<Record<string, readonly number[]>>,
  policy: Exclude<MissingBarPolicy, 'carry'>,
  { calendar = 'nyse', table = tableAt(days) }: { calendar?: CalendarName; table?: BarTable } = {},
): MissingPlan {
  const calendars = Object.fromEntries(Object.keys(days).map((id) => [id, calendar]))
  return planMissing(table, spansOf(days), { policy, calendars })
}

/** Two weeks of weekdays; B lacks Wednesday of the first and starts late, on Tuesday. */
const RAGGED = { A: [0, 1, 2, 3, 4, 7, 8, 9, 10, 11], B: [1, 3, 4, 7, 8, 9] }
/** A hole in which nobody trades: Tuesday and Wednesday of the second week. */
const HOLE = { A: [0, 1, 2, 3, 4, 7, 10, 11] }

const asked: number[] = []
const strategy = defineStrategy({
  name: 'follow',
  state: { calls: 0 },
  decide(pulse) {
    asked.push(pulse.timeMs)
    pulse.state.calls++
    // Another target at every pulse: an order always waits.
    for (const bar of pulse.bars) bar.target(pulse.state.calls)
  },
})

function run(table: BarTable, missing: MissingPlan | undefined) {
  asked.length = 0
  const outcome = backtest({ table, strategy, missing, config: { credit: 'unlimited' } })
  return { outcome, folded: outcome.folded, asked: asked.map(isoTime), events: outcome.events }
}

describe('a plan for missing bars', () => {
  it('knows the pulse of each hole, between the first and the last bar only', () => {
    expect([...plan(RAGGED, 'skip').isSkipped]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    expect([...plan(HOLE, 'skip').isSkipped]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect([...plan({ A: [0, 4, 5] }, 'skip', { calendar: '24/7' }).isSkipped]).toEqual([0, 0, 0])
  })

  it('ends a run after the pulse of a missing bar, or before the next pulse where there was none', () => {
    expect(plan(RAGGED, 'halt').halt).toEqual({
      instrument: 1,
      barOpenMs: MONDAY + 2 * DAY,
      timeMs: MONDAY + 3 * DAY,
      pulses: 3,
    })
    expect(plan(HOLE, 'halt').halt).toEqual({
      instrument: 0,
      barOpenMs: MONDAY + 8 * DAY,
      timeMs: MONDAY + 9 * DAY,
      pulses: 6,
    })
    expect(plan({ A: [0, 1, 2] }, 'halt')).toEqual({ isSkipped: new Uint8Array(3), halt: null })
  })

  it('refuses holes under `error`, naming the first', () => {
    expect(() => plan({ ...RAGGED, C: HOLE.A }, 'error')).toThrow(
      /but 3 are: B 2020-01-08, C 2020-01-14, C 2020-01-15\. Import complete bars/,
    )
    expect(() => plan(HOLE, 'error')).toThrow(
      expect.objectContaining({ name: 'DataError', code: 'MISSING_BARS' }),
    )
    expect(plan({ A: [0, 1, 2, 3, 4, 7] }, 'error').halt).toBeNull()
  })

  it('refuses to guess where no calendar is known, but for weeks and months', () => {
    expect(() => plan(RAGGED, 'skip', { calendar: 'none' })).toThrow(
      expect.objectContaining({ name: 'UsageError', code: 'CALENDAR_UNKNOWN' }),
    )
    const weeks = { A: [0, 7, 28], B: [0, 7, 14, 21, 28] }
    const table = tableAt(weeks, '1w')
    expect([...plan(weeks, 'skip', { calendar: 'none', table }).isSkipped]).toEqual([0, 0, 1, 1, 0])
  })

  it('takes the end of an instrument from its snapshot: a cut changes nothing before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 1, max: 27 }), (seed, cut) => {
        const random = createRandom(seed)
        const weekdays = Array.from({ length: 28 }, (_, day) => day).filter((day) => day % 7 < 5)
        const days = Object.fromEntries(
          ['A', 'B', 'C'].map((id) => {
            const own = weekdays.filter((day) => random() > 0.2 || day < 1)
            return [id, own]
          }),
        )
        const part = Object.fromEntries(
          Object.entries(days).map(([id, own]) => [id, own.filter((day) => day < cut)]),
        )
        const table = tableAt(part)
        const whole = plan(days, 'skip', { calendar: 'fx' })
        const pulses = table.pulseTimeMs.length
        expect([...plan(days, 'skip', { calendar: 'fx', table }).isSkipped]).toEqual([
          ...whole.isSkipped.subarray(0, pulses),
        ])
        const halt = plan(days, 'halt', { calendar: 'fx' }).halt
        const cutHalt = plan(days, 'halt', { calendar: 'fx', table }).halt
        if (halt !== null && halt.timeMs <= table.pulseTimeMs.at(-1)!) expect(cutHalt).toEqual(halt)
        else expect(cutHalt).toBeNull()
      }),
      { numRuns: 60 },
    )
  })
})

describe('a run with holes', () => {
  it('asks nothing where a bar is missing under `skip`, but fills and marks', () => {
    const table = tableAt(RAGGED)
    const carried = run(table, undefined)
    const skipped = run(table, plan(RAGGED, 'skip'))
    expect(carried.asked).toHaveLength(10)
    expect(skipped.asked).toEqual(carried.asked.filter((time) => time !== '2020-01-09'))
    // The order of Tuesday's close fills at Wednesday's open, where B has no bar.
    const wednesday = skipped.folded.fills.filter(({ timeMs }) => timeMs === MONDAY + 2 * DAY)
    expect(wednesday.map(({ instrument }) => instrument)).toEqual(['A'])
    expect(skipped.outcome.curve.equity).toHaveLength(10)
    expect(skipped.outcome.halted).toBeNull()
  })

  it('ends at a hole under `halt`, with positions marked and orders expired', () => {
    const { outcome, events, asked: times } = run(tableAt(RAGGED), plan(RAGGED, 'halt'))
    expect(times).toEqual(['2020-01-07', '2020-01-08'])
    expect([...outcome.curve.timeMs].map(isoTime)).toEqual(['2020-01-07', '2020-01-08', '2020-01-09'])
    expect(outcome.pulseOpenMs).toHaveLength(3)
    expect(outcome.curve.openPositions.at(-1)).toBe(1)
    expect(events.slice(-4, -1)).toMatchObject([
      {
        kind: 'halted',
        instrument: 'B',
        reason: 'MISSING_BAR',
        barOpenMs: MONDAY + 2 * DAY,
        timeMs: MONDAY + 3 * DAY,
      },
      { kind: 'order-expired', instrument: 'B', reason: 'HALTED' },
      { kind: 'state-saved', state: { calls: 2 } },
    ])
    expect(outcome.finalEquity).toBe(outcome.curve.equity.at(-1))
  })

  it('ends before the bar after a hole in which there was no pulse', () => {
    const { outcome, events, asked: times } = run(tableAt(HOLE), plan(HOLE, 'halt'))
    expect(times.at(-1)).toBe('2020-01-14')
    expect(outcome.curve.timeMs).toHaveLength(6)
    expect(events.filter(({ timeMs }) => timeMs > MONDAY + 9 * DAY)).toEqual([])
    expect(events.find(({ kind }) => kind === 'halted')).toMatchObject({ timeMs: MONDAY + 9 * DAY })
  })
})
