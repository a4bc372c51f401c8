/** The sealed file as an independent reader (DuckDB) sees it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultInstrument, type InstrumentBars } from '../../model/index.ts'
import { generateBars } from '../generate.ts'
import { sealBars } from '../seal-bars.ts'
import { BARS_FILE } from './manifest.ts'
import { MAX_GROUP_ROWS, timeBytes, timesOf } from './parquet.ts'
import { verifySnapshot } from './verify.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-parquet-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function query(hash: string, sql: string): Promise<DuckDBValue[][]> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const path = join(folder, hash, BARS_FILE).replaceAll("'", "''")
  const reader = await connection.runAndReadAll(sql.replaceAll('$BARS', `'${path}'`))
  connection.closeSync()
  return reader.getRows()
}

describe('the Parquet file of a snapshot', () => {
  it('holds every bar, to the bit, under its instrument and UTC instant', async () => {
    const bars = generateBars({ seed: 3, instruments: 7, days: 300, start: '1969-06-02' })
    const { hash } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
    const rows = await query(
      hash,
      `select instrument, epoch_ms(time)::double, open, high, low, close, volume from $BARS order by 1, 2`,
    )
    const expected = bars.flatMap(({ instrument, ...columns }) =>
      Array.from(columns.timeMs, (timeMs, n) => [
        instrument.id,
        timeMs,
        columns.open[n],
        columns.high[n],
        columns.low[n],
        columns.close[n],
        columns.volume[n],
      ]),
    )
    expect(rows).toEqual(expected)
  })

  it('lets a reader skip the row groups of other instruments and times', async () => {
    const bars = generateBars({ seed: 3, instruments: 20, days: 10, start: '2020-01-01' })
    const { hash } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
    const bounds = await query(
      hash,
      `select distinct path_in_schema, row_group_id, stats_min_value, stats_max_value from parquet_metadata($BARS)
       where path_in_schema in ('instrument', 'time') and row_group_id = 4 order by 1`,
    )
    expect(bounds.map((row) => row.slice(2))).toEqual([
      ['GEN_005', 'GEN_005'],
      [expect.stringContaining('2020-01-01'), expect.stringContaining('2020-01-14')],
    ])
    expect(await query(hash, `select count(*)::int from $BARS where instrument = 'GEN_005'`)).toEqual([[10]])
  })

  it('splits an instrument that is longer than a row group', async () => {
    const count = MAX_GROUP_ROWS + 5
    const column = (): Float64Array => new Float64Array(count).fill(1)
    const bars: InstrumentBars = {
      instrument: defaultInstrument('Ä “quoted” name'),
      timeMs: Float64Array.from({ length: count }, (_, n) => 60_000 * n),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: Float64Array.from({ length: count }, (_, n) => n),
    }
    const { hash, manifest } = sealBars({ folder, bars: [bars], source: 'test', nowMs: 0 })
    expect(manifest.parquet.groups.map(({ rows }) => rows)).toEqual([MAX_GROUP_ROWS, 5])
    expect(verifySnapshot({ folder, hash }).manifest.bars).toBe(count)
    expect(
      await query(
        hash,
        `select instrument, count(*)::int, sum(volume), max(epoch_ms(time))::double from $BARS group by 1`,
      ),
    ).toEqual([['Ä “quoted” name', count, (count * (count - 1)) / 2, 60_000 * (count - 1)]])
  })
})

describe('timeBytes', () => {
  it('round-trips instants before and after 1970', () => {
    const times = Float64Array.of(
      -2_208_988_800_000,
      -1,
      0,
      1,
      4_294_967_295,
      4_294_967_296,
      4_133_980_799_999,
    )
    const bytes = timeBytes(times)
    expect(Array.from(new BigInt64Array(bytes.buffer), Number)).toEqual([...times])
    const back = new Float64Array(times.length)
    timesOf(new Int32Array(bytes.buffer), back)
    expect(back).toEqual(times)
  })
})
