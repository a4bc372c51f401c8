/**
 * DuckDB, loaded only where a file needs it, as a reader of columns: in memory, without extensions from the network.
 * Vectors keep values and nulls in typed arrays that their types hide; `vectorValues` and `vectorNulls` are the places that know.
 */
import type { DuckDBConnection, DuckDBVector } from '@duckdb/node-api'
import { InvariantError, UsageError } from '../../model/index.ts'

/** A database of its own in memory, without extensions from the network. Throws `UsageError` NO_BACKEND. */
export async function connectDuckDb(): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const { DuckDBInstance } = await loadDuckDb()
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  let connection: DuckDBConnection | undefined
  const close = (): void => {
    connection?.closeSync()
    instance.closeSync()
  }
  try {
    connection = await instance.connect()
    // The machine's zone must not show in anything that is read.
    await connection.run("SET TimeZone = 'UTC'")
    return { connection, close }
  } catch (error) {
    close()
    throw error
  }
}

/** Opens a database for one task and closes it afterwards, whatever happens. */
export async function withDuckDb<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { connection, close } = await connectDuckDb()
  try {
    return await task(connection)
  } finally {
    close()
  }
}

async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api')
  } catch (error) {
    throw new UsageError(
      'NO_BACKEND',
      `The backend duckdb must be installed, but its package @duckdb/node-api cannot be loaded here: ${String((error as Error).message).split('\n')[0]}. Install it (npm install @duckdb/node-api), or choose the backend js, which needs no native code.`,
      { backend: 'duckdb' },
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

/** 1 at each row that is null; null where none is. The bits of 64 rows lie in a word, 1 for a value. */
export function vectorNulls(vector: DuckDBVector): Uint8Array | null {
  const { validity } = vector as unknown as { readonly validity?: { readonly data?: unknown } }
  if (validity?.data === null) return null
  if (!(validity?.data instanceof BigUint64Array)) {
    throw new InvariantError('DUCKDB_VECTOR', `A DuckDB ${vector.constructor.name} must tell its nulls.`)
  }
  const { data } = validity
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const isNull = new Uint8Array(vector.itemCount)
  let count = 0
  for (let row = 0; row < isNull.length; row++) {
    if (((bytes[row >> 3]! >> (row & 7)) & 1) === 0) {
      isNull[row] = 1
      count++
    }
  }
  return count === 0 ? null : isNull
}

/** A name as SQL quotes it. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Text as SQL quotes it. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
