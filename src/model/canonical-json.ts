/**
 * Canonical JSON: keys sorted by UTF-16 code unit, no white space, -0 as 0, shortest round-trip numbers, non-finite
 * numbers and everything that is not JSON refused. Equal values have equal bytes on every machine.
 */
import { UsageError } from './errors.ts'

/** The canonical JSON text of `value`. Throws `UsageError` NOT_JSON that names the path of what is not JSON. */
export function canonicalJson(value: unknown, path = '$'): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'string':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw notJson(path, String(value))
      return JSON.stringify(value === 0 ? 0 : value)
    case 'object':
      return value === null ? 'null' : canonicalObject(value, path)
    default:
      throw notJson(path, typeof value)
  }
}

function canonicalObject(value: object, path: string): string {
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => canonicalJson(item, `${path}[${index}]`)).join(',')}]`
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw notJson(path, value.constructor.name)
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, `${path}.${key}`)}`)
  return `{${entries.join(',')}}`
}

function notJson(path: string, found: string): UsageError {
  return new UsageError(
    'NOT_JSON',
    `A recorded value must be JSON (finite numbers, text, booleans, null, arrays, plain objects), but ${path} is ${found}.`,
    { path, found },
  )
}
