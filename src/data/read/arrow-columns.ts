/**
 * An Arrow table in memory as columns (apache/arrow, docs/source/format/Columnar.rst): batch by batch, raw values where they
 * are numbers. Types alone are imported: whoever has a table has the library, of whatever version.
 */
import type { Table, Vector } from 'apache-arrow'
import type {
  ChunkColumn,
  ColumnChunk,
  ColumnFile,
  ColumnType,
  EpochScale,
  WantedColumn,
} from './column-file.ts'
import { clockText, createWords, decimalNumber, epochMs, type Words } from './exact-number.ts'

/** Type ids of Arrow's format, as the library numbers them. */
const ID = {
  int: 2,
  float: 3,
  utf8: 5,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  largeUtf8: 20,
  dictionary: -1,
}
const UNITS = ['s', 'ms', 'us', 'ns'] as const

/** What is read of a type; which fields there are depends on its id. */
interface ArrowType {
  readonly typeId: number
  readonly unit?: number
  readonly timezone?: string | null
  readonly precision?: number
  readonly scale?: number
  readonly dictionary?: ArrowType
}

export function arrowColumns(table: Table): ColumnFile {
  const types = table.schema.fields.map(({ type }) => type as unknown as ArrowType)
  return {
    columns: table.schema.fields.map(({ name }, n) => ({ name, type: typeOf(types[n]!) })),
    rowCount: table.numRows,
    read: (wanted, limit = Number.POSITIVE_INFINITY) => chunksOf({ table, types }, wanted, limit),
    close: () => undefined,
  }
}

function typeOf(type: ArrowType): ColumnType {
  switch (type.typeId) {
    case ID.int:
      return { kind: 'integer' }
    case ID.float:
      return { kind: 'float' }
    case ID.decimal:
      return { kind: 'decimal' }
    case ID.utf8:
    case ID.largeUtf8:
      return { kind: 'text' }
    case ID.dictionary:
      return typeOf(type.dictionary!).kind === 'text' ? { kind: 'text' } : { kind: 'other' }
    case ID.date:
      return { kind: 'date' }
    case ID.time:
      return { kind: 'clock' }
    case ID.timestamp:
      return { kind: 'timestamp', isInstant: type.timezone !== null && type.timezone !== undefined }
    default:
      return { kind: 'other' }
  }
}

interface Source {
  readonly table: Table
  readonly types: readonly ArrowType[]
}

async function* chunksOf(
  { table, types }: Source,
  wanted: readonly WantedColumn[],
  limit: number,
): AsyncGenerator<ColumnChunk> {
  const words = wanted.map(createWords)
  let left = limit
  for (const batch of table.batches) {
    const rows = Math.min(batch.numRows, left)
    if (rows === 0) continue
    left -= rows
    yield {
      rows,
      columns: wanted.map((want, n) => {
        const vector = batch.getChildAt(want.index)!
        return chunkColumn(vector, { want, type: types[want.index]!, words: words[n]!, rows })
      }),
    }
  }
}

interface Conversion {
  readonly want: WantedColumn
  readonly type: ArrowType
  readonly words: Words
  readonly rows: number
}

function chunkColumn(vector: Vector, { want, type, words, rows }: Conversion): ChunkColumn {
  const isNull =
    vector.nullCount === 0
      ? null
      : Uint8Array.from({ length: rows }, (_, row) => (vector.isValid(row) ? 0 : 1))
  const isValue = (row: number): boolean => isNull === null || isNull[row] === 0
  if (want.as === 'text') {
    const text = textReader(vector, type)
    const codes = new Uint32Array(rows)
    for (let row = 0; row < rows; row++) codes[row] = isValue(row) ? words.codeOf(text(row)) : 0
    return { kind: 'words', codes, words: words.list, isNull }
  }
  const number = numberReader(vector, type, want)
  const values = new Float64Array(rows)
  for (let row = 0; row < rows; row++) if (isValue(row)) values[row] = number(row)
  return { kind: 'numbers', values, isNull }
}

/** The values as they lie in memory, from the vector's first row on; the vector of a batch has one piece. */
function rawOf(vector: Vector): ArrayLike<number | bigint> {
  return vector.data[0]!.values as ArrayLike<number | bigint>
}

function textReader(vector: Vector, { typeId, unit = 0 }: ArrowType): (row: number) => string {
  if (typeId !== ID.time) return (row) => String(vector.get(row))
  const raw = rawOf(vector)
  const scale = UNITS[unit]!
  // A clock in whole seconds has no scale of its own.
  const factor = scale === 's' ? 1_000n : 1n
  return (row) => clockText(BigInt(raw[row]!) * factor, scale === 's' ? 'ms' : scale)
}

function numberReader(vector: Vector, type: ArrowType, want: WantedColumn): (row: number) => number {
  if (type.typeId === ID.float) return (row) => Number(vector.get(row))
  const raw = rawOf(vector)
  if (type.typeId === ID.date) {
    const factor = type.unit === 0 ? 86_400_000 : 1
    return (row) => Number(raw[row]!) * factor
  }
  if (type.typeId === ID.decimal) {
    const words = vector.data[0]!.values as Uint32Array
    const stride = words.length / vector.length
    return (row) =>
      decimalNumber(littleEndian(words.subarray(row * stride, (row + 1) * stride)), type.scale ?? 0)
  }
  const scale: EpochScale | undefined =
    type.typeId === ID.timestamp ? UNITS[type.unit ?? 1] : want.as === 'ms' ? (want.scale ?? 'ms') : undefined
  return scale === undefined ? (row) => Number(raw[row]!) : (row) => epochMs(BigInt(raw[row]!), scale)
}

/** Two's complement, the least significant word first. */
function littleEndian(words: Uint32Array): bigint {
  let value = 0n
  for (let n = words.length - 1; n >= 0; n--) value = value * 4_294_967_296n + BigInt(words[n]!)
  return BigInt.asIntN(32 * words.length, value)
}
