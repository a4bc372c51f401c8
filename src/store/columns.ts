/** Single columns of a row, checked: each gives a value of its type or a `DataError` that names table, row and column. */
import { DataError, type JsonObject, type JsonValue } from '../model/index.ts'
import { isHash } from './rules.ts'

export type Row = Readonly<Record<string, unknown>>

/** One row under its name, for errors. */
export interface NamedRow {
  readonly path: string
  /** As in "run 'r1'". */
  readonly name: string
  readonly row: Row
}

/** Where damage was found; `details` join those of the error. */
export type Damage = Pick<NamedRow, 'path' | 'name'> & { readonly details?: JsonObject }

export function damaged(at: Damage, column: string, must: string): DataError {
  return new DataError(
    'STORE_DAMAGED',
    `The store '${at.path}' must be undamaged, but ${at.name} has a bad ${column}: it must be ${must}. Nothing was repaired. Restore the store from a backup, or start a new one.`,
    { path: at.path, row: at.name, column, ...at.details },
  )
}

export function text(at: NamedRow, column: string): string {
  const value = at.row[column]
  if (typeof value !== 'string') throw damaged(at, column, 'text')
  return value
}

export function whole(at: NamedRow, column: string): number {
  const value = at.row[column]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw damaged(at, column, 'a whole number')
  return value
}

export function hash(at: NamedRow, column: string): string {
  const value = text(at, column)
  if (!isHash(value)) throw damaged(at, column, '64 hexadecimal digits')
  return value
}

export function bytes(at: NamedRow, column: string): Uint8Array {
  const value = at.row[column]
  if (!(value instanceof Uint8Array)) throw damaged(at, column, 'bytes')
  return value
}

export function jsonObject(at: NamedRow, column: string): JsonObject {
  const value = json(at, column)
  if (!isObject(value)) throw damaged(at, column, 'a JSON object')
  return value
}

export function jsonArray(at: NamedRow, column: string): readonly JsonValue[] {
  const value = json(at, column)
  if (!isArray(value)) throw damaged(at, column, 'a JSON array')
  return value
}

function json(at: NamedRow, column: string): JsonValue {
  const source = text(at, column)
  try {
    return JSON.parse(source) as JsonValue
  } catch {
    throw damaged(at, column, 'JSON')
  }
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
