/** Parquet files that DuckDB writes here, imported: one content, one hash, whatever the types and whichever the backend. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../findings.ts'
import { type ImportRequest, importFiles } from '../import.ts'
import { openSnapshot } from '../sealed/open.ts'
import { READER_BACKENDS } from './backends.ts'
import { withDuckDb } from './duckdb.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-read-parquet-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const DAYS = "date '2020-01-01' + (n // 2)::INT AS day, if(n % 2 = 0, 'KO', 'PEP') AS symbol"
const PRICES = '10 + n / 8 AS open, 20 + n / 8 AS high, 5 + n / 8 AS low, 12 + n / 8 AS close, n AS volume'
const BARS = `(SELECT ${DAYS}, ${PRICES} FROM range(10) numbers(n))`

async function write(name: string, sql: string): Promise<string> {
  const path = join(folder, name)
  await withDuckDb((connection) => connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`))
  return path
}

// Polars has no binary on Node 20.
const BACKENDS = READER_BACKENDS.filter(
  (name) => name !== 'polars' || Number(process.versions.node.split('.')[0]) >= 22,
)
let backend: string = 'duckdb'

const importOne = (path: string, options: Partial<ImportRequest> = {}): ReturnType<typeof importFiles> =>
  importFiles({ files: [path], folder, nowMs: 0, backend, ...options })

async function refused(path: string, options: Partial<ImportRequest> = {}): Promise<Record<string, unknown>> {
  const error = await importOne(path, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const { code, message, details } = error as {
    code: string
    message: string
    details: Record<string, unknown>
  }
  const findings = ((details['findings'] ?? []) as Finding[]).map((finding) => [
    finding.code,
    finding.count,
    finding.examples[0]?.line,
  ])
  return { code, message, findings }
}

describe.each(BACKENDS)('a Parquet file through %s', (name) => {
  beforeAll(() => {
    backend = name
  })
  it.each([
    ['dates', 'day'],
    ['timestamps', 'day::TIMESTAMP AS day'],
    ['timestamps in ms', 'day::TIMESTAMP_MS AS day'],
    ['timestamps in ns', 'day::TIMESTAMP_NS AS day'],
    ['timestamps with a zone', "(day::VARCHAR || ' 00:00:00+00')::TIMESTAMPTZ AS day"],
    ['epoch seconds', 'epoch(day)::BIGINT AS day'],
    ['epoch ms', 'epoch_ms(day) AS day'],
    ['epoch us', 'epoch_us(day) AS day'],
    ['epoch ns', 'epoch_ns(day) AS day'],
    ['ISO text', 'day::VARCHAR AS day'],
    ['compact numbers', "strftime(day, '%Y%m%d')::INT AS day"],
    ['decimals and floats', 'day, open: open::DECIMAL(18, 4), high: high::FLOAT, volume: volume::UTINYINT'],
  ])('with %s has the hash of the same bars as CSV', async (form, columns) => {
    const csv = join(folder, 'bars.csv')
    await withDuckDb((connection) => connection.run(`COPY ${BARS} TO '${csv}' (FORMAT csv, HEADER)`))
    const others = ['symbol', 'open', 'high', 'low', 'close', 'volume'].filter(
      (role) => !columns.includes(`${role}:`),
    )
    const path = await write(`${form}.parquet`, `SELECT ${columns}, ${others.join(', ')} FROM ${BARS}`)
    const mapping = { columns: { time: 'day' } }
    const [fromCsv, fromParquet] = [await importOne(csv, mapping), await importOne(path, mapping)]
    expect(fromParquet.hash).toBe(fromCsv.hash)
    expect(fromParquet.manifest.bars).toBe(10)
  })

  it('reads naive timestamps in the zone that is named', async () => {
    const hours = "timestamp '2020-03-06 15:00:00' + to_hours(n::INT) AS time"
    const path = await write('local.parquet', `SELECT ${hours}, ${PRICES} FROM range(60) numbers(n)`)
    expect((await refused(path, { timeZone: 'America/New_York' }))['findings']).toEqual([
      ['LOCAL_TIME_SKIPPED', 1, 36],
    ])
    const { hash, manifest } = await importOne(path, { timeZone: 'Asia/Tokyo' })
    expect(manifest.sources[0]).toMatchObject({ kind: 'parquet', timeZone: 'Asia/Tokyo' })
    expect(openSnapshot({ folder, hash }).table.pulseOpenMs[0]).toBe(Date.parse('2020-03-06T06:00:00Z'))
  })

  it('resolves repeated local times by the caller’s word, bar by bar', async () => {
    const times = "unnest(['00:00', '01:00', '01:00', '02:00']) AS clock"
    const path = await write(
      'repeated.parquet',
      `SELECT ('2020-11-01 ' || clock)::TIMESTAMP AS time, 1.0 AS open, 1.0 AS high, 1.0 AS low, 1.0 AS close, 0 AS volume FROM (SELECT ${times})`,
    )
    const local = { timeZone: 'America/New_York' }
    expect((await refused(path, local))['findings']).toEqual([['LOCAL_TIME_REPEATED', 2, 2]])
    const { hash, manifest } = await importOne(path, { ...local, repeatedTimes: 'in-order' })
    expect(manifest.findings).toMatchObject([{ code: 'REPEATED_TIME_RESOLVED', count: 2 }])
    const hours = [4, 5, 6, 7].map((hour) => Date.UTC(2020, 10, 1, hour))
    expect(Array.from(openSnapshot({ folder, hash }).table.pulseOpenMs)).toEqual(hours)
  })

  it('may be wide, or hold prices of a smaller unit', async () => {
    const wide = await write(
      'wide.parquet',
      "SELECT date '2020-01-01' + n::INT AS date, 10.0 + n AS KO, if(n = 1, NULL, 20.0 + n) AS PEP FROM range(3) t(n)",
    )
    const { manifest } = await importOne(wide, { wide: true })
    expect(manifest.instruments.map(({ id, bars }) => [id, bars])).toEqual([
      ['KO', 3],
      ['PEP', 2],
    ])
    const cents = 'day AS date, symbol, 1000 AS open, 1100 AS high, 900 AS low, 1050 AS close, volume'
    const path = await write('cents.parquet', `SELECT ${cents} FROM ${BARS}`)
    const { hash } = await importOne(path, { priceDivisor: 100 })
    expect(openSnapshot({ folder, hash }).table.close[0]).toBe(10.5)
    const halves = await write('halves.parquet', `SELECT ${cents.replace('900', '900.5')} FROM ${BARS}`)
    expect((await refused(halves, { priceDivisor: 100 }))['findings']).toMatchObject([
      ['BAD_NUMBER', 10, 1],
      ['PRICES_DIVIDED', 1, null],
    ])
  })

  it('is refused with the rows that are bad', async () => {
    const bad = await write(
      'bad.parquet',
      `SELECT if(n = 2, NULL, day) AS date, if(n = 3, NULL, symbol) AS symbol, open, high,
       if(n = 4, 'nan'::DOUBLE, low) AS low, if(n = 5, NULL, close) AS close, if(n = 6, -1, volume) AS volume
       FROM (SELECT row_number() OVER () - 1 AS n, * FROM ${BARS})`,
    )
    expect((await refused(bad))['findings']).toEqual([
      ['EMPTY_VALUE', 3, 3],
      ['NOT_FINITE', 1, 5],
      ['NEGATIVE_VOLUME', 1, 7],
    ])
  })

  it('is refused where it is none, is cut, is empty or holds other columns', async () => {
    const good = await write('good.parquet', `SELECT day AS date, * EXCLUDE day FROM ${BARS}`)
    const cut = join(folder, 'cut.parquet')
    writeFileSync(cut, readFileSync(good).subarray(0, -20))
    expect(await refused(cut)).toMatchObject({
      code: 'BAD_PARQUET',
      message: expect.stringContaining('cut.parquet must be a whole Parquet file'),
    })
    const empty = await write('empty.parquet', `SELECT day AS date, * EXCLUDE day FROM ${BARS} LIMIT 0`)
    expect(await refused(empty)).toMatchObject({ code: 'NO_ROWS' })
    const text = await write('text.parquet', `SELECT day AS date, * REPLACE ('ten' AS open) FROM ${BARS}`)
    expect(await refused(text)).toMatchObject({ code: 'NOT_NUMBERS' })
    const other = await write(
      'other.parquet',
      `SELECT day AS date, open, high, low, clsoe: close FROM ${BARS}`,
    )
    expect(await refused(other)).toMatchObject({
      code: 'MISSING_COLUMN',
      message: expect.stringContaining("Did you mean 'clsoe'?"),
    })
  })

  it('of a snapshot is the same snapshot', async () => {
    const first = await importOne(
      await write('again.parquet', `SELECT day AS date, * EXCLUDE day FROM ${BARS}`),
    )
    const again = await importOne(join(folder, first.hash, 'bars.parquet'))
    expect([again.hash, again.outcome]).toEqual([first.hash, 'existing'])
  })
})
