/**
 * Canonical bytes of an equity curve, version 2, little-endian:
 *
 *   u8[8] 'TLCURVE2' | u32 pulses | u32 0 | six columns
 *
 * one after another: openings of the pulses as differences (the first from 0), closings less openings, equity, cash, gross exposure
 * (f64), open positions (u32). A column is
 *
 *   u32 stretches | u32 values | u32 head[stretches] | padding to 8 | values | padding to 8
 *
 * A head is twice the length of its stretch, plus 1 where the stretch repeats one value; else each of its pulses has a value. Three
 * equal values in a row and more are a repetition. A clock costs next to nothing then, and an account that holds nothing
 * does not cost a byte more for each pulse.
 *
 * Version 1 had no mark: closings, openings, equity, cash, gross exposure (f64), open positions (u32), 44 bytes a pulse. It is still read.
 */
import { DataError, encodeUtf8, requireLittleEndian } from '../model/index.ts'
import type { EquityCurve } from './evidence.ts'

export interface CurveRecord {
  readonly curve: EquityCurve
  /** Opening instants of the bars of each pulse, epoch ms; whole numbers, as all its times. */
  readonly pulseOpenMs: Float64Array
}

const MARK = encodeUtf8('TLCURVE2')
const HEADER_BYTES = 16
const COLUMN_HEADER_BYTES = 8
const LEAST_REPETITION = 3
const BYTES_OF_VERSION_1 = 44

type Column = Float64Array | Uint32Array

interface ColumnType<C extends Column> {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): C
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): C
}

interface Packed {
  readonly heads: Uint32Array
  readonly values: Column
}

/** The bytes of a curve. The same curve has the same bytes. */
export function encodeCurve({ curve, pulseOpenMs }: CurveRecord): Uint8Array {
  requireLittleEndian()
  const pulses = pulseOpenMs.length
  const { timeMs, equity, cash, grossExposure, openPositions } = curve
  const room = new Uint32Array(mostStretches(pulses))
  // Both clocks in the same memory, one after the other: a long run has little of it to spare.
  const clock = pulseOpenMs.slice()
  for (let p = pulses - 1; p > 0; p--) clock[p]! -= clock[p - 1]!
  const parts = [packed(clock, room)]
  for (let p = 0; p < pulses; p++) clock[p] = timeMs[p]! - pulseOpenMs[p]!
  for (const column of [clock, equity, cash, grossExposure, openPositions]) parts.push(packed(column, room))
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, HEADER_BYTES))
  out.set(MARK)
  new DataView(out.buffer).setUint32(MARK.length, pulses, true)
  let at = HEADER_BYTES
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A column as its bytes are stored; `room` is for `mostStretches`. */
function packed(column: Column, room: Uint32Array): Uint8Array {
  const heads = stretchesOf(column, room)
  const values = valuesIn(heads)
  const headBytes = padded(heads.byteLength)
  const out = new Uint8Array(COLUMN_HEADER_BYTES + headBytes + padded(column.BYTES_PER_ELEMENT * values))
  const words = new Uint32Array(out.buffer)
  words[0] = heads.length
  words[1] = values
  words.set(heads, 2)
  writeValues(out, { column, heads, at: COLUMN_HEADER_BYTES + headBytes })
  return out
}

/** A curve from its bytes, of either version. Throws `DataError` CURVE_DAMAGED where they are none. */
export function decodeCurve(bytes: Uint8Array): CurveRecord {
  requireLittleEndian()
  if (!MARK.every((byte, n) => bytes[n] === byte)) return decodeVersion1(bytes)
  if (bytes.length < HEADER_BYTES) throw damaged('it ends within its header')
  // Columns of doubles must begin at a multiple of eight.
  const source = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  const pulses = view.getUint32(8, true)
  let at = HEADER_BYTES
  const next = <C extends Column>(make: ColumnType<C>): C => {
    const room = source.length - at - COLUMN_HEADER_BYTES
    if (room < 0) throw damaged('a column is missing')
    const stretches = view.getUint32(at, true)
    const count = view.getUint32(at + 4, true)
    const width = make.BYTES_PER_ELEMENT
    if (padded(4 * stretches) + padded(width * count) > room) throw damaged('a column is cut off')
    const start = source.byteOffset + at + COLUMN_HEADER_BYTES
    const heads = new Uint32Array(source.buffer, start, stretches)
    const values = new make(source.buffer, start + padded(4 * stretches), count)
    if (lengthOf(heads) !== pulses) throw damaged(`a column is not of its ${pulses} pulses`)
    const column = new make(pulses)
    unpack({ heads, values }, column)
    at += COLUMN_HEADER_BYTES + padded(4 * stretches) + padded(width * count)
    return column
  }
  const pulseOpenMs = next(Float64Array)
  for (let p = 1; p < pulses; p++) pulseOpenMs[p]! += pulseOpenMs[p - 1]!
  const timeMs = next(Float64Array)
  for (let p = 0; p < pulses; p++) timeMs[p]! += pulseOpenMs[p]!
  const curve = {
    timeMs,
    equity: next(Float64Array),
    cash: next(Float64Array),
    grossExposure: next(Float64Array),
    openPositions: next(Uint32Array),
  }
  if (at !== source.length) throw damaged(`${source.length - at} bytes follow its last column`)
  return { curve, pulseOpenMs }
}

/** Repetitions of the least length with one value between them, and one more. */
function mostStretches(pulses: number): number {
  return Math.ceil((2 * pulses) / (LEAST_REPETITION + 1)) + 2
}

/** The heads of a column's stretches, in `room`, which is for `mostStretches`: good until it is written to again. About 3 ns a pulse. */
function stretchesOf(column: Column, room: Uint32Array): Uint32Array {
  const width = column.BYTES_PER_ELEMENT / 4
  // Bits, as 0 and -0 are two values.
  const words = new Int32Array(column.buffer, column.byteOffset, width * column.length)
  const end = words.length
  const last = width - 1
  let stretches = 0
  let single = 0
  let from = 0
  while (from < end) {
    let to = from + width
    while (to < end && words[to] === words[from] && words[to + last] === words[from + last]) to += width
    // What a division by the width would give, in a cycle.
    const length = (to - from) >> last
    if (length < LEAST_REPETITION) {
      single += length
    } else {
      if (single > 0) room[stretches++] = 2 * single
      single = 0
      room[stretches++] = 2 * length + 1
    }
    from = to
  }
  if (single > 0) room[stretches++] = 2 * single
  return room.subarray(0, stretches)
}

function valuesIn(heads: Uint32Array): number {
  let count = 0
  for (let n = 0; n < heads.length; n++) count += heads[n]! % 2 === 1 ? 1 : heads[n]! >>> 1
  return count
}

function writeValues(
  out: Uint8Array,
  { column, heads, at }: { readonly column: Column; readonly heads: Uint32Array; readonly at: number },
): void {
  const width = column.BYTES_PER_ELEMENT / 4
  const source = new Int32Array(column.buffer, column.byteOffset, width * column.length)
  const target = new Int32Array(out.buffer, at)
  let to = 0
  let from = 0
  for (let n = 0; n < heads.length; n++) {
    const words = width * (heads[n]! >>> 1)
    const end = to + (heads[n]! % 2 === 1 ? width : words)
    for (let word = from; to < end; word++) target[to++] = source[word]!
    from += words
  }
}

function lengthOf(heads: Uint32Array): number {
  return heads.reduce((sum, head) => sum + (head >>> 1), 0)
}

function unpack({ heads, values }: Packed, column: Column): void {
  if (valuesIn(heads) !== values.length) throw damaged('a column has more or fewer values than its stretches')
  let at = 0
  let from = 0
  for (let n = 0; n < heads.length; n++) {
    const end = at + (heads[n]! >>> 1)
    if (heads[n]! % 2 === 1) {
      const value = values[from++]!
      for (; at < end; at++) column[at] = value
    } else {
      for (; at < end; at++) column[at] = values[from++]!
    }
  }
}

function decodeVersion1(bytes: Uint8Array): CurveRecord {
  const pulses = bytes.length / BYTES_OF_VERSION_1
  if (!Number.isInteger(pulses)) {
    throw damaged(`it has ${bytes.length} bytes, which is no whole number of pulses of ${BYTES_OF_VERSION_1}`)
  }
  const { buffer } = new Uint8Array(bytes)
  const doubles = (index: number): Float64Array => new Float64Array(buffer, 8 * index * pulses, pulses)
  return {
    pulseOpenMs: doubles(1),
    curve: {
      timeMs: doubles(0),
      equity: doubles(2),
      cash: doubles(3),
      grossExposure: doubles(4),
      openPositions: new Uint32Array(buffer, 40 * pulses, pulses),
    },
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}

function damaged(what: string): DataError {
  return new DataError('CURVE_DAMAGED', `A stored equity curve must be whole, but ${what}.`)
}
