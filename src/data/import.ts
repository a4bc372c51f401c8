/** Imports CSV files: plan each from its head, scan it, then check and seal all of them as one snapshot. */
import { UsageError } from '../model/index.ts'
import { collectSeries, type FileRows } from './collect.ts'
import { type CsvOptions, type CsvPlan, planCsv } from './csv-plan.ts'
import { scanCsv } from './csv-scan.ts'
import { createFindings, type Findings } from './findings.ts'
import type { SnapshotSource } from './manifest.ts'
import { isInstrumentName } from './names.ts'
import type { Sealed } from './seal.ts'
import { checkAndSeal, type InstrumentAttributes, instrumentsFrom } from './seal-bars.ts'
import { fileError, readHead, readSource, type SourceFile, sourceFile } from './source-file.ts'

const HEAD_BYTES = 1 << 16

export interface ImportRequest extends CsvOptions {
  /** Paths of CSV files, plain or gzip, in any order. */
  readonly files: readonly string[]
  /** The store's folder of snapshots. */
  readonly folder: string
  /** `1d`, `5m`, ...; read from the times where it is left out. */
  readonly interval?: string
  readonly attributes?: InstrumentAttributes
  /** The creation instant that the manifest records. */
  readonly nowMs: number
  readonly onProgress?: (progress: ImportProgress) => void
}

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
 * EMPTY_FILE, NO_ROWS, NOT_TEXT, BAD_BARS with `details.findings`, ...; DISK_FULL); then nothing is sealed.
 */
export async function importFiles(request: ImportRequest): Promise<Sealed> {
  if (request.files.length === 0) {
    throw new UsageError('NO_FILES', 'At least one file to import must be named, but there is none.')
  }
  const findings = createFindings()
  const files: SourceFile[] = []
  for (const path of request.files) files.push(await sourceFile(path))
  const progress = { bytes: 0, total: files.reduce((sum, { bytes }) => sum + bytes, 0), rows: 0 }
  const scanned: FileRows[] = []
  const sources: SnapshotSource[] = []
  for (const file of files) {
    const { rows, source } = await readFileRows(file, { request, findings, progress })
    scanned.push(rows)
    sources.push(source)
  }
  const series = collectSeries(scanned)
  const instrumentOf = instrumentsFrom(
    request.attributes ?? {},
    series.map(({ name }) => name),
  )
  return checkAndSeal({
    folder: request.folder,
    series,
    interval: request.interval,
    instrumentOf,
    sources: sources.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
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
  try {
    const head = await readHead(file, HEAD_BYTES)
    const plan = planCsv(file.name, head, request)
    refuseBadName(plan)
    const reading = readSource(file)
    const scan = scanCsv(plan, findings, expectedRows(file, head))
    const before = { bytes: progress.bytes, rows: progress.rows }
    await scanPieces(reading.pieces, plan, (bytes, isLast) => {
      const used = scan.push(bytes, isLast)
      progress.bytes = before.bytes + reading.bytesRead()
      progress.rows = before.rows + scan.rows.count()
      request.onProgress?.({
        file: file.name,
        bytesRead: progress.bytes,
        totalBytes: progress.total,
        rows: progress.rows,
      })
      return used
    })
    noteAssumptions(plan, findings)
    const columns = scan.rows.columns()
    return {
      rows: { file: file.name, names: scan.names, columns },
      source: sourceOf(file, plan, { sha256: reading.sha256(), rows: columns.timeMs.length }),
    }
  } catch (error) {
    throw fileError(file.name, error)
  }
}

/** What was taken on the caller's word, or for want of a word. */
function noteAssumptions({ file, instrument, columns, isZoneAssumed }: CsvPlan, findings: Findings): void {
  const place = { file, line: null, instrument, time: null }
  if (columns.volume === null) {
    findings.add('NO_VOLUME', () => ({ ...place, text: 'volume=none: every volume is recorded as 0' }))
  }
  if (isZoneAssumed) {
    const text = 'times without a zone are read as UTC; if they are local, name their zone'
    findings.add('TIME_ZONE_ASSUMED', () => ({ ...place, text }))
  }
}

/** Feeds whole lines: what a piece leaves over is put before the next one, in the same memory. */
async function scanPieces(
  pieces: AsyncIterable<Uint8Array>,
  plan: CsvPlan,
  push: (bytes: Uint8Array, isLast: boolean) => number,
): Promise<void> {
  let memory = new Uint8Array(0)
  let filled = 0
  let skip = plan.firstRowAt
  for await (const piece of pieces) {
    const fresh = piece.subarray(Math.min(skip, piece.length))
    skip -= piece.length - fresh.length
    if (filled + fresh.length > memory.length) {
      const larger = new Uint8Array(2 * (filled + fresh.length))
      larger.set(memory.subarray(0, filled))
      memory = larger
    }
    memory.set(fresh, filled)
    filled += fresh.length
    const used = push(memory.subarray(0, filled), false)
    memory.copyWithin(0, used, filled)
    filled -= used
  }
  push(memory.subarray(0, filled), true)
}

/** From the mean length of the head's lines; the columns grow where it was too few. */
function expectedRows(file: SourceFile, head: Uint8Array): number {
  let lines = 1
  for (const byte of head) if (byte === 10) lines++
  const unpacked = file.compression === 'gzip' ? file.bytes * 5 : file.bytes
  return (Math.max(unpacked, head.length) / head.length) * lines * 1.05 + 16
}

function refuseBadName({ file, instrument }: CsvPlan): void {
  if (instrument === null || isInstrumentName(instrument)) return
  throw new UsageError(
    'BAD_INSTRUMENT',
    `An instrument's name must be 1 to 64 bytes of printable text, but that of ${file} is '${instrument.slice(0, 80)}'. Name it.`,
    { file, instrument: instrument.slice(0, 80) },
  )
}

function sourceOf(
  file: SourceFile,
  plan: CsvPlan,
  { sha256, rows }: { readonly sha256: string; readonly rows: number },
): SnapshotSource {
  const { time } = plan
  const clock = time.kind === 'calendar' && time.hasTime ? ' and time' : ''
  const zone = time.kind === 'calendar' && time.hasZone ? ' with its zone' : ''
  return {
    kind: 'csv',
    name: file.name,
    bytes: file.bytes,
    sha256,
    compression: file.compression,
    rows,
    layout: plan.layout,
    times: time.kind === 'epoch' ? `epoch ${time.unit}` : `${time.order} date${clock}${zone}`,
    timeZone: plan.timeZone,
    adjusted: plan.adjusted,
    ignored: plan.ignored,
  }
}
