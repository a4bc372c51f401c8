/** Indicators against TA-Lib's own output (golden/indicators/talib_goog.csv.gz beside the checkout, where it is there). */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { computeFeatures, donchian } from '../../src/indicators/index.ts'
import { defaultInstrument, parseInterval, tableOf } from '../../src/model/index.ts'
import { TALIB } from './talib-features.ts'

const golden = new URL('../../../shared/golden/indicators/talib_goog.csv.gz', import.meta.url)
const goog = new URL('../../../shared/data/goog_daily.csv', import.meta.url)

const index = new URL('../../../shared/golden/indicators/talib_goog.json', import.meta.url)

interface Index {
  readonly items: Readonly<Record<string, GoldenCase>>
}

interface GoldenCase {
  readonly fn: string
  readonly params: Readonly<Record<string, number>>
  readonly columns: readonly string[]
}

// The market data and golden columns are not part of the project: they run where they lie beside the checkout.
describe.runIf(existsSync(golden) && existsSync(goog))('TA-Lib on GOOG, daily', () => {
  const wanted = existsSync(golden)
    ? readColumns(gunzipSync(readFileSync(golden)).toString('utf8'))
    : new Map()
  const bars = existsSync(goog) ? readColumns(readFileSync(goog, 'utf8')) : new Map()
  const table = (): Parameters<typeof computeFeatures>[0] =>
    tableOf(
      [
        {
          instrument: defaultInstrument('GOOG'),
          timeMs: Float64Array.from(bars.get('Close')!, (_, t) => t * 86_400_000),
          open: bars.get('Open')!,
          high: bars.get('High')!,
          low: bars.get('Low')!,
          close: bars.get('Close')!,
          volume: bars.get('Volume')!,
        },
      ],
      parseInterval('1d'),
    )

  const { items } = JSON.parse(existsSync(index) ? readFileSync(index, 'utf8') : '{"items":{}}') as Index

  it.each(Object.entries(items))('%s agrees to 1e-9', (_, { fn, params, columns }) => {
    const named = Object.entries(params).map(([name, value]) => [name.toLowerCase(), value] as const)
    const features = TALIB[fn]!({ matype: 0, ...Object.fromEntries(named) })
    const found = computeFeatures(table(), features).columns
    expect(found.length).toBe(columns.length)
    columns.forEach((name, k) => expectClose(found[k]!, wanted.get(name)!))
  })

  it('covers every column', () => {
    const covered = Object.values(items).flatMap(({ columns }) => columns)
    expect(new Set(covered)).toEqual(new Set(wanted.keys()))
  })

  it('the Donchian channel is the MAX of the highs and the MIN of the lows', () => {
    const { columns } = computeFeatures(table(), { upper: donchian(7).upper, lower: donchian(7).lower })
    const high = bars.get('High')!
    const low = bars.get('Low')!
    for (let t = 6; t < high.length; t++) {
      expect(columns[0]![t]).toBe(Math.max(...high.subarray(t - 6, t + 1)))
      expect(columns[1]![t]).toBe(Math.min(...low.subarray(t - 6, t + 1)))
    }
  })
})

function expectClose(found: Float64Array, wanted: Float64Array): void {
  expect(found.length).toBe(wanted.length)
  for (let t = 0; t < wanted.length; t++) {
    const [value, target] = [found[t]!, wanted[t]!]
    const close =
      Number.isNaN(target) === Number.isNaN(value) &&
      !(Math.abs(value - target) > 1e-9 * Math.max(1e-3, Math.abs(target)))
    if (!close) expect(`[${t}] ${value}`).toBe(`[${t}] ${target}`)
  }
}

/** The columns of a CSV text by name; an empty cell is NaN, a date is left out. */
function readColumns(text: string): Map<string, Float64Array> {
  const [header, ...lines] = text.trimEnd().split('\n')
  const rows = lines.map((line) => line.split(','))
  const columns = header!
    .split(',')
    .map((name, index): [string, Float64Array] => [
      name,
      Float64Array.from(rows, (row) => (row[index] === '' ? Number.NaN : Number(row[index]))),
    ])
  return new Map(columns.slice(1))
}
