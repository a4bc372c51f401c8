/** Reads a table of settings key by key: a wrong value, a missing one or a key that nobody asked for is an error. */
import { didYouMean, UsageError } from '../../model/index.ts'

export type SettingsTable = Readonly<Record<string, unknown>>

export interface TablePlace {
  readonly file: string
  /** As `vendors.alpaca`. */
  readonly name: string
}

export interface TableReader {
  readonly text: (key: string) => string | undefined
  readonly positive: (key: string) => number | undefined
  readonly flag: (key: string) => boolean
  /** An http or https URL without a key in it. */
  readonly url: (key: string) => string | undefined
  readonly oneOf: <T extends string>(key: string, known: readonly T[], otherwise?: T) => T
  /** A table of texts by key; empty where it is left out. */
  readonly texts: (key: string) => Readonly<Record<string, string>>
  readonly table: (key: string) => SettingsTable
  /** The value, or the error of a key that must be there. */
  readonly required: <T>(key: string, value: T | undefined) => T
  readonly bad: (key: string, must: string, found: unknown) => UsageError
  /** Refuses keys that were not asked for. */
  readonly finish: () => void
}

/** Throws `UsageError` BAD_SETTING, UNKNOWN_SETTING, MISSING_SETTING. */
export function readTable(place: TablePlace, value: unknown): TableReader {
  const bad = badSettings(place)
  if (!isTable(value)) throw bad('', `a table: [${place.name}]`, value)
  const asked = new Set<string>()
  const take = (key: string): unknown => {
    asked.add(key)
    return value[key]
  }
  const typed = <T>(key: string, must: string, is: (found: unknown) => found is T): T | undefined => {
    const found = take(key)
    if (found === undefined || is(found)) return found
    throw bad(key, must, found)
  }
  const text = (key: string): string | undefined => typed(key, 'a text', isText)
  const table = (key: string): SettingsTable => typed(key, 'a table', isTable) ?? {}
  const required: TableReader['required'] = (key, found) => {
    if (found !== undefined) return found
    throw missing(place, key)
  }
  return {
    text,
    table,
    required,
    bad,
    positive: (key) => typed(key, 'a number above 0', isPositive),
    flag: (key) => typed(key, 'true or false', (found) => typeof found === 'boolean') ?? false,
    url: (key) => typed(key, 'an http or https URL without a user or a query', isPlainUrl),
    oneOf: (key, known, otherwise) => {
      const found = required(key, text(key) ?? otherwise)
      const match = known.find((one) => one === found)
      if (match !== undefined) return match
      throw bad(key, `one of ${known.join(', ')}${didYouMean(found, known)}`, found)
    },
    texts: (key) => {
      const found = table(key)
      for (const [name, one] of Object.entries(found)) {
        if (typeof one !== 'string') throw bad(`${key}.${name}`, 'a text', one)
      }
      return found as Readonly<Record<string, string>>
    },
    finish: () => refuseOthers(place, Object.keys(value), [...asked]),
  }
}

function badSettings({ file, name }: TablePlace): TableReader['bad'] {
  return (key, must, found) => {
    const path = key === '' ? name : `${name}.${key}`
    const shown = JSON.stringify(found) ?? String(found)
    return new UsageError('BAD_SETTING', `'${path}' in ${file} must be ${must}, but it is ${shown}.`, {
      file,
      key: path,
    })
  }
}

function missing({ file, name }: TablePlace, key: string): UsageError {
  const path = `${name}.${key}`
  return new UsageError('MISSING_SETTING', `'${path}' must be set in ${file}, but it is not.`, {
    file,
    key: path,
  })
}

function refuseOthers({ file, name }: TablePlace, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw new UsageError(
    'UNKNOWN_SETTING',
    `'${unknown}' in ${file} is no known key of [${name}].${didYouMean(unknown, known) || ` Known are: ${known.join(', ')}.`}`,
    { file, key: unknown, known: [...known] },
  )
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isPositive = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0

function isPlainUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, username, search } = new URL(value)
  return /^https?:$/.test(protocol) && username === '' && search === ''
}

function isTable(value: unknown): value is SettingsTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
