/** Rows and Arrow tables from code: the same bars, the same hash as columns and files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DateDay,
  Dictionary,
  Float64,
  Int32,
  Int64,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFiles } from './import.ts'
import { sealArrow, sealRows } from './seal-table.ts'
import { listSealed } from './sealed/verify.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-seal-table-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07']
const ROWS = DAYS.flatMap((date, n) =>
  ['KO', 'PEP'].map((symbol, m) => ({
    symbol,
    date,
    open: 10.1 + n + m,
    high: 12.3 + n + m,
    low: 9.7 + n + m,
    close: 11.2 + n + m,
    volume: 100 * (n + 1),
  })),
)
const request = { source: 'made', nowMs: 0 } as const

async function hashOfCsv(): Promise<string> {
  const path = join(folder, 'rows.csv')
  const lines = ROWS.map((row) => Object.values(row).join(','))
  writeFileSync(path, `${Object.keys(ROWS[0]!).join(',')}\n${lines.join('\n')}\n`)
  return (await importFiles({ files: [path], folder, nowMs: 0 })).hash
}

function arrowOf(times: Vector): Table {
  const numbers = (key: 'open' | 'high' | 'low' | 'close'): Vector =>
    vectorFromArray(
      ROWS.map((row) => row[key]),
      new Float64(),
    )
  return new Table({
    symbol: vectorFromArray(
      ROWS.map(({ symbol }) => symbol),
      new Dictionary(new Utf8(), new Int32()),
    ),
    date: times,
    open: numbers('open'),
    high: numbers('high'),
    low: numbers('low'),
    close: numbers('close'),
    volume: vectorFromArray(
      ROWS.map(({ volume }) => BigInt(volume)),
      new Int64(),
    ),
  })
}

const DATES = ROWS.map(({ date }) => new Date(date))

describe('rows from code', () => {
  it('are the snapshot of the same rows in a file', async () => {
    const { hash, manifest } = sealRows({ ...request, folder, rows: ROWS })
    expect(hash).toBe(await hashOfCsv())
    expect(sealRows({ ...request, folder, rows: new Set(ROWS) }).hash).toBe(hash)
    expect(manifest.bars).toBe(8)
  })

  it('may hold dates, texts and large integers', () => {
    const rows = ROWS.map((row) => ({
      ...row,
      date: new Date(row.date),
      volume: BigInt(row.volume),
      open: `${row.open}`,
    }))
    const own = join(folder, 'forms')
    const { manifest } = sealRows({ ...request, folder: own, rows })
    expect(manifest.sources).toEqual([{ kind: 'code', name: 'made', rows: 8 }])
  })

  it('are refused with the number of the row', () => {
    const own = join(folder, 'bad')
    const rows = [
      ...ROWS,
      { ...ROWS[0]!, date: '2020-01-08', close: Number.NaN },
      { ...ROWS[1]!, date: 'soon' },
    ]
    expect(() => sealRows({ ...request, folder: own, rows })).toThrow(/made:9 KO 2020-01-08: close is NaN/)
    expect(() => sealRows({ ...request, folder: own, rows })).toThrow(/made:10 PEP soon: 'soon' is not/)
    expect(() => sealRows({ ...request, folder: own, rows: [] })).toThrow(/at least one row/)
    expect(() => sealRows({ ...request, folder: own, rows: [{ date: '2020-01-02' }] })).toThrow(
      /column for open/,
    )
    const long = [{ ...ROWS[0]!, open: `10.${'0'.repeat(2_000)}1` }]
    expect(() => sealRows({ ...request, folder: own, rows: long })).toThrow(/BAD_NUMBER/)
    expect(listSealed(own)).toEqual([])
  })
})

describe('an Arrow table', () => {
  it.each([
    ['days', vectorFromArray(DATES, new DateDay())],
    ['ms', vectorFromArray(DATES, new TimestampMillisecond())],
    ['us', vectorFromArray(DATES, new TimestampMicrosecond())],
    ['instants', vectorFromArray(DATES, new TimestampMillisecond('UTC'))],
    [
      'epochs',
      vectorFromArray(
        DATES.map((date) => BigInt(date.getTime())),
        new Int64(),
      ),
    ],
    [
      'text',
      vectorFromArray(
        ROWS.map(({ date }) => date),
        new Utf8(),
      ),
    ],
  ])('with times as %s is the snapshot of the same rows in a file', async (_, times) => {
    const { hash, manifest } = await sealArrow({ ...request, folder, table: arrowOf(times), timeZone: 'UTC' })
    expect(hash).toBe(await hashOfCsv())
    expect(manifest.bars).toBe(8)
  })

  it('that is a part of another, in several batches, is read from its own rows', async () => {
    const table = arrowOf(vectorFromArray(DATES, new DateDay()))
    const whole = table.slice(0, 4).concat(table.slice(4))
    expect(whole.batches.length).toBe(2)
    expect((await sealArrow({ ...request, folder, table: whole })).hash).toBe(await hashOfCsv())
    const part = await sealArrow({ ...request, folder, table: table.slice(2) })
    expect(part.hash).toBe(sealRows({ ...request, folder, rows: ROWS.slice(2) }).hash)
  })

  it('is refused with the number of the row that has no value', async () => {
    const table = arrowOf(vectorFromArray(DATES, new DateDay()))
    const closes = vectorFromArray(
      ROWS.map(({ close }, n) => (n === 5 ? null : close)),
      new Float64(),
    )
    const bad = table.setChild('close' as never, closes as never)
    const own = join(folder, 'bad-arrow')
    await expect(sealArrow({ ...request, folder: own, table: bad })).rejects.toThrow(
      /made:6 PEP 2020-01-06: close is empty/,
    )
    expect(listSealed(own)).toEqual([])
  })
})
