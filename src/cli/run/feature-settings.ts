/**
 * What computing features may take: memory, a folder on disk, threads. From flags, then from [features] of throughline.toml.
 * None of it changes a result, so none of it is part of a run.
 */
import { join } from 'node:path'
import { UsageError } from '../../model/index.ts'
import type { FeatureFigures, FeatureStoreOptions } from '../../run/index.ts'

interface FeatureRule {
  /** The name of the flag's value in commander. */
  readonly option: string
  readonly must: string
  readonly least: number
  readonly isWhole: boolean
}

/** By key of [features]; the flag is the key with `feature-` before it. */
export const FEATURE_SETTINGS: Readonly<Record<string, FeatureRule>> = {
  'memory-mb': {
    option: 'featureMemoryMb',
    must: 'a number of megabytes, 0 or more',
    least: 0,
    isWhole: false,
  },
  'disk-mb': { option: 'featureDiskMb', must: 'a number of megabytes, 0 or more', least: 0, isWhole: false },
  threads: { option: 'featureThreads', must: 'a whole number, 1 or more', least: 1, isWhole: true },
}

const MB = 2 ** 20

/** Values of flags by commander's names, and of the file's table. */
export interface FeatureSources {
  readonly flags: Readonly<Record<string, unknown>>
  readonly file: { readonly file: string; readonly values: Readonly<Record<string, unknown>> }
}

/** The options of a feature store in `storeDir`; columns are on disk only where a size is given. Throws `UsageError` BAD_SETTING. */
export function featureOptions(sources: FeatureSources, storeDir: string): FeatureStoreOptions {
  const memoryMb = readSetting(sources, 'memory-mb')
  const diskMb = readSetting(sources, 'disk-mb')
  const threads = readSetting(sources, 'threads')
  return {
    // A single run asks for each column once: what is kept beyond it is for whoever runs more in one process.
    memoryBytes: Math.floor((memoryMb ?? 0) * MB),
    ...(diskMb === undefined || diskMb === 0
      ? {}
      : { folder: join(storeDir, 'features'), diskBytes: Math.floor(diskMb * MB) }),
    ...(threads === undefined ? {} : { threads }),
  }
}

function readSetting({ flags, file }: FeatureSources, key: string): number | undefined {
  const { option, must, least, isWhole } = FEATURE_SETTINGS[key]!
  const values = [
    { name: `--feature-${key}`, value: flags[option] },
    { name: `'${key}' of [features] in ${file.file}`, value: file.values[key] },
  ].filter(({ value }) => value !== undefined)
  const numbers = values.map(({ name, value }) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    const fits = typeof number === 'number' && Number.isFinite(number) && number >= least
    if (fits && (!isWhole || Number.isInteger(number))) return number
    const found = JSON.stringify(value) ?? String(value)
    throw new UsageError('BAD_SETTING', `${name} must be ${must}, but it is ${found}.`, {
      setting: name,
      must,
      found,
    })
  })
  return numbers[0]
}

/** What there is to say of how features came about, nothing where each was simply computed. */
export function featureLines(figures: FeatureFigures | null): readonly string[] {
  if (figures === null) return []
  const { nodes, computed, hits, diskHits, threads, helped, notes } = figures
  const parts = [
    `${computed} of ${nodes} computed`,
    ...(hits === 0 ? [] : [`${hits} found${diskHits === 0 ? '' : ` (${diskHits} on disk)`}`]),
    ...(helped === 0 ? [] : [`${threads} threads`]),
  ]
  return [
    ...(parts.length === 1 ? [] : [`Features  ${parts.join(', ')}`]),
    ...notes.map((note) => `! ${note}`),
  ]
}
