/**
 * Saves a kernel's state as JSON and resumes it, bit for bit. Numbers that JSON cannot say (NaN, infinities, -0) are text.
 * The fresh state of the same parameters is the pattern that a saved one must fit.
 */
import { DataError, type JsonObject, type JsonValue } from '../model/index.ts'

/** The state as JSON. */
export function saveState(state: object): JsonObject {
  const saved: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(state)) saved[name] = saveValue(value)
  return saved
}

/** Overwrites a fresh state with a saved one. Throws `DataError` BAD_INDICATOR_STATE where they differ in shape. */
export function resumeState<S extends object>(fresh: S, saved: JsonValue, path = 'state'): S {
  const target = fresh as Record<string, unknown>
  if (!isObject(saved)) throw misfit(path, 'an object')
  const names = Object.keys(target)
  for (const name of Object.keys(saved)) {
    if (!names.includes(name)) throw misfit(`${path}.${name}`, 'absent')
  }
  for (const name of names) target[name] = resumeValue(target[name], saved[name], `${path}.${name}`)
  return fresh
}

function saveValue(value: unknown): JsonValue {
  if (typeof value === 'number') return saveNumber(value)
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (value instanceof Float64Array) return Array.from(value, saveNumber)
  return saveState(value as object)
}

function saveNumber(value: number): JsonValue {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? value : String(value)
}

function resumeValue(pattern: unknown, saved: JsonValue | undefined, path: string): unknown {
  if (typeof pattern === 'number') return resumeNumber(saved, path)
  if (typeof pattern === 'boolean') {
    if (typeof saved !== 'boolean') throw misfit(path, 'true or false')
    return saved
  }
  if (typeof pattern === 'string') {
    if (saved !== pattern) throw misfit(path, `'${pattern}'`)
    return saved
  }
  if (pattern instanceof Float64Array) {
    if (!Array.isArray(saved) || saved.length !== pattern.length) {
      throw misfit(path, `an array of ${pattern.length} numbers`)
    }
    saved.forEach((item: JsonValue, index: number) => {
      pattern[index] = resumeNumber(item, `${path}[${index}]`)
    })
    return pattern
  }
  return resumeState(pattern as object, saved ?? null, path)
}

const NUMBERS_AS_TEXT: readonly JsonValue[] = ['-0', 'NaN', 'Infinity', '-Infinity']

function resumeNumber(saved: JsonValue | undefined, path: string): number {
  if (typeof saved === 'number') return saved
  if (saved !== undefined && NUMBERS_AS_TEXT.includes(saved)) return Number(saved)
  throw misfit(path, 'a number')
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function misfit(path: string, wanted: string): DataError {
  return new DataError(
    'BAD_INDICATOR_STATE',
    `A saved indicator state must fit the indicator, but ${path} is not ${wanted}. Start from the bars again.`,
    { path },
  )
}
