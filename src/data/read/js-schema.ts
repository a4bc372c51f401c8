/** What the schema of a Parquet file says of its columns (apache/parquet-format, LogicalTypes), as hyparquet gives it. */
import type { FileMetaData, SchemaElement } from 'hyparquet'
import type { ColumnType } from './column-file.ts'

const SCALES = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' } as const

/** What a leaf of the schema holds. */
export function typeOf(element: SchemaElement): ColumnType {
  const { type, converted_type: converted, logical_type: logical } = element
  if (logical?.type === 'TIMESTAMP') return { kind: 'timestamp', isInstant: logical.isAdjustedToUTC }
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') {
    // The old form does not say; taken as a wall time it is UTC with a warning, as DuckDB has it.
    return { kind: 'timestamp', isInstant: false }
  }
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return { kind: 'decimal' }
  if (converted === 'DATE' || logical?.type === 'DATE') return { kind: 'date' }
  if (clockScale(element) !== null) {
    return { kind: 'clock' }
  }
  if (
    converted === 'UTF8' ||
    converted === 'ENUM' ||
    logical?.type === 'STRING' ||
    logical?.type === 'ENUM'
  ) {
    return { kind: 'text' }
  }
  if (logical !== undefined && logical.type !== 'INTEGER' && logical.type !== 'FLOAT16')
    return { kind: 'other' }
  if (converted !== undefined && !/^U?INT_(8|16|32|64)$/.test(converted)) return { kind: 'other' }
  switch (type) {
    case 'INT32':
    case 'INT64':
      return { kind: 'integer' }
    case 'FLOAT':
    case 'DOUBLE':
      return { kind: 'float' }
    case 'INT96':
      return { kind: 'timestamp', isInstant: false }
    case 'BYTE_ARRAY':
      return { kind: 'text' }
    default:
      return logical?.type === 'FLOAT16' ? { kind: 'float' } : { kind: 'other' }
  }
}

/** The unit of a clock time; null where the column is none. */
export function clockScale({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): 'ms' | 'us' | 'ns' | null {
  if (logical?.type === 'TIME') return SCALES[logical.unit]
  return converted === 'TIME_MILLIS' ? 'ms' : converted === 'TIME_MICROS' ? 'us' : null
}

/** The metadata with raw numbers for decimals, dates and times, and text for plain bytes. */
export function withoutLogicalTypes(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element): SchemaElement => {
    const plain = { ...element }
    delete plain.converted_type
    delete plain.logical_type
    switch (typeOf(element).kind) {
      case 'text':
        return { ...plain, converted_type: 'UTF8' }
      case 'decimal':
      case 'date':
      case 'clock':
      case 'timestamp':
        return plain
      default:
        return element
    }
  })
  return { ...metadata, schema }
}

/** The unit of a timestamp. */
export function timestampScale({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): 'ms' | 'us' | 'ns' {
  if (type === 'INT96') return 'ns'
  if (logical?.type === 'TIMESTAMP') return SCALES[logical.unit]
  return converted === 'TIMESTAMP_MILLIS' ? 'ms' : 'us'
}
