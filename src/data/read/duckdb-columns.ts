/**
 * The DuckDB backend: the default, and the fastest. Everything is cast in SQL, so that chunks are typed arrays as they lie in
 * DuckDB's memory; texts are an SQL enum of the file's own words.
 */
import type { DuckDBConnection, DuckDBVector, Json } from '@duckdb/node-api'
import type {
  ChunkColumn,
  ColumnFile,
  ColumnInfo,
  ColumnType,
  EpochScale,
  WantedColumn,
} from './column-file.ts'
import { connectDuckDb, sqlName, sqlText, vectorNulls, vectorValues } from './duckdb.ts'

/** Opens a Parquet file. Throws `UsageError` NO_BACKEND, and DuckDB's own errors where it cannot read the file. */
export async function openDuckDbColumns(path: string): Promise<ColumnFile> {
  const { connection, close } = await connectDuckDb()
  try {
    const from = `read_parquet(${sqlText(path)}, binary_as_string=true, hive_partitioning=false)`
    const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)).getRowsJson()
    const columns = described.map(
      ([name, type]): TypedColumn => ({
        name: cellText(name),
        sqlType: cellText(type),
        type: typeOf(cellText(type)),
      }),
    )
    const count = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${from}`)
    const source = { connection, from, columns }
    return {
      columns,
      rowCount: Number(count.getRowsJson()[0]?.[0]),
      read: (wanted, limit) => chunksOf(source, wanted, limit),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

interface TypedColumn extends ColumnInfo {
  readonly sqlType: string
}

interface Source {
  readonly connection: DuckDBConnection
  readonly from: string
  readonly columns: readonly TypedColumn[]
}

function cellText(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function typeOf(sqlType: string): ColumnType {
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(sqlType)) return { kind: 'integer' }
  if (sqlType === 'FLOAT' || sqlType === 'DOUBLE') return { kind: 'float' }
  if (sqlType.startsWith('DECIMAL')) return { kind: 'decimal' }
  if (sqlType === 'VARCHAR' || sqlType.startsWith('ENUM')) return { kind: 'text' }
  if (sqlType === 'DATE') return { kind: 'date' }
  if (/^TIME(_NS)?$/.test(sqlType)) return { kind: 'clock' }
  if (sqlType === 'TIMESTAMP WITH TIME ZONE') return { kind: 'timestamp', isInstant: true }
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(sqlType)) return { kind: 'timestamp', isInstant: false }
  return { kind: 'other' }
}

async function* chunksOf(
  { connection, from, columns }: Source,
  wanted: readonly WantedColumn[],
  limit: number | undefined,
): AsyncGenerator<{ rows: number; columns: ChunkColumn[] }> {
  const rows = limit === undefined ? from : `(SELECT * FROM ${from} LIMIT ${limit})`
  const words: (readonly string[] | null)[] = []
  const expressions: string[] = []
  for (const [n, want] of wanted.entries()) {
    const column = columns[want.index]!
    if (want.as === 'text') {
      const enumeration = `words_${n}`
      words.push(await createEnumeration(connection, { enumeration, column, rows }))
      expressions.push(`${textOf(column)}::${enumeration}`)
    } else {
      words.push(null)
      expressions.push(want.as === 'ms' ? msOf(column, want.scale) : numberOf(column))
    }
  }
  const result = await connection.stream(`SELECT ${expressions.join(', ')} FROM ${rows}`)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    yield {
      rows: chunk.rowCount,
      columns: words.map((list, n) => chunkColumn(chunk.getColumnVector(n), list)),
    }
  }
}

function chunkColumn(vector: DuckDBVector, words: readonly string[] | null): ChunkColumn {
  const isNull = vectorNulls(vector)
  const values = vectorValues(vector)
  if (words === null) return { kind: 'numbers', values: values as Float64Array, isNull }
  return { kind: 'words', codes: values as Uint8Array, words, isNull }
}

/** Makes an SQL enum of the words of a column; returns them in its order. */
async function createEnumeration(
  connection: DuckDBConnection,
  { enumeration, column, rows }: { enumeration: string; column: TypedColumn; rows: string },
): Promise<string[]> {
  const distinct = await connection.runAndReadAll(
    `SELECT DISTINCT ${textOf(column)} AS word FROM ${rows} WHERE word IS NOT NULL ORDER BY word`,
  )
  const words = distinct.getRowsJson().map(([word]) => cellText(word))
  await connection.run(`DROP TYPE IF EXISTS ${enumeration}`)
  // An enum has one word at least; where all is null it stands for nothing.
  const list = words.length === 0 ? [''] : words
  await connection.run(`CREATE TYPE ${enumeration} AS ENUM (${list.map(sqlText).join(', ')})`)
  return list
}

function textOf({ name }: TypedColumn): string {
  return `${sqlName(name)}::VARCHAR`
}

/** A decimal of up to 15 digits is an exact double divided by an exact one; a longer one is read from its text. */
function numberOf({ name, sqlType, type }: TypedColumn): string {
  const digits = Number(/^DECIMAL\((\d+)/.exec(sqlType)?.[1] ?? 38)
  const isLong = type.kind === 'decimal' && digits > 15
  return `${sqlName(name)}${isLong ? '::VARCHAR' : ''}::DOUBLE`
}

function msOf({ name, sqlType, type }: TypedColumn, scale: EpochScale | undefined): string {
  const value = sqlName(name)
  if (type.kind === 'date') return `epoch_ms(${value}::TIMESTAMP)::DOUBLE`
  if (sqlType === 'TIMESTAMP_NS') return wholeAndRest(`epoch_ns(${value})`, 1_000_000)
  if (type.kind === 'timestamp') return wholeAndRest(`epoch_us(${value})`, 1_000)
  if (scale === 's') return `${value}::DOUBLE * 1000`
  if (scale === 'us' || scale === 'ns') {
    return wholeAndRest(`${value}::HUGEINT`, scale === 'us' ? 1_000 : 1_000_000)
  }
  return `${value}::DOUBLE`
}

/** An integer divided without rounding: whole milliseconds stay whole. */
function wholeAndRest(integer: string, perMs: number): string {
  return `(${integer} // ${perMs})::DOUBLE + (${integer} % ${perMs})::DOUBLE / ${perMs}`
}
