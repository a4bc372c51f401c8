/**
 * What decides a run, from three places: flag, then run file, then throughline.toml. Texts of flags and values of TOML
 * become the same typed values here, and a value of a wrong kind names where it stands.
 */
import type { JsonValue } from '../../model/index.ts'
import { UsageError } from '../../model/index.ts'

export type SettingKind = 'text' | 'number' | 'flag' | 'texts' | 'table'

export interface SettingRule {
  readonly kind: SettingKind
  /** The name of the flag's value in commander, where it is not the key in camel case. */
  readonly option?: string
  /** True where it names one run: it may stand in a run file and not in throughline.toml. */
  readonly isPerRun?: boolean
}

/** Every setting of a run by its key in files, which is its flag. */
export const RUN_SETTINGS: Readonly<Record<string, SettingRule>> = {
  strategy: { kind: 'text', isPerRun: true },
  snapshot: { kind: 'text' },
  set: { kind: 'table' },
  cash: { kind: 'number' },
  cost: { kind: 'texts' },
  risk: { kind: 'texts' },
  credit: { kind: 'text' },
  fill: { kind: 'text' },
  policy: { kind: 'text' },
  'close-at-end': { kind: 'flag', option: 'closeAtEnd' },
  from: { kind: 'text' },
  to: { kind: 'text' },
  instruments: { kind: 'texts' },
  adjust: { kind: 'text' },
  seed: { kind: 'number' },
  'verify-lookahead': { kind: 'flag', option: 'verifyLookahead' },
  'run-id': { kind: 'text', option: 'runId', isPerRun: true },
  label: { kind: 'text', isPerRun: true },
  tag: { kind: 'texts' },
  'risk-free': { kind: 'number', option: 'riskFree' },
  'periods-per-year': { kind: 'number', option: 'periodsPerYear' },
}

/** One place that settings come from, the strongest first. */
export interface SettingSource {
  /** How messages name a key here: `--cash`, or `cash in run.toml`. */
  readonly nameOf: (key: string) => string
  readonly values: Readonly<Record<string, unknown>>
}

export interface RunSettings {
  readonly strategy?: string
  readonly snapshot?: string
  readonly params: Readonly<Record<string, JsonValue>>
  readonly cash?: number
  readonly cost?: readonly string[]
  readonly risk?: readonly string[]
  readonly credit?: string
  readonly fill?: string
  readonly policy?: string
  readonly closeAtEnd?: boolean
  readonly from?: string
  readonly to?: string
  readonly instruments?: readonly string[]
  readonly adjust?: string
  readonly seed?: number
  readonly verifyLookahead?: boolean
  readonly runId?: string
  readonly label?: string
  readonly tag?: readonly string[]
  readonly riskFree?: number
  readonly periodsPerYear?: number
}

/** Flags as a source: their values lie under commander's names. */
export function flagSource(options: Readonly<Record<string, unknown>>): SettingSource {
  const entries = Object.entries(RUN_SETTINGS).map(([key, { option = key }]) => [key, options[option]])
  return { nameOf: (key) => `--${key}`, values: Object.fromEntries(entries) as Record<string, unknown> }
}

/** A file as a source. */
export function fileSource(file: string, values: Readonly<Record<string, unknown>>): SettingSource {
  return { nameOf: (key) => `'${key}' in ${file}`, values }
}

/** The settings of a run; of two sources that say a key the first counts, and both are checked. Throws `UsageError` BAD_SETTING. */
export function mergeSettings(sources: readonly SettingSource[]): RunSettings {
  const merged: Record<string, unknown> = {}
  for (const [key, { kind, option = key }] of Object.entries(RUN_SETTINGS)) {
    if (kind === 'table') continue
    const values = sources
      .filter((source) => source.values[key] !== undefined)
      .map((source) => readValue(kind, source.values[key], source.nameOf(key)))
    if (values.length > 0) merged[option] = values[0]
  }
  const tables = sources
    .filter(({ values }) => values['set'] !== undefined)
    .map(({ values, nameOf }) => readParams(values['set'], nameOf('set')))
  return { ...merged, params: Object.assign({}, ...tables.reverse()) as Record<string, JsonValue> }
}

function readValue(kind: Exclude<SettingKind, 'table'>, value: unknown, name: string): unknown {
  switch (kind) {
    case 'text': {
      const text = isTomlDate(value) ? value.toISOString() : value
      if (typeof text === 'string' && text !== '') return text
      throw badValue(name, 'a text', value)
    }
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      if (typeof number === 'number' && Number.isFinite(number)) return number
      throw badValue(name, 'a number', value)
    }
    case 'flag':
      if (typeof value === 'boolean') return value
      throw badValue(name, 'true or false', value)
    case 'texts': {
      const texts = typeof value === 'string' ? value.split(',').map((text) => text.trim()) : value
      if (Array.isArray(texts) && texts.every((text) => typeof text === 'string' && text !== '')) return texts
      throw badValue(name, 'a text or a list of texts', value)
    }
    default:
      return kind satisfies never
  }
}

/** TOML dates are `Date`s that write themselves as they stand in the file. */
function isTomlDate(value: unknown): value is Date {
  return value instanceof Date
}

/** `--set fast=10` any number of times, or a table in a file. */
function readParams(value: unknown, name: string): Readonly<Record<string, JsonValue>> {
  if (Array.isArray(value)) return Object.fromEntries(value.map((text) => readAssignment(String(text), name)))
  if (typeof value !== 'object' || value === null) throw badValue(name, 'a table of parameters', value)
  for (const [key, param] of Object.entries(value)) {
    if (!['number', 'string', 'boolean'].includes(typeof param)) {
      throw badValue(`${name}, parameter '${key}',`, 'a number, a text, true or false', param)
    }
  }
  return value as Record<string, JsonValue>
}

/** Reads `name=value`. Throws `UsageError` BAD_SETTING. */
export function readAssignment(text: string, name: string): [name: string, value: string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw badValue(name, 'name=value', text)
}

function badValue(name: string, must: string, found: unknown): UsageError {
  const shown = JSON.stringify(found) ?? String(found)
  return new UsageError('BAD_SETTING', `${name} must be ${must}, but it is ${shown}.`, {
    setting: name,
    must,
    found: shown,
  })
}
