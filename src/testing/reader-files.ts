/** Parquet files for the contract of the readers, written by DuckDB from SQL, and what a reader gives of them. */
import type { ColumnFile, WantedColumn } from '../data/index.ts'

/** Writes the rows of a query. `options` are of COPY, as `COMPRESSION zstd, ROW_GROUP_SIZE 2048`. */
export async function writeParquet(path: string, query: string, options = ''): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', { autoload_known_extensions: 'false' })
  try {
    const connection = await instance.connect()
    try {
      await connection.run("SET TimeZone = 'UTC'")
      const target = path.replaceAll("'", "''")
      await connection.run(
        `COPY (${query}) TO '${target}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`,
      )
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

export type Cell = number | string | null

/** All values of the wanted columns, a list a column. */
export async function cellsOf(
  file: ColumnFile,
  wanted: readonly WantedColumn[],
  limit?: number,
): Promise<Cell[][]> {
  const lists: Cell[][] = wanted.map(() => [])
  for await (const chunk of file.read(wanted, limit)) {
    for (const [n, column] of chunk.columns.entries()) {
      for (let row = 0; row < chunk.rows; row++) {
        if (column.isNull?.[row] === 1) lists[n]!.push(null)
        else
          lists[n]!.push(column.kind === 'numbers' ? column.values[row]! : column.words[column.codes[row]!]!)
      }
    }
  }
  return lists
}
