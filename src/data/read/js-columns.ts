/**
 * The JavaScript backend: hyparquet, without a byte of native code, for machines that have no binary of the others. The
 * file's logical types are taken off its schema before it is read, so that raw integers come and are converted here, exactly.
 */
import { type FileHandle, open } from 'node:fs/promises'
import type { AsyncBuffer, DecodedArray, SchemaElement } from 'hyparquet'
import { DataError } from '../../model/index.ts'
import type { ChunkColumn, ColumnChunk, ColumnFile, ColumnType, WantedColumn } from './column-file.ts'
import { clockText, createWords, decimalNumber, epochMs, type Words } from './exact-number.ts'
import { clockScale, timestampScale, typeOf, withoutLogicalTypes } from './js-schema.ts'

/** Rows of a chunk; a row group is decoded whole, column by column. */
const CHUNK_ROWS = 1 << 16

/** Opens a Parquet file. Throws hyparquet's own errors where it cannot read the file. */
export async function openJsColumns(path: string): Promise<ColumnFile> {
  const [{ parquetMetadataAsync, parquetScan, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ])
  const handle = await open(path)
  try {
    const file = await bufferOf(handle)
    const metadata = await parquetMetadataAsync(file)
    const columns = parquetSchema(metadata).children.map(
      ({ element, children }): JsColumn => ({
        name: nameOf(element),
        element,
        type:
          children.length > 0 || element.repetition_type === 'REPEATED' ? { kind: 'other' } : typeOf(element),
      }),
    )
    const scan = async (wanted: readonly WantedColumn[]): Promise<Scan> =>
      parquetScan({
        file,
        metadata: withoutLogicalTypes(metadata),
        columns: [...new Set(wanted.map(({ index }) => columns[index]!.name))],
        compressors,
        utf8: false,
        parsers: { stringFromBytes: utf8Text, timestampFromNanoseconds: (nanos: bigint) => nanos },
      })
    return {
      columns,
      rowCount: Number(metadata.num_rows),
      read: (wanted, limit = Number.POSITIVE_INFINITY) => chunksOf({ columns, scan }, wanted, limit),
      close: () => void handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** A damaged schema can hold a column without one. */
function nameOf({ name }: SchemaElement): string {
  if (typeof name === 'string') return name
  throw new RangeError('a column of its schema has no name')
}

interface JsColumn {
  readonly name: string
  readonly element: SchemaElement
  readonly type: ColumnType
}

interface Scan {
  readonly ranges: readonly { readonly rowStart: number; readonly rowEnd: number }[]
  readonly readColumn: (options: {
    column: string
    rowStart: number
    rowEnd: number
  }) => Promise<DecodedArray>
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat()
  const read = async (start: number, end: number): Promise<ArrayBuffer> => {
    if (!(start >= 0 && end >= start && end <= size)) {
      throw new RangeError(`it points at bytes ${start} to ${end}, but has ${size}`)
    }
    const bytes = new Uint8Array(end - start)
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at)
      if (bytesRead === 0) throw new RangeError('it became shorter while it was read')
      at += bytesRead
    }
    return bytes.buffer
  }
  return {
    byteLength: size,
    slice: (start, end = size) => {
      const bytes = read(start, end)
      // hyparquet asks ahead, and may fail before it waits for what it asked: Node would end the process over the error that
      // nobody waits for. Who does wait gets it.
      bytes.catch(() => undefined)
      return bytes
    },
  }
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8Text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : DECODER.decode(bytes)
}

interface Source {
  readonly columns: readonly JsColumn[]
  readonly scan: (wanted: readonly WantedColumn[]) => Promise<Scan>
}

async function* chunksOf(
  { columns, scan }: Source,
  wanted: readonly WantedColumn[],
  limit: number,
): AsyncGenerator<ColumnChunk> {
  const { ranges, readColumn } = await scan(wanted)
  const words = wanted.map(createWords)
  for (const range of ranges) {
    const rowEnd = Math.min(range.rowEnd, limit)
    if (rowEnd <= range.rowStart) return
    const decoded: DecodedArray[] = []
    for (const { index } of wanted) {
      const { name } = columns[index]!
      const data = await readColumn({ column: name, rowStart: range.rowStart, rowEnd })
      if (data.length !== rowEnd - range.rowStart) {
        throw new RangeError(`column ${name} has ${data.length} of ${rowEnd - range.rowStart} rows`)
      }
      decoded.push(data)
    }
    for (let from = 0; from < rowEnd - range.rowStart; from += CHUNK_ROWS) {
      const to = Math.min(from + CHUNK_ROWS, rowEnd - range.rowStart)
      yield {
        rows: to - from,
        columns: wanted.map((want, n) =>
          chunkColumn(decoded[n]!.slice(from, to), { want, column: columns[want.index]!, words: words[n]! }),
        ),
      }
    }
  }
}

interface Conversion {
  readonly want: WantedColumn
  readonly column: JsColumn
  readonly words: Words
}

function chunkColumn(data: DecodedArray, conversion: Conversion): ChunkColumn {
  if (data instanceof Float64Array && conversion.want.as === 'number') {
    return { kind: 'numbers', values: data, isNull: null }
  }
  const isNull = new Uint8Array(data.length)
  let nulls = 0
  const each = (put: (value: unknown, row: number) => void): void => {
    for (let row = 0; row < data.length; row++) {
      const value: unknown = data[row]
      if (value === null || value === undefined) {
        isNull[row] = 1
        nulls++
      } else put(value, row)
    }
  }
  if (conversion.want.as === 'text') {
    const codes = new Uint32Array(data.length)
    const text = textConverter(conversion.column)
    each((value, row) => {
      codes[row] = conversion.words.codeOf(text(value))
    })
    return { kind: 'words', codes, words: conversion.words.list, isNull: nulls === 0 ? null : isNull }
  }
  const values = new Float64Array(data.length)
  const number = numberConverter(conversion)
  each((value, row) => {
    values[row] = number(value)
  })
  return { kind: 'numbers', values, isNull: nulls === 0 ? null : isNull }
}

function textConverter({ element, type }: JsColumn): (value: unknown) => string {
  const scale = clockScale(element)
  if (type.kind === 'clock' && scale !== null) return (value) => clockText(integerOf(value), scale)
  return String
}

function numberConverter({ want, column: { element, type } }: Conversion): (value: unknown) => number {
  if (type.kind === 'date') return (value) => Number(value) * 86_400_000
  if (type.kind === 'timestamp') {
    const scale = timestampScale(element)
    return (value) => epochMs(integerOf(value), scale)
  }
  if (want.as === 'ms') return (value) => epochMs(integerOf(value), want.scale ?? 'ms')
  if (type.kind === 'decimal') {
    const scale = element.scale ?? 0
    return (value) => decimalNumber(value instanceof Uint8Array ? bigEndian(value) : integerOf(value), scale)
  }
  return Number
}

function integerOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  throw new DataError(
    'BAD_PARQUET',
    `A column of integers must hold integers, but there is ${String(value)}.`,
    {},
  )
}

/** Two's complement, the most significant byte first. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = value * 256n + BigInt(byte)
  return BigInt.asIntN(8 * bytes.length, value)
}
