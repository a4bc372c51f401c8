import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultInstrument, type InstrumentBars } from '../../model/index.ts'
import { generateBars } from '../generate.ts'
import { importFiles } from '../import.ts'
import { readInstruments } from '../read/instrument-table.ts'
import { sealBars } from '../seal-bars.ts'
import { snapshotArrow, snapshotCsv, snapshotInstruments, snapshotParquet } from './export.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-export-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Hourly bars with values that need all their digits, under a name that CSV must quote. */
function oddBars(id: string): InstrumentBars {
  const column = (of: (n: number) => number): Float64Array =>
    Float64Array.from({ length: 5_000 }, (_, n) => of(n))
  return {
    instrument: defaultInstrument(id),
    timeMs: column((n) => Date.UTC(2020, 0, 1) + n * 3_600_000),
    open: column((n) => 1 + n / 7),
    high: column((n) => 3 + n / 7),
    low: column((n) => 1e-9 + n / 7),
    close: column((n) => 2 + n / 7),
    volume: column((n) => n * 1e15),
  }
}

describe('an exported snapshot', () => {
  const daily = generateBars({ seed: 2, instruments: 3, days: 50, start: '2020-01-01' })
  it.each([
    ['daily bars', daily],
    ['hourly bars with odd names and all digits', ['a,b', 'say "x"', 'é'].map(oddBars)],
  ])('of %s is the same snapshot when it is imported again', async (_, bars) => {
    const { hash } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
    const csv = join(folder, 'export.csv')
    writeFileSync(csv, [...snapshotCsv({ folder, hash })].join(''))
    const parquet = join(folder, 'export.parquet')
    writeFileSync(parquet, Buffer.concat([...snapshotParquet({ folder, hash })]))
    for (const file of [csv, parquet]) {
      expect(await importFiles({ files: [file], folder, nowMs: 0 })).toMatchObject({
        hash,
        outcome: 'existing',
      })
    }
  })

  it('may be a part: some instruments, some days', () => {
    const { hash } = sealBars({ folder, bars: daily, source: 'test', nowMs: 0 })
    const part = { folder, hash, from: '2020-01-02', to: '2020-01-03', instruments: ['GEN_002'] }
    const lines = [...snapshotCsv(part)].join('').trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^2020-01-02,GEN_002,(\d+(\.\d+)?,){4}\d+$/)
    expect(() => [...snapshotCsv({ ...part, instruments: ['NONE'] })]).toThrow("'NONE' is not among its 3")
  })

  it('with its table of instruments keeps every attribute', async () => {
    const bars = daily.map((one, index) => ({
      ...one,
      instrument: {
        ...one.instrument,
        symbol: `say "x", ${index}`,
        assetClass: 'future' as const,
        currency: 'EUR',
        tickSize: index === 0 ? null : 0.1 + 0.2,
        lotSize: 1e-8,
        multiplier: 50,
      },
    }))
    const { hash } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
    const csv = join(folder, 'attributes-bars.csv')
    const table = join(folder, 'attributes.csv')
    writeFileSync(csv, [...snapshotCsv({ folder, hash })].join(''))
    writeFileSync(table, snapshotInstruments({ folder, hash }))
    const attributes = { table: await readInstruments(table) }
    expect(await importFiles({ files: [csv], folder, attributes, nowMs: 0 })).toMatchObject({ hash })
    expect((await importFiles({ files: [csv], folder, nowMs: 0 })).hash).not.toBe(hash)
  })

  it('is an Arrow table of the same bars', async () => {
    const bars = ['a,b', 'é'].map(oddBars)
    const { hash } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
    const seen: string[] = []
    const pieces: Uint8Array[] = []
    const onInstrument = ({ id, bars: count }: { id: string; bars: number }): number =>
      seen.push(`${id} ${count}`)
    for await (const piece of snapshotArrow({ folder, hash, onInstrument })) pieces.push(piece)
    const table = tableFromIPC(Buffer.concat(pieces))
    expect(table.schema.fields.map(({ name, type }) => `${name} ${String(type)}`)).toEqual([
      'time Timestamp<MILLISECOND, UTC>',
      'instrument Dictionary<Int32, Utf8>',
      ...['open', 'high', 'low', 'close', 'volume'].map((name) => `${name} Float64`),
    ])
    expect(table.numRows).toBe(10_000)
    bars.forEach((one, index) => {
      const rows = table.slice(index * 5_000, (index + 1) * 5_000)
      expect(new Set(rows.getChild('instrument')!)).toEqual(new Set([one.instrument.id]))
      expect(Float64Array.from(rows.getChild('time')!)).toEqual(one.timeMs)
      for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
        expect(Float64Array.from(rows.getChild(field)!)).toEqual(one[field])
      }
    })
    expect(seen).toEqual(['a,b 5000', 'é 5000'])
  })

  it('is refused where no bar lies in the range', () => {
    const { hash } = sealBars({ folder, bars: daily, source: 'test', nowMs: 0 })
    const nothing = { folder, hash, from: '1999-01-01', to: '1999-12-31' }
    expect(() => [...snapshotCsv(nothing)]).toThrow('At least one bar must open in the range')
    expect(() => [...snapshotParquet(nothing)]).toThrow('At least one bar must open in the range')
  })
})
