/** Bars from code as a table, rows or Arrow: found, read, checked and reported as those of a file, then sealed. */
import type { Table } from 'apache-arrow'
import type { CalendarName } from '../model/index.ts'
import { createFindings, type Findings } from './findings.ts'
import { arrowColumns } from './read/arrow-columns.ts'
import { noteAssumptions } from './read/assumptions.ts'
import { collectSeries } from './read/collect.ts'
import { type ObjectRow, readObjects } from './read/object-rows.ts'
import { type ReadColumns, readColumns } from './read/read-columns.ts'
import type { TableOptions } from './read/table-plan.ts'
import { checkAndSeal, type InstrumentAttributes, instrumentsFrom } from './seal-bars.ts'
import type { Sealed } from './sealed/seal.ts'

export interface SealTableRequest extends Omit<TableOptions, 'header'> {
  /** The store's folder of snapshots. */
  readonly folder: string
  /** Where the rows come from: it stands for the file in messages and in the manifest. */
  readonly source: string
  readonly interval?: string
  /** Which bars are expected; recognised by the bars where it is left out. */
  readonly calendar?: CalendarName
  readonly attributes?: InstrumentAttributes
  /** Codes of errors whose rows are left out knowingly; the manifest says so. */
  readonly accept?: readonly string[]
  readonly nowMs: number
}

/**
 * Checks and seals rows: objects with a time (text, epoch number or `Date`), open, high, low, close, volume and, for
 * several instruments, a symbol; names and forms are found as in a file. Throws what `importFiles` throws of rows.
 */
export function sealRows(request: SealTableRequest & { readonly rows: Iterable<ObjectRow> }): Sealed {
  const findings = createFindings(request.accept)
  return sealRead(
    request,
    findings,
    readObjects(request.source, request.rows, { options: request, findings }),
  )
}

/**
 * Checks and seals an Arrow table (of the library apache-arrow, any version with its record batches): long, or wide with
 * `wide`. Rejects with what `importFiles` throws of rows.
 */
export async function sealArrow(request: SealTableRequest & { readonly table: Table }): Promise<Sealed> {
  const findings = createFindings(request.accept)
  const read = await readColumns(request.source, arrowColumns(request.table), {
    options: request,
    findings,
    onProgress: () => undefined,
  })
  return sealRead(request, findings, read)
}

function sealRead(request: SealTableRequest, findings: Findings, read: ReadColumns): Sealed {
  const { plan, names, columns } = read
  noteAssumptions(plan, findings)
  const { source, folder, interval, calendar, attributes = {}, timeZone, nowMs } = request
  const series = collectSeries([{ file: source, folder: '', instrument: plan.instrument, names, columns }])
  const known = series.map(({ name }) => name)
  return checkAndSeal({
    folder,
    series,
    interval,
    calendar,
    instrumentOf: instrumentsFrom(attributes, known),
    sources: [{ kind: 'code', name: source, rows: columns.timeMs.length }],
    timeZone,
    findings,
    nowMs,
  })
}
