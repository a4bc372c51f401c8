/**
 * The sealed Parquet file (apache/parquet-format README and parquet.thrift): any reader opens it, and our own reads it at
 * the speed of memory, because its pages are plain: required columns, no compression, one page a column and row group,
 * one row group an instrument (or a part of a long one). Price pages are, byte for byte, what the content hash covers;
 * times are int64 milliseconds UTC, so that other tools show instants; the instrument's name is a one-word dictionary.
 */
import { bytesOf, type CanonicalColumns } from './canonical.ts'
import { binary, bool, encodeThrift, i16, i32, i64, list, struct, type ThriftValue } from './thrift.ts'

export const MAX_GROUP_ROWS = 1 << 20
const MAGIC = new TextEncoder().encode('PAR1')
const TYPE = { int64: 2, double: 5, byteArray: 6 } as const
const ENCODING = { plain: 0, rle: 3, rleDictionary: 8 } as const
const PAGE = { data: 0, dictionary: 2 } as const
const REQUIRED = 0
const UNCOMPRESSED = 0
const VALUE_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** One row group: whose bars, how many, and where in the file the bytes of its six value columns begin. */
export interface RowGroup {
  /** Index of the instrument in the manifest. */
  readonly instrument: number
  readonly rows: number
  /** Offsets of time, open, high, low, close, volume; each column is 8 x rows bytes. */
  readonly at: readonly number[]
}

/** Takes the file's bytes in order. */
export type Sink = (bytes: Uint8Array) => void

export interface ParquetWriter {
  /** Writes an instrument's bars, in row groups of at most MAX_GROUP_ROWS. */
  readonly add: (instrument: number, name: string, columns: CanonicalColumns) => void
  /** Writes the footer; returns where everything is. */
  readonly finish: () => readonly RowGroup[]
}

export function writeParquet(write: Sink): ParquetWriter {
  const groups: RowGroup[] = []
  const metadata: ThriftValue[] = []
  let at = 0
  let rows = 0
  const put: Put = (bytes) => {
    const start = at
    write(bytes)
    at += bytes.length
    return start
  }
  put(MAGIC)
  return {
    add: (instrument, name, columns) => {
      for (let from = 0; from < columns.timeMs.length; from += MAX_GROUP_ROWS) {
        const part = partOf(columns, from)
        const start = at
        const { chunks, offsets } = putValues(put, part)
        const count = part.timeMs.length
        chunks.push(putName(put, name, count))
        metadata.push(
          groupMetadata({ chunks, start, bytes: at - start, rows: count, ordinal: groups.length }),
        )
        groups.push({ instrument, rows: count, at: offsets })
        rows += count
      }
    },
    finish: () => {
      const footer = encodeThrift(fileMetadata(rows, metadata))
      put(footer)
      put(uint32(footer.length))
      put(MAGIC)
      return groups
    },
  }
}

/** Writes bytes and returns their offset in the file. */
type Put = (bytes: Uint8Array) => number

function partOf(columns: CanonicalColumns, from: number): CanonicalColumns {
  const cut = (column: Float64Array): Float64Array => column.subarray(from, from + MAX_GROUP_ROWS)
  return {
    timeMs: cut(columns.timeMs),
    open: cut(columns.open),
    high: cut(columns.high),
    low: cut(columns.low),
    close: cut(columns.close),
    volume: cut(columns.volume),
  }
}

function putValues(put: Put, part: CanonicalColumns): { chunks: ThriftValue[]; offsets: number[] } {
  const rows = part.timeMs.length
  const prices = [part.open, part.high, part.low, part.close, part.volume].map(bytesOf)
  const offsets: number[] = []
  const chunks = [timeBytes(part.timeMs), ...prices].map((bytes, index) => {
    const header = dataPageHeader(rows, bytes.length, ENCODING.plain)
    const page = put(header)
    offsets.push(put(bytes))
    // Times ascend: the first and the last are the bounds.
    const statistics = index === 0 ? bounds(bytes.subarray(0, 8), bytes.subarray(-8)) : undefined
    return valueChunk({
      name: VALUE_COLUMNS[index]!,
      page,
      bytes: header.length + bytes.length,
      rows,
      statistics,
    })
  })
  return { chunks, offsets }
}

function putName(put: Put, name: string, rows: number): ThriftValue {
  const text = new TextEncoder().encode(name)
  const word = concat(uint32(text.length), text)
  const dictionary = put(dictionaryPageHeader(word.length))
  put(word)
  // Bit width 1, then one run of `rows` zeros.
  const indexes = Uint8Array.from([1, ...varint(rows * 2), 0])
  const page = put(dataPageHeader(rows, indexes.length, ENCODING.rleDictionary))
  const end = put(indexes) + indexes.length
  return nameChunk({ page, dictionary, bytes: end - dictionary, rows, text })
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

/** Epoch ms as little-endian int64. */
export function timeBytes(timeMs: Float64Array): Uint8Array {
  const words = new Uint32Array(timeMs.length * 2)
  for (let n = 0; n < timeMs.length; n++) {
    const high = Math.floor(timeMs[n]! / 4_294_967_296)
    words[2 * n] = timeMs[n]! - high * 4_294_967_296
    words[2 * n + 1] = high
  }
  return bytesOf(words)
}

/** The inverse of `timeBytes`: `words` holds low and high halves. */
export function timesOf(words: Int32Array, timeMs: Float64Array): void {
  for (let n = 0; n < timeMs.length; n++) {
    timeMs[n] = words[2 * n + 1]! * 4_294_967_296 + (words[2 * n]! >>> 0)
  }
}

function dataPageHeader(rows: number, bytes: number, encoding: number): Uint8Array {
  return encodeThrift({
    1: i32(PAGE.data),
    2: i32(bytes),
    3: i32(bytes),
    5: struct({ 1: i32(rows), 2: i32(encoding), 3: i32(ENCODING.rle), 4: i32(ENCODING.rle) }),
  })
}

function dictionaryPageHeader(bytes: number): Uint8Array {
  return encodeThrift({
    1: i32(PAGE.dictionary),
    2: i32(bytes),
    3: i32(bytes),
    7: struct({ 1: i32(1), 2: i32(ENCODING.plain) }),
  })
}

function bounds(min: Uint8Array, max: Uint8Array): ThriftValue {
  return struct({ 3: i64(0), 5: binary(max), 6: binary(min) })
}

function groupMetadata(group: {
  readonly chunks: readonly ThriftValue[]
  readonly start: number
  readonly bytes: number
  readonly rows: number
  readonly ordinal: number
}): ThriftValue {
  return struct({
    1: list('struct', group.chunks),
    2: i64(group.bytes),
    3: i64(group.rows),
    5: i64(group.start),
    6: i64(group.bytes),
    // An i16: beyond 32,767 groups it is left out.
    ...(group.ordinal < 32_768 ? { 7: i16(group.ordinal) } : {}),
  })
}

interface Chunk {
  readonly page: number
  readonly bytes: number
  readonly rows: number
}

function valueChunk(
  chunk: Chunk & { readonly name: string; readonly statistics: ThriftValue | undefined },
): ThriftValue {
  const type = chunk.name === 'time' ? TYPE.int64 : TYPE.double
  return struct({
    2: i64(chunk.page),
    3: struct({
      1: i32(type),
      2: list('i32', [i32(ENCODING.plain), i32(ENCODING.rle)]),
      3: list('binary', [binary(chunk.name)]),
      4: i32(UNCOMPRESSED),
      5: i64(chunk.rows),
      6: i64(chunk.bytes),
      7: i64(chunk.bytes),
      9: i64(chunk.page),
      ...(chunk.statistics === undefined ? {} : { 12: chunk.statistics }),
    }),
  })
}

function nameChunk(chunk: Chunk & { readonly dictionary: number; readonly text: Uint8Array }): ThriftValue {
  return struct({
    2: i64(chunk.dictionary),
    3: struct({
      1: i32(TYPE.byteArray),
      2: list('i32', [i32(ENCODING.plain), i32(ENCODING.rle), i32(ENCODING.rleDictionary)]),
      3: list('binary', [binary('instrument')]),
      4: i32(UNCOMPRESSED),
      5: i64(chunk.rows),
      6: i64(chunk.bytes),
      7: i64(chunk.bytes),
      9: i64(chunk.page),
      11: i64(chunk.dictionary),
      12: bounds(chunk.text, chunk.text),
    }),
  })
}

function fileMetadata(rows: number, groups: readonly ThriftValue[]): Readonly<Record<number, ThriftValue>> {
  const timestamp = struct({ 8: struct({ 1: bool(true), 2: struct({ 1: struct({}) }) }) })
  const text = struct({ 1: struct({}) })
  const doubles = VALUE_COLUMNS.slice(1).map((name) => column(TYPE.double, name))
  const columns = [
    struct({ 1: i32(TYPE.int64), 3: i32(REQUIRED), 4: binary('time'), 6: i32(9), 10: timestamp }),
    ...doubles,
    struct({ 1: i32(TYPE.byteArray), 3: i32(REQUIRED), 4: binary('instrument'), 6: i32(0), 10: text }),
  ]
  const root = struct({ 4: binary('bars'), 5: i32(columns.length) })
  return {
    1: i32(2),
    2: list('struct', [root, ...columns]),
    3: i64(rows),
    4: list('struct', groups),
    6: binary('throughline'),
    7: list(
      'struct',
      columns.map(() => struct({ 1: struct({}) })),
    ),
  }
}

function column(type: number, name: string): ThriftValue {
  return struct({ 1: i32(type), 3: i32(REQUIRED), 4: binary(name) })
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}
