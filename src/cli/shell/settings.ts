/**
 * Settings from files: `throughline.toml` in the current folder ([store] dir, [data] backend, [vendors.NAME], [run] with the flags
 * of `run` as keys, [features] with what computing them may take), and the file that `run --run-file` names (the keys of
 * [run] without a table). An unknown key is an error, never passed over.
 */
import { readFileSync } from 'node:fs'
import { didYouMean, UsageError } from '../../model/index.ts'
import { FEATURE_SETTINGS } from '../run/feature-settings.ts'
import { RUN_SETTINGS } from '../run/run-settings.ts'
import type { CommonFlags } from './output.ts'

const SETTINGS_FILE = 'throughline.toml'
const DEFAULT_STORE = '.throughline'

/** Values by key, as TOML gives them, and the file they come from. */
export interface FileSettings {
  readonly file: string
  readonly values: Readonly<Record<string, unknown>>
}

export interface ProjectSettings {
  readonly store: FileSettings
  readonly data: FileSettings
  /** Tables by the vendors' names; each vendor knows its own keys. */
  readonly vendors: FileSettings
  readonly run: FileSettings
  readonly features: FileSettings
}

/** The flag, or `[store] dir` of throughline.toml, or `.throughline`. */
export async function storeDirOf(flags: CommonFlags): Promise<string> {
  if (flags.store !== undefined) return flags.store
  const { values } = (await projectSettings()).store
  const dir = values['dir']
  if (dir === undefined) return DEFAULT_STORE
  if (typeof dir === 'string' && dir !== '') return dir
  throw badSetting({ file: SETTINGS_FILE, key: 'store.dir' }, 'the path of a folder', dir)
}

/**
 * throughline.toml of the current folder; empty where there is none. Throws `UsageError` UNKNOWN_SETTING,
 * BAD_SETTINGS_FILE.
 */
export async function projectSettings(): Promise<ProjectSettings> {
  const tables = await readToml(SETTINGS_FILE, { isOptional: true })
  refuseUnknown({ file: SETTINGS_FILE, where: 'table', values: tables }, [
    'store',
    'data',
    'vendors',
    'run',
    'features',
  ])
  const store = tableAt(tables, 'store')
  const data = tableAt(tables, 'data')
  refuseUnknown({ file: SETTINGS_FILE, where: 'key of [data]', values: data }, ['backend'])
  const run = tableAt(tables, 'run')
  refuseUnknown({ file: SETTINGS_FILE, where: 'key of [store]', values: store }, ['dir'])
  refuseUnknown(
    { file: SETTINGS_FILE, where: 'key of [run]', values: run },
    Object.keys(RUN_SETTINGS).filter((key) => RUN_SETTINGS[key]?.isPerRun !== true),
  )
  const features = tableAt(tables, 'features')
  refuseUnknown(
    { file: SETTINGS_FILE, where: 'key of [features]', values: features },
    Object.keys(FEATURE_SETTINGS),
  )
  return {
    store: { file: SETTINGS_FILE, values: store },
    data: { file: SETTINGS_FILE, values: data },
    vendors: { file: SETTINGS_FILE, values: tableAt(tables, 'vendors') },
    run: { file: SETTINGS_FILE, values: run },
    features: { file: SETTINGS_FILE, values: features },
  }
}

/** The settings of a run file. Throws `UsageError` RUN_FILE_NOT_FOUND, UNKNOWN_SETTING, BAD_SETTINGS_FILE. */
export async function runFileSettings(file: string): Promise<FileSettings> {
  const values = await readToml(file, { isOptional: false })
  refuseUnknown({ file, where: 'key', values }, Object.keys(RUN_SETTINGS))
  return { file, values }
}

type Table = Readonly<Record<string, unknown>>

function tableAt(tables: Table, name: string): Table {
  const table = tables[name]
  if (table === undefined) return {}
  if (typeof table === 'object' && table !== null && !Array.isArray(table)) return table as Table
  throw badSetting({ file: SETTINGS_FILE, key: name }, `a table: [${name}]`, table)
}

function refuseUnknown(
  { file, where, values }: { readonly file: string; readonly where: string; readonly values: Table },
  known: readonly string[],
): void {
  const unknown = Object.keys(values).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw new UsageError(
    'UNKNOWN_SETTING',
    `'${unknown}' in ${file} is no known ${where}.${didYouMean(unknown, known) || ` Known are: ${known.join(', ')}.`}`,
    { file, key: unknown, known },
  )
}

async function readToml(file: string, { isOptional }: { readonly isOptional: boolean }): Promise<Table> {
  const text = readText(file, isOptional)
  if (text === undefined) return {}
  const { parse, TomlError } = await import('smol-toml')
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const { line, column } = error
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n')
    throw new UsageError(
      'BAD_SETTINGS_FILE',
      `${file} must be TOML, but line ${line}, column ${column} is not: ${reason}.`,
      { file, line, column, reason },
    )
  }
}

function readText(file: string, isOptional: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error
    if (isOptional) return undefined
    throw new UsageError('RUN_FILE_NOT_FOUND', `A run file must exist, but there is no file ${file}.`, {
      file,
    })
  }
}

/** The error for a value of a wrong kind. */
export function badSetting(
  { file, key }: { readonly file: string; readonly key: string },
  must: string,
  found: unknown,
): UsageError {
  const shown = JSON.stringify(found) ?? String(found)
  return new UsageError('BAD_SETTING', `'${key}' in ${file} must be ${must}, but it is ${shown}.`, {
    file,
    key,
    must,
    found: shown,
  })
}
