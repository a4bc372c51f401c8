/** Bars from a vendor to a sealed snapshot: through the cache, then the same checks and the same seal as an import. */
import { type CalendarName, compareIds, DataError, type Interval, isoTime } from '../../model/index.ts'
import { createFindings } from '../findings.ts'

import { checkAndSeal, type InstrumentAttributes, instrumentsFrom } from '../seal-bars.ts'
import type { Sealed } from '../sealed/seal.ts'
import type { VendorSource } from '../sealed/vendor-source.ts'
import type { Series } from '../series.ts'
import { type FetchedSeries, type FetchRequest, fetchBars } from './fetch-through.ts'

export interface FetchSnapshotRequest extends FetchRequest {
  /** The store's folder of snapshots. */
  readonly folder: string
  readonly attributes?: InstrumentAttributes
  /** Which bars are expected; recognised by the bars where it is left out. */
  readonly calendar?: CalendarName
  /** Codes of errors whose bars are left out knowingly. */
  readonly accept?: readonly string[]
}

export interface FetchedSnapshot {
  readonly sealed: Sealed
  readonly fetched: readonly FetchedSeries[]
}

/**
 * Fetches, checks and seals. Throws what `fetchBars` throws, `DataError` NO_BARS where an instrument has none in the
 * range, and what `sealBars` throws; then nothing is sealed, and what came stays in the cache.
 */
export async function fetchSnapshot(request: FetchSnapshotRequest): Promise<FetchedSnapshot> {
  const { source, interval } = request
  const instruments = [...new Set(request.instruments)].toSorted(compareIds)
  const findings = createFindings(request.accept)
  const instrumentOf = instrumentsFrom(request.attributes ?? {}, instruments)
  for (const name of instruments) instrumentOf(name)
  const fetched = await fetchBars({ ...request, instruments })
  const empty = fetched.find(({ bars }) => bars.timeMs.length === 0)
  if (empty !== undefined) throw noBars(request, empty.instrument)
  const sealed = checkAndSeal({
    folder: request.folder,
    series: fetched.map((one) => seriesOf(one, source.name)),
    interval: interval.text,
    calendar: request.calendar,
    instrumentOf,
    sources: [lineage(request, fetched)],
    findings,
    nowMs: request.nowMs(),
  })
  return { sealed, fetched }
}

function seriesOf({ instrument, bars }: FetchedSeries, vendor: string): Series {
  const origin = { file: vendor, line: null }
  return { name: instrument, ...bars, originOf: () => origin }
}

function lineage(
  { source, interval, fromMs, toMs }: FetchSnapshotRequest,
  fetched: readonly FetchedSeries[],
): VendorSource {
  const sum = (count: (one: FetchedSeries) => number): number =>
    fetched.reduce((total, one) => total + count(one), 0)
  return {
    kind: 'vendor',
    name: source.name,
    variant: source.variant,
    adjustment: source.capabilities.adjustment,
    dayZone: source.capabilities.dayZone,
    interval: interval.text,
    fromMs,
    toMs,
    rows: sum(({ bars }) => bars.timeMs.length),
    fetchedRows: sum(({ fetchedBars }) => fetchedBars),
    dropped: {
      repeated: sum(({ dropped }) => dropped.repeated),
      outside: sum(({ dropped }) => dropped.outside),
      open: sum(({ dropped }) => dropped.open),
    },
    instruments: fetched.map(({ instrument, bars, fetchedBars, asked }) => ({
      id: instrument,
      rows: bars.timeMs.length,
      fetchedRows: fetchedBars,
      asked: asked.map(({ fromMs: from, toMs: to }) => ({ fromMs: from, toMs: to })),
    })),
  }
}

function noBars(
  {
    source,
    interval,
    fromMs,
    toMs,
  }: {
    readonly source: FetchSnapshotRequest['source']
    readonly interval: Interval
    readonly fromMs: number
    readonly toMs: number
  },
  instrument: string,
): DataError {
  return new DataError(
    'NO_BARS',
    `Every instrument must have at least one closed bar in the range, but ${source.name} has none of ${instrument}, ${interval.text}, from ${isoTime(fromMs)} to before ${isoTime(toMs)}. Check the symbol and the range.`,
    { vendor: source.name, instrument },
  )
}
