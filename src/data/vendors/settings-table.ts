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
  const { file, name } = place
  const bad: TableReader['bad'] = (key, must, found) => {
    const shown = JSON.stringify(found) ?? String(found)
    const path = key === '' ? name : `${name}.${key}`
    return new UsageError('BAD_SETTING', `'${path}' in ${file} must be ${must}, but it is ${shown}.`, {
      file,
      key: path,
    })
  }
  if (!isTable(value)) throw bad('', `a table: [${name}]`, value)
  const asked = new Set<string>()
  const take = (key: string): unknown => {
    asked.add(key)
    return value[key]
  }
  const text = (key: string): string | undefined => {
    const found = take(key)
    if (found === undefined || (typeof found === 'string' && found !== '')) return found
    throw bad(key, 'a text', found)
  }
  const table = (key: string): SettingsTable => {
    const found = take(key) ?? {}
    if (isTable(found)) return found
    throw bad(key, 'a table', found)
  }
  const required: TableReader['required'] = (key, found) => {
    if (found !== undefined) return found
    const path = `${name}.${key}`
    throw new UsageError('MISSING_SETTING', `'${path}' must be set in ${file}, but it is not.`, {
      file,
      key: path,
    })
  }
  return {
    text,
    table,
    required,
    bad,
    positive: (key) => {
      const found = take(key)
      if (found === undefined) return undefined
      if (typeof found === 'number' && Number.isFinite(found) && found > 0) return found
      throw bad(key, 'a number above 0', found)
    },
    flag: (key) => {
      const found = take(key) ?? false
      if (typeof found === 'boolean') return found
      throw bad(key, 'true or false', found)
    },
    url: (key) => {
      const found = text(key)
      if (found === undefined) return undefined
      const url = URL.canParse(found) ? new URL(found) : undefined
      const isPlain =
        url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.search === ''
      if (isPlain) return found
      throw bad(key, 'an http or https URL without a user or a query', found)
    },
    oneOf: (key, known, otherwise) => {
      const found = text(key) ?? otherwise
      const match = known.find((one) => one === required(key, found))
      if (match !== undefined) return match
      throw bad(key, `one of ${known.join(', ')}${didYouMean(found ?? '', known)}`, found)
    },
    texts: (key) => {
      const found = table(key)
      for (const [name_, one] of Object.entries(found)) {
        if (typeof one !== 'string') throw bad(`${key}.${name_}`, 'a text', one)
      }
      return found as Readonly<Record<string, string>>
    },
    finish: () => {
      const unknown = Object.keys(value).find((key) => !asked.has(key))
      if (unknown === undefined) return
      const known = [...asked]
      throw new UsageError(
        'UNKNOWN_SETTING',
        `'${unknown}' in ${file} is no known key of [${name}].${didYouMean(unknown, known) || ` Known are: ${known.join(', ')}.`}`,
        { file, key: unknown, known },
      )
    },
  }
}

function isTable(value: unknown): value is SettingsTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
