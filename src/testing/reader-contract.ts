/**
 * What every backend of the readers must give of a Parquet file, as cases without a test framework: the same types, the
 * same doubles to the bit, the same words, the same times, whatever the file's codec, encoding and row groups.
 *
 *     for (const { name, run } of readerContract({ name: 'mine', open, folder })) test(name, run)
 */
import assert from 'node:assert/strict'
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ColumnFile, WantedColumn } from '../data/index.ts'
import { cellsOf, writeParquet } from './reader-files.ts'
import type { ContractCase } from './store-contract.ts'

export interface ReaderContractOptions {
  /** Put before the name of each case. */
  readonly name: string
  readonly open: (path: string) => Promise<ColumnFile>
  /** An existing folder for the files. */
  readonly folder: string
}

type Claim = readonly [
  claim: string,
  query: string,
  check: (file: ColumnFile) => Promise<void>,
  options?: string,
]

const number = (index: number): WantedColumn => ({ index, as: 'number' })
const text = (index: number): WantedColumn => ({ index, as: 'text' })
const ms = (index: number): WantedColumn => ({ index, as: 'ms' })

async function gives(file: ColumnFile, wanted: WantedColumn, expected: readonly unknown[]): Promise<void> {
  assert.deepStrictEqual((await cellsOf(file, [wanted]))[0], expected)
}

const TYPES_QUERY = `SELECT 1.5::DOUBLE AS a, 1.5::FLOAT AS b, 1::TINYINT AS c, 1::UBIGINT AS d, 1::BIGINT AS e,
  1.5::DECIMAL(9, 2) AS f, 'x' AS g, DATE '2020-01-02' AS h, TIME '09:30:00' AS i, TIMESTAMP '2020-01-02 09:30:00' AS j,
  TIMESTAMPTZ '2020-01-02 09:30:00+00' AS k, true AS l, [1, 2] AS m, {'n': 1} AS n, 'y'::BLOB AS o`
const KINDS =
  'float float integer integer integer decimal text date clock timestamp instant other other other text'

const FLOATS = [0.1, -0, 1e-310, 1.7976931348623157e308, Number.NaN, Number.POSITIVE_INFINITY, 3]
const FLOATS_QUERY = `SELECT unnest(['0.1', '-0.0', '1e-310', '1.7976931348623157e308', 'nan', 'inf', '3']::DOUBLE[]) AS x,
  unnest([0.1, 2, 3, 4, 5, 6, 7]::FLOAT[]) AS y`

const LARGE = '(SELECT n, n % 7 AS m FROM range(20000) t(n))'
const LARGE_QUERY = `SELECT n::DOUBLE AS x, 'name ' || m AS s, if(m = 3, NULL, n::BIGINT) AS i FROM ${LARGE}`
const SMALL_GROUPS = 'ROW_GROUP_SIZE 2048'

async function givesLarge(file: ColumnFile): Promise<void> {
  assert.equal(file.rowCount, 20_000)
  const [x, s, i] = await cellsOf(file, [number(0), text(1), number(2)])
  const rows = Array.from({ length: 20_000 }, (_, n) => n)
  assert.deepStrictEqual(x, rows)
  assert.deepStrictEqual(
    s,
    rows.map((n) => `name ${n % 7}`),
  )
  assert.deepStrictEqual(
    i,
    rows.map((n) => (n % 7 === 3 ? null : n)),
  )
}

const CLAIMS: readonly Claim[] = [
  [
    'names columns and their types in the order of the file',
    TYPES_QUERY,
    async ({ columns, rowCount }) => {
      assert.equal(rowCount, 1)
      assert.equal(columns.map(({ name }) => name).join(''), 'abcdefghijklmno')
      const kinds = columns.map(({ type }) =>
        type.kind === 'timestamp' && type.isInstant ? 'instant' : type.kind,
      )
      assert.equal(kinds.join(' '), KINDS)
    },
  ],
  [
    'gives floats to the bit',
    FLOATS_QUERY,
    async (file) => {
      await gives(file, number(0), FLOATS)
      await gives(file, number(1), [0.1, 2, 3, 4, 5, 6, 7].map(Math.fround))
    },
  ],
  [
    'gives the double nearest to an integer or a decimal',
    `SELECT unnest([9007199254740993, -9223372036854775808, 5]::BIGINT[]) AS i,
      unnest([10.1, -0.07, 123456789.12]::DECIMAL(18, 2)[]) AS d,
      unnest(['0.1234567890123456789', '98765432109876543.21', '-1']::DECIMAL(38, 19)[]) AS l,
      unnest([12.5, 3.25, 0.1]::DECIMAL(4, 2)[]) AS s`,
    async (file) => {
      await gives(file, number(0), [9007199254740992, -9223372036854775808, 5])
      await gives(file, number(1), [10.1, -0.07, 123456789.12])
      await gives(file, number(2), [0.1234567890123456789, 98765432109876543.21, -1])
      await gives(file, number(3), [12.5, 3.25, 0.1])
    },
  ],
  [
    'gives text as it is, integers as their digits, clocks as hh:mm:ss',
    `SELECT unnest(['KO', '', ' Ä 中', 'KO']) AS s, unnest([9223372036854775807, 20200102, -1, 0]::BIGINT[]) AS i,
      unnest(['09:30:00', '00:00:00.25', '23:59:59.999999', '12:00:00']::TIME[]) AS t, 'KO'::BLOB AS b`,
    async (file) => {
      await gives(file, text(0), ['KO', '', ' Ä 中', 'KO'])
      await gives(file, text(1), ['9223372036854775807', '20200102', '-1', '0'])
      await gives(file, text(2), ['09:30:00', '00:00:00.25', '23:59:59.999999', '12:00:00'])
      await gives(file, text(3), ['KO', 'KO', 'KO', 'KO'])
    },
  ],
  [
    'gives times in ms, before 1970 and finer than a ms too',
    `SELECT unnest(['1969-12-31', '2020-02-29']::DATE[]) AS d,
      unnest(['1969-12-31 23:59:59.999', '2020-01-02 09:30:00.25']::TIMESTAMP_MS[]) AS m,
      unnest(['1969-12-31 23:59:59.9995', '2020-01-02 09:30:00.25']::TIMESTAMP[]) AS u,
      unnest(['2020-01-02 09:30:00.0000005', '2020-01-02 09:30:00']::TIMESTAMP_NS[]) AS n,
      unnest(['2020-01-02 09:30:00+02', '2020-01-02 09:30:00+00']::TIMESTAMPTZ[]) AS z`,
    async (file) => {
      const at = Date.UTC(2020, 0, 2, 9, 30)
      await gives(file, ms(0), [-86_400_000, Date.UTC(2020, 1, 29)])
      await gives(file, ms(1), [-1, at + 250])
      await gives(file, ms(2), [-0.5, at + 250])
      await gives(file, ms(3), [at + 0.0005, at])
      await gives(file, ms(4), [at - 7_200_000, at])
    },
  ],
  [
    'gives integer times by their scale',
    `SELECT unnest([1577957400, -1]::BIGINT[]) AS s, unnest([1577957400250, -1]::BIGINT[]) AS m,
      unnest([1577957400250001, -500]::BIGINT[]) AS u, unnest([1577957400250000001, -500000]::BIGINT[]) AS n`,
    async (file) => {
      const at = Date.UTC(2020, 0, 2, 9, 30)
      await gives(file, { index: 0, as: 'ms', scale: 's' }, [at, -1_000])
      await gives(file, { index: 1, as: 'ms', scale: 'ms' }, [at + 250, -1])
      await gives(file, { index: 2, as: 'ms', scale: 'us' }, [at + 250.001, -0.5])
      const [fine = []] = await cellsOf(file, [{ index: 3, as: 'ms', scale: 'ns' }])
      assert.ok(!Number.isInteger(fine[0]) || fine[0] === at + 250)
      assert.equal(fine[1], -0.5)
    },
  ],
  [
    'marks what is null, in every type, and what is null throughout',
    `SELECT unnest([1, NULL, 3]::DOUBLE[]) AS x, unnest([NULL, 'b', NULL]) AS s, unnest([NULL, 2, NULL]::BIGINT[]) AS i,
      unnest([NULL, DATE '2020-01-02', NULL]) AS d, NULL::VARCHAR AS o, unnest([NULL, 2.5, NULL]::DECIMAL(9, 1)[]) AS c`,
    async (file) => {
      await gives(file, number(0), [1, null, 3])
      await gives(file, text(1), [null, 'b', null])
      await gives(file, number(2), [null, 2, null])
      await gives(file, ms(3), [null, Date.UTC(2020, 0, 2), null])
      await gives(file, text(4), [null, null, null])
      await gives(file, number(5), [null, 2.5, null])
    },
  ],
  ['keeps the order of the rows over row groups', LARGE_QUERY, givesLarge, SMALL_GROUPS],
  ...['uncompressed', 'snappy', 'zstd', 'gzip', 'lz4', 'brotli'].map(
    (codec): Claim => [`reads ${codec} pages`, LARGE_QUERY, givesLarge, `COMPRESSION ${codec}`],
  ),
  ['reads the encodings of version 2', LARGE_QUERY, givesLarge, 'PARQUET_VERSION v2'],
  [
    'gives the first rows alone where a limit is given',
    LARGE_QUERY,
    async (file) => {
      const [x] = await cellsOf(file, [number(0)], 5)
      assert.deepStrictEqual(x, [0, 1, 2, 3, 4])
      assert.equal((await cellsOf(file, [number(0)], 30_000))[0]!.length, 20_000)
    },
    SMALL_GROUPS,
  ],
  [
    'gives a column twice, in two forms, and reads again',
    `SELECT unnest([20200102, 20200103]::BIGINT[]) AS i`,
    async (file) => {
      for (const _ of [1, 2]) {
        assert.deepStrictEqual(await cellsOf(file, [text(0), number(0)]), [
          ['20200102', '20200103'],
          [20200102, 20200103],
        ])
      }
    },
  ],
  [
    'gives no row of a file without rows',
    `${LARGE_QUERY} LIMIT 0`,
    async (file) => {
      assert.equal(file.rowCount, 0)
      assert.deepStrictEqual(await cellsOf(file, [number(0)]), [[]])
    },
  ],
]

/** The cases; each writes a file of its own. */
export function readerContract({ name, open, folder }: ReaderContractOptions): readonly ContractCase[] {
  const readings = CLAIMS.map(
    ([claim, query, check, options], n): ContractCase => ({
      name: `${name}: ${claim}`,
      run: async () => {
        const path = join(folder, `${name}-${n}.parquet`)
        await writeParquet(path, query, options)
        const file = await open(path)
        try {
          await check(file)
        } finally {
          file.close()
        }
      },
    }),
  )
  return [...readings, refusalCase({ name, open, folder })]
}

/** A file that is none, or is cut, must end in an error: not in fewer rows, and not in a crash. */
function refusalCase({ name, open, folder }: ReaderContractOptions): ContractCase {
  return {
    name: `${name}: refuses a file that is cut or is none`,
    run: async () => {
      const path = join(folder, `${name}-cut.parquet`)
      await writeParquet(path, LARGE_QUERY)
      const { length } = await readFile(path)
      const readAll = async (): Promise<void> => {
        const file = await open(path)
        try {
          await cellsOf(file, [number(0), text(1), number(2)])
        } finally {
          file.close()
        }
      }
      for (const kept of [length - 1, length - 20, Math.floor(length / 2), 4]) {
        await truncate(path, kept)
        await assert.rejects(readAll, Error)
      }
      await writeFile(path, 'PAR1 this is no Parquet file PAR1')
      await assert.rejects(readAll, Error)
    },
  }
}
