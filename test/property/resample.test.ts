/**
 * Merged bars and features on another time frame are one thing seen twice: at each daily bar, `on('1w', f)` has the value that
 * `f` has at the newest weekly bar that is over by then, and a weekly bar is never visible to the engine before its last day.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeFeatures, on, rsi, sma } from '../../src/indicators/index.ts'
import {
  type BarTable,
  closeOf,
  defaultInstrument,
  type InstrumentBars,
  parseInterval,
  resample,
  rowsByInstrument,
  tableOf,
} from '../../src/model/index.ts'
import { defineStrategy } from '../../src/strategy/index.ts'
import { backtest, randomTable } from '../../src/testing/index.ts'

const DAY = 86_400_000

function barsOf(table: BarTable): InstrumentBars[] {
  const openMs = new Float64Array(table.instrumentOf.length)
  for (let p = 0; p < table.pulseTimeMs.length; p++) {
    openMs.fill(table.pulseOpenMs[p]!, table.pulseStart[p], table.pulseStart[p + 1])
  }
  return rowsByInstrument(table).map((rows, i) => {
    const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!)
    return {
      instrument: table.instruments[i]!,
      timeMs: pick(openMs),
      open: pick(table.open),
      high: pick(table.high),
      low: pick(table.low),
      close: pick(table.close),
      volume: pick(table.volume),
    }
  })
}

const merged = (bars: InstrumentBars, to: string, knownMs: number): InstrumentBars =>
  resample(bars, {
    from: parseInterval('1d'),
    to: parseInterval(to),
    calendar: 'none',
    session: 'regular',
    knownMs,
    keepIncomplete: true,
  }).bars

describe('a feature on a longer frame', () => {
  it('has the value that it has on merged bars, at the first daily bar by which the merged one is over', () => {
    const frames = fc.constantFrom('1w', '1mo')
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        frames,
        fc.constantFrom(0, 0.3),
        (seed, frame, missing) => {
          const table = randomTable({ seed, instruments: 2, pulses: 150, missing, interval: '1d' })
          const daily = computeFeatures(table, { mean: on(frame, sma(3)), strength: on(frame, rsi(2)) })
          const rows = rowsByInstrument(table)
          barsOf(table).forEach((bars, i) => {
            const long = merged(bars, frame, Number.POSITIVE_INFINITY)
            // A frame leaves out a first period whose beginning is not in the bars.
            const skip = bars.timeMs[0] === long.timeMs[0] ? 0 : 1
            const whole = tableOf(
              [{ ...long, ...sliced(long, skip, long.timeMs.length) }],
              parseInterval(frame),
            )
            const onLong = computeFeatures(whole, { mean: sma(3), strength: rsi(2) })
            for (let n = 0; n < bars.timeMs.length; n++) {
              const openMs = bars.timeMs[n]!
              let newest = -1
              for (let k = 0; k < whole.pulseOpenMs.length; k++) {
                const endMs = closeOf(parseInterval(frame), whole.pulseOpenMs[k]!)
                if (endMs <= openMs + DAY) newest = k
              }
              for (const feature of [0, 1]) {
                const wanted = newest < 0 ? Number.NaN : onLong.columns[feature]![newest]!
                expect(daily.columns[feature]![rows[i]![n]!]).toBe(wanted)
              }
            }
          })
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('merged bars in the engine', () => {
  it('show a decision nothing before the close of its last part, and fill it after that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), (seed) => {
        const table = randomTable({ seed, instruments: 2, pulses: 120, missing: 0.3, interval: '1d' })
        const days = barsOf(table)
        const weekly = tableOf(
          days.map((bars) => merged(bars, '1w', Number.POSITIVE_INFINITY)),
          parseInterval('1w'),
        )
        const lastCloseMs = (id: string, weekMs: number): number => {
          const { timeMs } = days.find(({ instrument }) => instrument.id === id)!
          return timeMs.filter((openMs) => openMs < weekMs + 7 * DAY).at(-1)! + DAY
        }
        const strategy = defineStrategy({
          name: 'watch',
          decide(pulse) {
            for (const bar of pulse.bars) {
              expect(lastCloseMs(bar.instrument.id, bar.timeMs)).toBeLessThanOrEqual(pulse.timeMs)
              bar.target(bar.close > bar.open ? 1 : 0)
            }
          },
        })
        const { folded } = backtest({ table: weekly, strategy, config: { credit: 'unlimited' } })
        for (const fill of folded.fills) {
          const week = weekly.pulseOpenMs.indexOf(fill.timeMs)
          expect(week).toBeGreaterThan(0)
          expect(weekly.pulseTimeMs[week - 1]).toBeLessThanOrEqual(fill.timeMs)
        }
      }),
      { numRuns: 30 },
    )
  })
})

function sliced(bars: InstrumentBars, from: number, to: number) {
  const { timeMs, open, high, low, close, volume } = bars
  const cut = (column: Float64Array): Float64Array => column.slice(from, to)
  return {
    instrument: defaultInstrument(bars.instrument.id),
    timeMs: cut(timeMs),
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume),
  }
}
