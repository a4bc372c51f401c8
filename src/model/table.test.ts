import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BarField, type InstrumentBars, PRICE_FIELDS } from './bars.ts'
import { defaultInstrument } from './instrument.ts'
import { closeOf, parseInterval } from './interval.ts'
import { rowsByInstrument, tableOf } from './table.ts'

const DAY = 86_400_000

/** Bars whose values tell instrument, field and row apart. */
function barsOf(id: string, opens: readonly number[]): InstrumentBars {
  const column = (field: number): Float64Array =>
    Float64Array.from(opens, (_, n) => id.charCodeAt(0) * 1_000_000 + field * 10_000 + n)
  return {
    instrument: defaultInstrument(id),
    timeMs: Float64Array.from(opens),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  }
}

describe('tableOf', () => {
  it('orders every bar by its close and then by instrument, whatever the histories', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 20 })
    const interval = parseInterval('1d')
    fc.assert(
      fc.property(fc.array(days, { minLength: 1, maxLength: 5 }), (histories) => {
        const bars = histories.map((history, index) =>
          barsOf(
            'EDCBA'[index]!,
            history.toSorted((a, b) => a - b).map((day) => day * DAY),
          ),
        )
        const table = tableOf(bars, interval)
        // The naive twin: all bars in one list, sorted.
        const rows = bars
          .flatMap((one) =>
            Array.from(one.timeMs, (openMs, n) => ({ one, n, openMs, closeMs: closeOf(interval, openMs) })),
          )
          .toSorted((a, b) => a.closeMs - b.closeMs || (a.one.instrument.id < b.one.instrument.id ? -1 : 1))
        const pulses = [...new Set(rows.map(({ closeMs }) => closeMs))]
        expect([...table.pulseTimeMs]).toEqual(pulses)
        expect([...table.pulseOpenMs]).toEqual(pulses.map((closeMs) => closeMs - DAY))
        expect([...table.pulseStart]).toEqual([
          ...pulses.map((closeMs) => rows.findIndex((row) => row.closeMs === closeMs)),
          rows.length,
        ])
        expect(Array.from(table.instrumentOf, (i) => table.instruments[i]!.id)).toEqual(
          rows.map(({ one }) => one.instrument.id),
        )
        for (const field of PRICE_FIELDS satisfies readonly BarField[]) {
          expect([...table[field]]).toEqual(rows.map(({ one, n }) => one[field][n]))
        }
        rowsByInstrument(table).forEach((ownRows, i) => {
          const own = bars.find(({ instrument }) => instrument.id === table.instruments[i]!.id)!
          expect(Array.from(ownRows, (row) => table.close[row])).toEqual([...own.close])
        })
      }),
    )
  })

  it('puts months that are dated on different days into one pulse', () => {
    const date = (text: string): number => Date.parse(text)
    const table = tableOf(
      [
        barsOf('A', [date('2020-01-31'), date('2020-02-28')]),
        barsOf('B', [date('2020-01-30'), date('2020-03-02')]),
      ],
      parseInterval('1mo'),
    )
    expect([...table.pulseTimeMs]).toEqual(['2020-02-01', '2020-03-01', '2020-04-01'].map(date))
    expect([...table.pulseOpenMs]).toEqual(['2020-01-30', '2020-02-28', '2020-03-02'].map(date))
    expect([...table.pulseStart]).toEqual([0, 2, 3, 4])
    expect([...table.instrumentOf]).toEqual([0, 1, 0, 1])
  })

  it('refuses two instruments of one id', () => {
    expect(() => tableOf([barsOf('A', [0]), barsOf('A', [1])], parseInterval('1d'))).toThrow(
      "'A' occurs twice",
    )
  })
})
