/** Imports files: plans each from its head, reads it, then checks and seals all of them as one snapshot. */
import { type CalendarName, UsageError } from '../model/index.ts'
import { readActionFiles } from './actions/read-actions.ts'
import { createFindings, type Findings } from './findings.ts'
import { noteAssumptions } from './read/assumptions.ts'
import { collectSeries, type FileRows } from './read/collect.ts'
import { findFiles } from './read/find-files.ts'
import { type ReadRequest, type ReadTable, readText } from './read/read-text.ts'
import { fileError, type SourceFile, sourceFile } from './read/source-file.ts'
import type { TableOptions, TablePlan } from './read/table-plan.ts'
import { checkAndSeal, type InstrumentAttributes, instrumentsFrom } from './seal-bars.ts'
import type { SnapshotSource } from './sealed/manifest.ts'
import type { Sealed } from './sealed/seal.ts'

export interface ImportRequest extends TableOptions {
  /**
   * Files, folders of files, or patterns like `data/**\/*.csv`, in any order: CSV or JSON lines, plain or compressed, or
   * Parquet. Several files of one instrument are joined by their times, which must not overlap.
   */
  readonly files: readonly string[]
  /** The store's folder of snapshots. */
  readonly folder: string
  /** What reads Parquet files: `duckdb` where it is left out. The snapshot is the same whichever it is. */
  readonly backend?: string
  /** What names the instrument of a file without a column for it: its own name, or its folder's (one a symbol). */
  readonly instrumentFrom?: InstrumentFrom
  /** `1d`, `5m`, ...; read from the times where it is left out. */
  readonly interval?: string
  /** Which bars are expected; recognised by the bars where it is left out. */
  readonly calendar?: CalendarName
  readonly attributes?: InstrumentAttributes
  /** Paths of files of corporate actions: ours as CSV or JSON, QuantConnect's factor and map files. */
  readonly actions?: readonly string[]
  /** Codes of errors whose rows are left out knowingly, instead of refusing the import; the manifest says so. */
  readonly accept?: readonly string[]
  /** The creation instant that the manifest records. */
  readonly nowMs: number
  readonly onProgress?: (progress: ImportProgress) => void
}

export const INSTRUMENT_SOURCES = ['file', 'folder'] as const
export type InstrumentFrom = (typeof INSTRUMENT_SOURCES)[number]

export interface ImportProgress {
  readonly file: string
  readonly bytesRead: number
  /** Bytes of all files. */
  readonly totalBytes: number
  /** Rows of all files so far. */
  readonly rows: number
}

/**
 * Imports, checks and seals. Throws `UsageError` (files, columns, options) and `DataError` (what is in the files:
 * EMPTY_FILE, NO_ROWS, NOT_TEXT, BAD_BARS with `details.findings`, BAD_ACTIONS with `details.problems`, ...; DISK_FULL); then nothing is sealed.
 */
export async function importFiles(request: ImportRequest): Promise<Sealed> {
  if (request.files.length === 0) {
    throw new UsageError('NO_FILES', 'At least one file to import must be named, but there is none.')
  }
  const findings = createFindings(request.accept)
  const acted = await readActionFiles(request.actions ?? [])
  const files: SourceFile[] = []
  for (const found of await findFiles(request.files)) files.push(await sourceFile(found.path, found))
  const progress = { bytes: 0, total: files.reduce((sum, { bytes }) => sum + bytes, 0), rows: 0 }
  const scanned: FileRows[] = []
  const sources: SnapshotSource[] = []
  for (const file of files) {
    const { rows, source } = await readFileRows(file, { request, findings, progress })
    scanned.push(rows)
    sources.push(source)
  }
  refuseSameName(scanned, request)
  const series = collectSeries(scanned)
  const instrumentOf = instrumentsFrom(
    request.attributes ?? {},
    series.map(({ name }) => name),
  )
  return checkAndSeal({
    folder: request.folder,
    series,
    interval: request.interval,
    calendar: request.calendar,
    instrumentOf,
    sources: sources.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    actions: acted.located,
    actionSources: acted.sources,
    timeZone: request.timeZone,
    findings,
    nowMs: request.nowMs,
  })
}

interface Import {
  readonly request: ImportRequest
  readonly findings: Findings
  readonly progress: { bytes: number; readonly total: number; rows: number }
}

async function readFileRows(
  file: SourceFile,
  { request, findings, progress }: Import,
): Promise<{ rows: FileRows; source: SnapshotSource }> {
  const before = { bytes: progress.bytes, rows: progress.rows }
  const onProgress: ReadRequest['onProgress'] = ({ bytesRead, rows }) => {
    progress.bytes = before.bytes + bytesRead
    progress.rows = before.rows + rows
    request.onProgress?.({
      file: file.name,
      bytesRead: progress.bytes,
      totalBytes: progress.total,
      rows: progress.rows,
    })
  }
  try {
    const read = file.isParquet ? (await import('./read/read-parquet.ts')).readParquet : readText
    const options = optionsFor(file, request)
    const table = await read(file, { options, backend: request.backend, findings, onProgress })
    noteAssumptions(table.plan, findings)
    return {
      rows: {
        file: file.name,
        folder: file.folder,
        instrument: table.plan.instrument,
        names: table.names,
        columns: table.columns,
      },
      source: sourceOf(file, table),
    }
  } catch (error) {
    throw fileError(file.name, error)
  }
}

/** The options of one file: in a folder a symbol, the folder names the instrument. */
function optionsFor(file: SourceFile, request: ImportRequest): TableOptions {
  if (request.instrumentFrom !== 'folder') return request
  if (request.instrument === undefined) return { ...request, instrument: file.folder }
  throw new UsageError(
    'INSTRUMENT_TWICE',
    `An instrument may be named once, but '${request.instrument}' is named and the folders are to name it as well. Leave one of them out.`,
    { instrument: request.instrument },
  )
}

/** Files of one name in several folders are parts of one instrument, or of one a folder: only the caller knows. */
function refuseSameName(files: readonly FileRows[], request: ImportRequest): void {
  if (request.instrumentFrom !== undefined || request.instrument !== undefined) return
  const first = new Map<string, FileRows>()
  for (const file of files) {
    if (file.instrument === null) continue
    const other = first.get(file.instrument)
    if (other === undefined) first.set(file.instrument, file)
    else if (other.folder !== file.folder) {
      throw new UsageError(
        'SAME_FILE_NAME',
        `Files of one name in several folders must be told apart, but ${other.file} and ${file.file} would both be '${file.instrument}'. Say what names the instrument: the folder (instrument from folder) or the file (instrument from file).`,
        { files: [other.file, file.file], instrument: file.instrument },
      )
    }
  }
}

function sourceOf(file: SourceFile, { format, plan, sha256, columns }: ReadTable): SnapshotSource {
  const { time } = plan
  return {
    kind: format,
    name: file.name,
    bytes: file.bytes,
    sha256,
    compression: file.compression,
    rows: columns.timeMs.length,
    layout: plan.layout,
    times: timesText(time),
    timeZone: plan.timeZone,
    adjusted: plan.adjusted,
    ignored: plan.ignored,
  }
}

function timesText(time: TablePlan['time']): string {
  if (time.kind === 'epoch') return `epoch ${time.unit}`
  if (time.kind === 'since-midnight') return 'ms since midnight of the day in the name'
  return `${time.order} date${time.hasTime ? ' and time' : ''}${time.hasZone ? ' with its zone' : ''}`
}
