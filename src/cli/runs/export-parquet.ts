/** Columns as Parquet through DuckDB: DOUBLE, BIGINT (epoch ms too) and VARCHAR, zstd-compressed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBAppender, DuckDBInstance } from '@duckdb/node-api'
import type { ExportColumn } from './export-columns.ts'

const TYPES = { number: 'DOUBLE', integer: 'BIGINT', text: 'VARCHAR' } as const

/** Writes the file, which must not exist. */
export async function writeParquet(columns: readonly ExportColumn[], path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    const fields = columns.map(({ name, kind }) => `"${name}" ${TYPES[kind]}`)
    await connection.run(`CREATE TABLE evidence (${fields.join(', ')})`)
    const appender = await connection.createAppender('evidence')
    const rows = columns[0]?.values.length ?? 0
    for (let row = 0; row < rows; row++) {
      for (const column of columns) appendValue(appender, column, row)
      appender.endRow()
    }
    appender.closeSync()
    await connection.run(
      `COPY evidence TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    )
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

function appendValue(appender: DuckDBAppender, column: ExportColumn, row: number): void {
  const value = column.values[row] ?? null
  if (value === null) appender.appendNull()
  else if (typeof value === 'string') appender.appendVarchar(value)
  else if (column.kind === 'integer') appender.appendBigInt(BigInt(value))
  else appender.appendDouble(value)
}

/** The same file as bytes. */
export async function parquetBytes(columns: readonly ExportColumn[]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-'))
  try {
    const path = join(folder, 'export.parquet')
    await writeParquet(columns, path)
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
