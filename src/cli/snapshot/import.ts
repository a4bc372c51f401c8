/** `snapshot import`: files to a sealed, named snapshot, or to nothing. */
import {
  COLUMN_ROLES,
  type ColumnMapping,
  type DateOrder,
  type InstrumentAttributes,
  importFiles,
  type SnapshotSource,
  type TableOptions,
} from '../../data/index.ts'
import { ASSET_CLASSES, didYouMean, type Instrument, UsageError } from '../../model/index.ts'
import type { SnapshotRecord } from '../../store/index.ts'
import { readAssignment } from '../run/run-settings.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { createBar } from '../shell/progress.ts'
import { sealAs } from './sealing.ts'
import { contentText, findingLines, snapshotDocument, sourceText } from './text.ts'

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
  const options = tableOptions(flags)
  const attributes = attributesOf(flags)
  const bar = createBar(flags, 'importing')
  const { snapshot, outcome, sealed } = await sealAs(flags, flags.id, (folder) =>
    importFiles({
      files,
      folder,
      nowMs: Date.now(),
      ...options,
      attributes,
      ...(flags.interval === undefined ? {} : { interval: flags.interval }),
      onProgress: ({ bytesRead, totalBytes, rows }) => bar.at(bytesRead, totalBytes, `${rows} rows`),
    }),
  ).finally(bar.stop)
  const { interval, sources } = sealed.manifest
  await answer(flags, {
    document: { ...snapshotDocument(snapshot), outcome, interval, sources },
    text: () => importText(snapshot, outcome, sources),
  })
}

function importText(
  record: SnapshotRecord,
  outcome: 'saved' | 'existing',
  sources: readonly SnapshotSource[],
): string {
  return [
    `${outcome === 'existing' ? 'Already sealed, with the same content' : 'Sealed'}: ${record.id}`,
    `  ${contentText(record)}`,
    ...sources.map((source) => `  ${sourceText(source)}`),
    `  hash ${record.hash}`,
    ...findingLines(record.findings),
  ].join('\n')
}

function tableOptions(flags: ImportFlags): TableOptions {
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
