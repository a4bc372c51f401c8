/**
 * DuckDB, loaded only where a file needs it, as a reader of columns: in memory, without extensions from the network.
 * Vectors keep their values in a typed array that their types hide; `vectorValues` is the one place that knows.
 */
import type { DuckDBConnection, DuckDBVector } from '@duckdb/node-api'
import { InvariantError, UsageError } from '../../model/index.ts'

/** Opens a database of its own for one task and closes it afterwards, whatever happens. */
export async function withDuckDb<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await loadDuckDb()
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  try {
    const connection = await instance.connect()
    try {
      // The machine's zone must not show in anything that is read.
      await connection.run("SET TimeZone = 'UTC'")
      return await task(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api')
  } catch (error) {
    throw new UsageError(
      'NO_DUCKDB',
      `Parquet files are read by DuckDB, but its package @duckdb/node-api cannot be loaded here: ${String((error as Error).message).split('\n')[0]}. Install it, or export the data as CSV.`,
      {},
    )
  }
}

type NumberArray = Float64Array | Uint8Array | Uint16Array | Uint32Array

/** The numbers of a vector of doubles, small unsigned integers or enum codes; what stands for a null is undefined. */
export function vectorValues(vector: DuckDBVector): NumberArray {
  const { items } = vector as unknown as { readonly items?: unknown }
  if (
    items instanceof Float64Array ||
    items instanceof Uint8Array ||
    items instanceof Uint16Array ||
    items instanceof Uint32Array
  ) {
    return items
  }
  throw new InvariantError('DUCKDB_VECTOR', `A DuckDB ${vector.constructor.name} must hold a typed array.`)
}

/** A name as SQL quotes it. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Text as SQL quotes it. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
