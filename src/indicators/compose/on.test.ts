import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BarTable, closeOf, parseInterval, rowsByInstrument, UsageError } from '../../model/index.ts'
import { randomTable, smallTable } from '../../testing/index.ts'
import { computeFeatures } from '../compute.ts'
import { type Feature, price } from '../feature.ts'
import { macd } from '../momentum/macd.ts'
import { sma } from '../overlap/sma.ts'
import { createFeatureStream } from '../stream.ts'
import { rank } from './across.ts'
import { columnFeature } from './column-feature.ts'
import { on } from './on.ts'

const WEEK_MS = 7 * 86_400_000
const MONDAY_MS = Date.UTC(2020, 0, 6)

interface Period {
  readonly startMs: number
  readonly endMs: number
  close: number
  high: number
  volume: number
}

function periodStart(frame: string, timeMs: number): number {
  const { fixedMs } = parseInterval(frame)
  if (frame === '1w') return MONDAY_MS + Math.floor((timeMs - MONDAY_MS) / WEEK_MS) * WEEK_MS
  if (fixedMs !== null) return Math.floor(timeMs / fixedMs) * fixedMs
  const date = new Date(timeMs)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

/**
 * The definition, said again in the plainest way: at each bar, the periods of which no later bar of the same history could still
 * be a part, as far as the bars up to this one tell.
 */
function closedPeriods(
  table: BarTable,
  frame: string,
  rows: readonly number[],
  pulseOf: Uint32Array,
): Period[] {
  const periods: Period[] = []
  const last = rows.at(-1)!
  for (const row of rows) {
    const timeMs = table.pulseOpenMs[pulseOf[row]!]!
    const startMs = periodStart(frame, timeMs)
    const newest = periods.at(-1)
    if (newest?.startMs === startMs) {
      newest.close = table.close[row]!
      newest.high = Math.max(newest.high, table.high[row]!)
      newest.volume += table.volume[row]!
    } else {
      const endMs = closeOf(parseInterval(frame), startMs)
      const [close, high, volume] = [table.close[row]!, table.high[row]!, table.volume[row]!]
      periods.push({ startMs, endMs, close, high, volume })
    }
  }
  const firstOpenMs = table.pulseOpenMs[pulseOf[rows[0]!]!]!
  const isClosed = (period: Period): boolean =>
    period.endMs <= table.pulseTimeMs[pulseOf[last]!]! ||
    period.startMs !== periodStart(frame, table.pulseOpenMs[pulseOf[last]!]!)
  return periods.filter((period, n) => isClosed(period) && (n > 0 || period.startMs === firstOpenMs))
}

describe('on', () => {
  it('sees at every bar the periods that are over by then, and no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.constantFrom(['1d', '1w'], ['1d', '1mo'], ['1h', '4h'], ['1h', '1d'], ['5m', '1h'], ['1d', '1d']),
        fc.constantFrom(0, 0.25, 0.8),
        (seed, [interval, frame], missing) => {
          const table = randomTable({ seed, instruments: 2, pulses: 90, missing, interval: interval! })
          const features = {
            close: on(frame!, price.close),
            high: on(frame!, price.high),
            volume: on(frame!, price.volume),
            mean: on(frame!, sma(2)),
          }
          const [close, high, volume, mean] = computeFeatures(table, features).columns
          const pulseOf = new Uint32Array(table.instrumentOf.length)
          for (let p = 0; p < table.pulseTimeMs.length; p++)
            pulseOf.fill(p, table.pulseStart[p]!, table.pulseStart[p + 1]!)
          for (const rows of rowsByInstrument(table)) {
            for (let n = 0; n < rows.length; n++) {
              const closed = closedPeriods(table, frame!, [...rows.subarray(0, n + 1)], pulseOf)
              const newest = closed.at(-1)
              expect(close![rows[n]!]).toBe(newest?.close ?? Number.NaN)
              expect(high![rows[n]!]).toBe(newest?.high ?? Number.NaN)
              expect(volume![rows[n]!]).toBe(newest?.volume ?? Number.NaN)
              const before = closed.at(-2)
              const wanted = before === undefined ? Number.NaN : (before.close + newest!.close) / 2
              if (before === undefined) expect(mean![rows[n]!]).toBeNaN()
              else expect(mean![rows[n]!]).toBeCloseTo(wanted, 9)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it("shows a week of Monday to Friday at the next Monday's bar, and at Sunday's close where Sunday trades", () => {
    const week = on('1w', price.close)
    // 2020-01-01 is a Wednesday; indexes 5 to 9 are the first Monday to Friday, 12 is the second Monday.
    const weekdays = { close: [1, 2, 3, 6, 7, 8, 9, 10, 13], at: [0, 1, 2, 5, 6, 7, 8, 9, 12] }
    const { columns, firstWarm } = computeFeatures(smallTable({ A: weekdays }), { week })
    expect([...columns[0]!]).toEqual([...Array<number>(8).fill(Number.NaN), 10])
    expect(firstWarm[0]).toBe(8)
    const days = Array.from({ length: 14 }, (_, day) => day)
    const daily = computeFeatures(smallTable({ A: { close: days } }), { week }).columns[0]!
    expect(daily.indexOf(11)).toBe(11)
  })

  it('keeps the outputs by name', () => {
    const { signal } = on('1w', macd(2, 3, 2))
    expect(signal.key).toMatch(/^on\(1w,macd\(.*\)\)\.signal$/)
    expect(on('1w', macd(2, 3, 2).signal).key).toBe(signal.key)
  })

  it('refuses frames that whole bars do not fill, and features that cannot run bar by bar', () => {
    const of = (interval: string, frame: string): unknown =>
      computeFeatures(smallTable({ A: { close: [1, 2] } }, interval), { frame: on(frame, sma(2)) })
    expect(() => of('1d', '4h')).toThrow(
      /'on\(4h,sma.*asks for 4h and the bars are 1d: choose a frame of at least that/,
    )
    expect(() => of('2d', '3d')).toThrow(/choose a multiple of 2d/)
    expect(() => of('1w', '1mo')).toThrow(UsageError)
    expect(() => on('fortnight', sma(2))).toThrow(/interval/)
    expect(() => on('1w', rank(sma(2)))).toThrow(/is a cross-section: take it of the framed feature/)
    const whole: Feature = columnFeature({
      name: 'x',
      inputs: [price.close],
      lookback: 0,
      compute: ([c]) => c!,
    })
    expect(() => on('1w', whole)).toThrow(/is a function of whole columns/)
    expect(() => on('1d', on('4h', sma(2)))).toThrow(/asks for 4h and the bars are 1d/)
  })

  it('needs the closing instant of streamed bars', () => {
    const stream = createFeatureStream({ week: on('1w', sma(2)) }, 'A')
    const bar = { open: 1, high: 1, low: 1, close: 1, volume: 1, timeMs: 0 }
    expect(() => stream.push(bar)).toThrow(/a bar of A has no closeMs/)
    expect(stream.push({ ...bar, closeMs: 86_400_000 })[0]).toBeNaN()
  })
})
