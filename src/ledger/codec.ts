/**
 * Canonical bytes of a block, version 1, little-endian:
 *
 *   u32 magic 'TLB1' | u32 count | f64 firstSeq
 *   f64 timeMs[count] | f64 a[count] | f64 b[count] | u32 cause[count] | u32 subject[count] | u32 check[count]
 *   u8 kind[count] | u8 reason[count]
 *   u32 payloads | per payload: u32 index, u32 length, UTF-8 canonical JSON
 *
 * `check` is a 32-bit sum of each event's own fields and payload: with it `verify` names the event that was changed,
 * where the block's hash only says that one was. Readers of other versions are added, never replaced.
 */
import { DataError, decodeUtf8, encodeUtf8, requireLittleEndian } from '../model/index.ts'
import { type BlockColumns, columnsIn, copyEvents, FIXED_BYTES, HEADER_BYTES } from './block-layout.ts'
import type { EventColumns } from './event-log.ts'

const MAGIC = 0x31424c54

/**
 * The canonical bytes of a chunk's events. Those of a full chunk are its own memory, not a copy: nothing may be written to
 * the chunk afterwards.
 */
export function encodeBlock(chunk: EventColumns): Uint8Array {
  const { count } = chunk
  requireLittleEndian()
  const payloads = [...chunk.payloads].map(([index, text]) => ({ index, bytes: encodeUtf8(text) }))
  const fixedBytes = HEADER_BYTES + FIXED_BYTES * count
  const length = payloads.reduce((sum, { bytes }) => sum + 8 + bytes.length, fixedBytes + 4)
  const isInPlace = chunk.kind.length === count && chunk.bytes.length >= length
  const out = isInPlace ? chunk.bytes.subarray(0, length) : new Uint8Array(length)
  const view = new DataView(out.buffer, out.byteOffset, length)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, count, true)
  view.setFloat64(8, chunk.firstSeq, true)
  const columns = isInPlace ? chunk : columnsIn(out, count)
  if (!isInPlace) copyEvents(chunk, columns)
  let at = fixedBytes
  view.setUint32(at, payloads.length, true)
  at += 4
  const texts = new Map<number, Uint8Array>()
  for (const { index, bytes } of payloads) {
    view.setUint32(at, index, true)
    view.setUint32(at + 4, bytes.length, true)
    out.set(bytes, at + 8)
    at += 8 + bytes.length
    texts.set(index, bytes)
  }
  writeChecks(columns, { count, payloads: texts, checks: columns.check })
  return out
}

/** The columns of a block's bytes (views, not copies). Throws `DataError` LEDGER_DAMAGED where they are no block. */
export function decodeBlock(source: Uint8Array): EventColumns {
  requireLittleEndian()
  // Columns of doubles must start at a multiple of eight.
  const bytes = source.byteOffset % 8 === 0 ? source : source.slice()
  if (bytes.length < HEADER_BYTES + 4) throw damaged('it is shorter than a header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC)
    throw damaged('it does not begin with the mark of a version that is known')
  const count = view.getUint32(4, true)
  let at = HEADER_BYTES + FIXED_BYTES * count
  if (bytes.length < at + 4) throw damaged(`it names ${count} events but ends before them`)
  const payloads = new Map<number, string>()
  let left = view.getUint32(at, true)
  for (at += 4; left > 0; left--) {
    if (bytes.length < at + 8) throw damaged('its JSON content is cut off')
    const length = view.getUint32(at + 4, true)
    if (bytes.length < at + 8 + length) throw damaged('its JSON content is cut off')
    payloads.set(view.getUint32(at, true), decodeUtf8(bytes.subarray(at + 8, at + 8 + length)))
    at += 8 + length
  }
  if (at !== bytes.length) throw damaged(`${bytes.length - at} bytes follow its end`)
  return { firstSeq: view.getFloat64(8, true), count, payloads, bytes, ...columnsIn(bytes, count) }
}

/** The index within the block of the first event whose check does not agree with its fields, or -1. */
export function firstChangedEvent(block: EventColumns): number {
  const texts = new Map([...block.payloads].map(([index, text]) => [index, encodeUtf8(text)]))
  const checks = new Uint32Array(block.count)
  writeChecks(block, { count: block.count, payloads: texts, checks })
  return checks.findIndex((check, index) => check !== block.check[index])
}

interface CheckRequest {
  readonly count: number
  readonly payloads: ReadonlyMap<number, Uint8Array>
  readonly checks: Uint32Array
}

/** Writes the check sum of each of the first `count` events into `checks`. */
function writeChecks(columns: BlockColumns, { count, payloads, checks }: CheckRequest): void {
  const words = (doubles: Float64Array): Uint32Array =>
    new Uint32Array(doubles.buffer, doubles.byteOffset, 2 * count)
  const time = words(columns.timeMs)
  const a = words(columns.a)
  const b = words(columns.b)
  const { cause, subject, kind, reason } = columns
  for (let n = 0; n < count; n++) {
    let sum = mix(0, time[2 * n]!)
    sum = mix(sum, time[2 * n + 1]!)
    sum = mix(sum, a[2 * n]!)
    sum = mix(sum, a[2 * n + 1]!)
    sum = mix(sum, b[2 * n]!)
    sum = mix(sum, b[2 * n + 1]!)
    sum = mix(sum, cause[n]!)
    sum = mix(sum, subject[n]!)
    checks[n] = mix(sum, (kind[n]! << 8) | reason[n]!)
  }
  for (const [index, bytes] of payloads) {
    if (index < count) checks[index] = bytes.reduce(mix, checks[index]!)
  }
}

function mix(sum: number, word: number): number {
  const product = Math.imul(sum ^ word, 0x9e37_79b1)
  return (product ^ (product >>> 15)) >>> 0
}

function damaged(what: string): DataError {
  return new DataError('LEDGER_DAMAGED', `A ledger block must be whole, but ${what}.`)
}
