/**
 * The Polars backend: `nodejs-polars`, an optional package whose binaries npm installs on Node 22 and later. What Polars
 * cannot give exactly (integers beyond 2^53, long decimals) comes as integers or text and is converted here.
 */
import type { DataFrame, LazyDataFrame, pl as polars, Series } from 'nodejs-polars'
import { UsageError } from '../../model/index.ts'
import type {
  ChunkColumn,
  ColumnChunk,
  ColumnFile,
  ColumnType,
  EpochScale,
  WantedColumn,
} from './column-file.ts'
import { clockText, createWords, epochMs, type Words } from './exact-number.ts'

type Polars = typeof polars

const LEAST_NODE = 22
const CHUNK_ROWS = 1 << 19
const LONGEST_EXACT_DECIMAL = 15

/** Opens a Parquet file. Throws `UsageError` NO_BACKEND, and Polars' own errors where it cannot read the file. */
export async function openPolarsColumns(path: string): Promise<ColumnFile> {
  const pl = await loadPolars()
  const frame = pl.scanParquet(path)
  const columns = frame.columns.map((name) => columnOf(pl, frame, name))
  const counted = frame.select(pl.len().alias('rows')).collectSync().getColumn('rows')
  const rowCount = Number(counted.getIndex(0))
  return {
    columns,
    rowCount,
    read: (wanted, limit = rowCount) => chunksOf({ pl, frame, columns }, wanted, Math.min(limit, rowCount)),
    close: () => undefined,
  }
}

async function loadPolars(): Promise<Polars> {
  const major = Number(process.versions.node.split('.')[0])
  if (major < LEAST_NODE) {
    throw new UsageError(
      'NO_BACKEND',
      `The backend polars needs Node ${LEAST_NODE} or later, but this is ${process.version}. Choose the backend duckdb or js, or use a later Node.`,
      { backend: 'polars', node: process.version },
    )
  }
  try {
    const { default: loaded } = (await import('nodejs-polars')) as unknown as {
      default: Polars & { default?: Polars }
    }
    return loaded.default ?? loaded
  } catch (error) {
    throw new UsageError(
      'NO_BACKEND',
      `The backend polars must be installed, but the package nodejs-polars cannot be loaded here: ${String((error as Error).message).split('\n')[0]}. Install it (npm install nodejs-polars), or choose the backend duckdb or js.`,
      { backend: 'polars' },
    )
  }
}

interface PolarsColumn {
  readonly name: string
  readonly type: ColumnType
  /** Unit of a timestamp. */
  readonly scale: EpochScale
  /** Whether a double of Polars may differ from the nearest one. */
  readonly isLongDecimal: boolean
}

function columnOf(pl: Polars, frame: LazyDataFrame, name: string): PolarsColumn {
  const { variant, inner } = dtypeOf(pl, frame, name)
  const [first, second] = (inner ?? []) as unknown[]
  const scale = variant === 'Datetime' ? (String(first) as EpochScale) : 'ms'
  const isLongDecimal = variant === 'Decimal' && !(Number(first) <= LONGEST_EXACT_DECIMAL)
  const type = typeOf(variant, typeof second === 'string' && second !== '')
  return { name, type, scale, isLongDecimal }
}

/** The type of a column; Polars refuses to name some that it can read. */
function dtypeOf(pl: Polars, frame: LazyDataFrame, name: string): { variant: string; inner?: unknown } {
  try {
    const column: unknown = frame.select(pl.col(name)).limit(0).collectSync().getColumn(name)
    return (column as { dtype: { variant: string; inner?: unknown } }).dtype
  } catch (error) {
    const unnamed = /DataType (\w+) is not supported/.exec(String((error as Error).message))?.[1]
    if (unnamed === undefined) throw error
    return { variant: unnamed === 'Binary' ? 'String' : 'Object' }
  }
}

function typeOf(variant: string, hasZone: boolean): ColumnType {
  if (/^U?Int(8|16|32|64)$/.test(variant)) return { kind: 'integer' }
  switch (variant) {
    case 'Float32':
    case 'Float64':
      return { kind: 'float' }
    case 'Decimal':
      return { kind: 'decimal' }
    case 'String':
    case 'Utf8':
    case 'Categorical':
      return { kind: 'text' }
    case 'Date':
      return { kind: 'date' }
    case 'Time':
      return { kind: 'clock' }
    case 'Datetime':
      return { kind: 'timestamp', isInstant: hasZone }
    default:
      return { kind: 'other' }
  }
}

interface Source {
  readonly pl: Polars
  readonly frame: LazyDataFrame
  readonly columns: readonly PolarsColumn[]
}

async function* chunksOf(
  { pl, frame, columns }: Source,
  wanted: readonly WantedColumn[],
  rowCount: number,
): AsyncGenerator<ColumnChunk> {
  const words = wanted.map(createWords)
  const expressions = wanted.map((want, n) => {
    const column = columns[want.index]!
    const value = pl.col(column.name)
    return value.cast(castOf(pl, want, column)).alias(`v${n}`)
  })
  for (let from = 0; from < rowCount; from += CHUNK_ROWS) {
    const length = Math.min(CHUNK_ROWS, rowCount - from)
    const part: DataFrame = await frame
      .slice(from, length)
      .select(...expressions)
      .collect()
    yield {
      rows: length,
      columns: wanted.map((want, n) =>
        chunkColumn(part.getColumn(`v${n}`), { want, column: columns[want.index]!, words: words[n]! }),
      ),
    }
  }
}

function castOf(
  pl: Polars,
  want: WantedColumn,
  { type, isLongDecimal }: PolarsColumn,
): Polars['Float64'] | Polars['Int64'] | Polars['Utf8'] {
  if (want.as === 'ms' || type.kind === 'clock') return pl.Int64
  if (want.as === 'text' || isLongDecimal) return pl.Utf8
  return pl.Float64
}

interface Conversion {
  readonly want: WantedColumn
  readonly column: PolarsColumn
  readonly words: Words
}

function chunkColumn(series: Series, { want, column, words }: Conversion): ChunkColumn {
  const isNull = series.nullCount() === 0 ? null : Uint8Array.from(series.isNull().toArray(), Number)
  if (want.as === 'text') {
    const text = column.type.kind === 'clock' ? (value: unknown) => clockText(value as bigint, 'ns') : String
    const cells = column.type.kind === 'clock' ? integersOf(series, isNull) : series.toArray()
    return {
      kind: 'words',
      codes: Uint32Array.from(cells, (cell) => words.codeOf(text(cell))),
      words: words.list,
      isNull,
    }
  }
  if (want.as === 'ms') {
    const scale = column.type.kind === 'timestamp' ? column.scale : (want.scale ?? 'ms')
    const toMs =
      column.type.kind === 'date'
        ? (days: bigint) => Number(days) * 86_400_000
        : (value: bigint) => epochMs(value, scale)
    return { kind: 'numbers', values: Float64Array.from(integersOf(series, isNull), toMs), isNull }
  }
  if (column.isLongDecimal)
    return { kind: 'numbers', values: Float64Array.from(series.toArray(), Number), isNull }
  const values = (isNull === null ? series : series.fillNull('zero')).toTypedArray() as Float64Array
  return { kind: 'numbers', values, isNull }
}

function integersOf(series: Series, isNull: Uint8Array | null): BigInt64Array {
  return (isNull === null ? series : series.fillNull('zero')).toTypedArray() as BigInt64Array
}
