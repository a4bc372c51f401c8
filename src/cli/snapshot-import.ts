/** `snapshot import`: files to a sealed, named snapshot, or to nothing. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  COLUMN_ROLES,
  type ColumnMapping,
  type CsvOptions,
  type DateOrder,
  type ImportRequest,
  type InstrumentAttributes,
  importFiles,
  type Sealed,
} from '../data/index.ts'
import {
  ASSET_CLASSES,
  didYouMean,
  type Instrument,
  isoTime,
  type JsonObject,
  ThroughlineError,
  UsageError,
} from '../model/index.ts'
import { checkSnapshot, type SnapshotRecord, type Store } from '../store/index.ts'
import { answer, type CommonFlags } from './output.ts'
import { createBar } from './progress.ts'
import { readAssignment } from './run-settings.ts'
import { findingLines, snapshotDocument } from './snapshot-text.ts'
import { type OpenedStore, withStore } from './store-access.ts'

export interface ImportFlags extends CommonFlags {
  readonly id: string
  readonly symbol?: string
  readonly column?: readonly string[]
  readonly tz?: string
  readonly dateOrder?: string
  readonly interval?: string
  readonly assetClass?: string
  readonly currency?: string
  readonly tickSize?: string
  readonly lotSize?: string
  readonly multiplier?: string
}

export async function importSnapshot(flags: ImportFlags, files: readonly string[]): Promise<void> {
  const options = csvOptions(flags)
  const attributes = attributesOf(flags)
  const nowMs = Date.now()
  const { record, outcome, sources } = await withStore(flags, 'create', async (opened) => {
    const bar = createBar(flags, 'importing')
    try {
      return await sealAs(opened, flags.id, {
        files,
        nowMs,
        ...options,
        attributes,
        ...(flags.interval === undefined ? {} : { interval: flags.interval }),
        onProgress: ({ bytesRead, totalBytes, rows }) => bar.at(bytesRead, totalBytes, `${rows} rows`),
      })
    } finally {
      bar.stop()
    }
  })
  await answer(flags, {
    document: { ...snapshotDocument(record), outcome, interval: record.interval, sources },
    text: () =>
      [
        `${outcome === 'existing' ? 'Already sealed, with the same content' : 'Sealed'}: ${record.id}`,
        `  ${record.bars} bars of ${record.instruments} instruments, ${record.interval}, ${isoTime(record.fromMs)} to ${isoTime(record.toMs)}`,
        ...sources.map(
          ({ name, layout, times, timeZone }) =>
            `  ${name}: ${layout} columns, ${times}, time zone ${timeZone}`,
        ),
        `  hash ${record.hash}`,
        ...findingLines(record.findings),
      ].join('\n'),
  })
}

type NamedImport = Omit<ImportRequest, 'folder'>

/**
 * Imports files and registers them under an id. Refused, it leaves nothing: neither record nor folder.
 */
export async function sealAs(opened: OpenedStore, id: string, request: NamedImport) {
  return registerSealed(opened, id, (folder) => importFiles({ ...request, folder }))
}

/** Seals in the store's folder and gives the snapshot its name, or leaves nothing of it. */
export async function registerSealed(
  { store, snapshots }: OpenedStore,
  id: string,
  seal: (folder: string) => Sealed | Promise<Sealed>,
) {
  const placeholder = { hash: '0'.repeat(64), instruments: 0, bars: 0, fromMs: 0, toMs: 0, createdMs: 0 }
  checkSnapshot({ id, interval: '', findings: [], ...placeholder })
  const sealed = await seal(snapshots)
  const { hash, manifest } = sealed
  const snapshot: SnapshotRecord = {
    id,
    hash,
    instruments: manifest.instruments.length,
    bars: manifest.bars,
    fromMs: manifest.firstTimeMs,
    toMs: manifest.lastTimeMs,
    interval: manifest.interval,
    findings: manifest.findings as unknown as readonly JsonObject[],
    createdMs: manifest.createdMs,
  }
  try {
    const saved = await store.putSnapshot(snapshot)
    const sources = manifest.sources.flatMap((source) => (source.kind === 'csv' ? [source] : []))
    return { record: saved.snapshot, outcome: saved.outcome, sources }
  } catch (error) {
    if (sealed.outcome === 'sealed' && !(await isNamed(store, hash))) {
      await rm(join(snapshots, hash), { recursive: true, force: true })
    }
    throw error
  }
}

async function isNamed(store: Store, hash: string): Promise<boolean> {
  try {
    await store.getSnapshot(hash)
    return true
  } catch (error) {
    // A store that cannot be asked may know it: then it stays.
    return !(error instanceof ThroughlineError && error.code === 'SNAPSHOT_NOT_FOUND')
  }
}

function csvOptions(flags: ImportFlags): CsvOptions {
  const { symbol, tz, dateOrder } = flags
  if (dateOrder !== undefined && dateOrder !== 'mdy' && dateOrder !== 'dmy') {
    throw new UsageError('BAD_DATE_ORDER', `--date-order must be mdy or dmy, but it is '${dateOrder}'.`, {
      dateOrder,
    })
  }
  const columns = mappingOf(flags.column ?? [])
  return {
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
    ...(tz === undefined ? {} : { timeZone: tz }),
    ...(dateOrder === undefined ? {} : { dateOrder: dateOrder satisfies DateOrder }),
    ...(symbol === undefined ? {} : { instrument: symbol }),
  }
}

function mappingOf(texts: readonly string[]): ColumnMapping {
  const entries = texts.map((text) => readAssignment(text, '--column'))
  const unknown = entries.find(([role]) => !(COLUMN_ROLES as readonly string[]).includes(role))
  if (unknown === undefined) return Object.fromEntries(entries)
  throw new UsageError(
    'UNKNOWN_COLUMN_ROLE',
    `--column must be for one of ${COLUMN_ROLES.join(', ')}, but it is for '${unknown[0]}'.${didYouMean(unknown[0], COLUMN_ROLES)}`,
    { role: unknown[0] },
  )
}

function attributesOf(flags: ImportFlags): InstrumentAttributes {
  const { assetClass, currency, tickSize, lotSize, multiplier } = flags
  const known = ASSET_CLASSES.find((name) => name === assetClass)
  if (assetClass !== undefined && known === undefined) {
    throw new UsageError(
      'BAD_ASSET_CLASS',
      `--asset-class must be one of ${ASSET_CLASSES.join(', ')}, but it is '${assetClass}'.${didYouMean(assetClass, ASSET_CLASSES)}`,
      { assetClass },
    )
  }
  const all: Partial<Omit<Instrument, 'id' | 'symbol'>> = {
    ...(known === undefined ? {} : { assetClass: known }),
    ...(currency === undefined ? {} : { currency }),
    ...(tickSize === undefined ? {} : { tickSize: positive('--tick-size', tickSize) }),
    ...(lotSize === undefined ? {} : { lotSize: positive('--lot-size', lotSize) }),
    ...(multiplier === undefined ? {} : { multiplier: positive('--multiplier', multiplier) }),
  }
  return { all }
}

function positive(flag: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new UsageError('BAD_NUMBER', `${flag} must be a number above 0, but it is '${text}'.`, { flag, text })
}
