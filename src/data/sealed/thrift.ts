/**
 * A writer of Thrift's compact protocol, as far as Parquet's metadata needs it
 * (apache/thrift doc/specs/thrift-compact-protocol.md). Fields must be written in ascending order of their ids.
 */

const TRUE = 1
const FALSE = 2
const I16 = 4
const I32 = 5
const I64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12

export type ThriftValue =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'i16' | 'i32' | 'i64'; readonly value: number }
  | { readonly kind: 'binary'; readonly value: Uint8Array | string }
  | {
      readonly kind: 'list'
      readonly of: 'i32' | 'binary' | 'struct'
      readonly items: readonly ThriftValue[]
    }
  | { readonly kind: 'struct'; readonly fields: ThriftFields }

/** Field id to value; ids ascend. */
export type ThriftFields = Readonly<Record<number, ThriftValue>>

export const i16 = (value: number): ThriftValue => ({ kind: 'i16', value })
export const i32 = (value: number): ThriftValue => ({ kind: 'i32', value })
export const i64 = (value: number): ThriftValue => ({ kind: 'i64', value })
export const bool = (value: boolean): ThriftValue => ({ kind: 'bool', value })
export const binary = (value: Uint8Array | string): ThriftValue => ({ kind: 'binary', value })
export const struct = (fields: ThriftFields): ThriftValue => ({ kind: 'struct', fields })
export const list = (of: 'i32' | 'binary' | 'struct', items: readonly ThriftValue[]): ThriftValue => ({
  kind: 'list',
  of,
  items,
})

/** The bytes of a struct. */
export function encodeThrift(fields: ThriftFields): Uint8Array {
  const bytes: number[] = []
  writeStruct(bytes, fields)
  return Uint8Array.from(bytes)
}

function writeStruct(bytes: number[], fields: ThriftFields): void {
  let lastId = 0
  for (const [key, value] of Object.entries(fields)) {
    const id = Number(key)
    const delta = id - lastId
    lastId = id
    if (delta > 15) {
      bytes.push(typeOf(value))
      writeVarint(bytes, zigzag(id))
    } else bytes.push((delta << 4) | typeOf(value))
    // A boolean field is its type.
    if (value.kind !== 'bool') writeValue(bytes, value)
  }
  bytes.push(0)
}

function writeValue(bytes: number[], value: ThriftValue): void {
  switch (value.kind) {
    case 'bool':
      bytes.push(typeOf(value))
      return
    case 'i16':
    case 'i32':
    case 'i64':
      writeVarint(bytes, zigzag(value.value))
      return
    case 'binary': {
      const content = typeof value.value === 'string' ? new TextEncoder().encode(value.value) : value.value
      writeVarint(bytes, content.length)
      for (const byte of content) bytes.push(byte)
      return
    }
    case 'list': {
      const type = value.of === 'i32' ? I32 : value.of === 'binary' ? BINARY : STRUCT
      if (value.items.length < 15) bytes.push((value.items.length << 4) | type)
      else {
        bytes.push(0xf0 | type)
        writeVarint(bytes, value.items.length)
      }
      for (const item of value.items) writeValue(bytes, item)
      return
    }
    case 'struct':
      writeStruct(bytes, value.fields)
      return
    default:
      value satisfies never
  }
}

function typeOf(value: ThriftValue): number {
  switch (value.kind) {
    case 'bool':
      return value.value ? TRUE : FALSE
    case 'i16':
      return I16
    case 'i32':
      return I32
    case 'i64':
      return I64
    case 'binary':
      return BINARY
    case 'list':
      return LIST
    case 'struct':
      return STRUCT
    default:
      return value satisfies never
  }
}

/** Arithmetic, not bit operations: offsets pass 2^31. */
function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1
}

function writeVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}
