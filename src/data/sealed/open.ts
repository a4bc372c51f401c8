/**
 * Opens a sealed snapshot as the engine's table. Every byte that reaches the table has matched its sealed hash.
 * Memory beyond the table: its times and row numbers (12 bytes a bar) and the columns of a few instruments.
 * Cost: about 0.1 us a bar, most of it SHA-256.
 */
import {
  actionsBesideView,
  actionsByInstrument,
  adjustBars,
  type BarField,
  type BarTable,
  type CorporateAction,
  columnMemory,
  type Dividend,
  didYouMean,
  type Instrument,
  isoTime,
  layOutTable,
  PRICE_FIELDS,
  type PriceView,
  parseInterval,
  SCATTER_TOGETHER,
  type Split,
  scatter,
  shownInstrument,
  UsageError,
} from '../../model/index.ts'
import { openBarsFile } from './bars-file.ts'
import type { SealedInstrument } from './canonical.ts'
import { readManifest, type SnapshotManifest } from './manifest.ts'
import { type TimeRange, timeRange } from './range.ts'
import { priceView, requireActions, type ViewRequest } from './view.ts'

export interface OpenRequest extends ViewRequest {
  /** The store's folder of snapshots. */
  readonly folder: string
  readonly hash: string
  /** ISO date or instant, inclusive, of a bar's opening. */
  readonly from?: string
  /** ISO date (that whole day) or instant, inclusive, of a bar's opening. */
  readonly to?: string
  /** Ids; all where it is left out. */
  readonly instruments?: readonly string[]
}

export interface OpenSnapshot {
  readonly manifest: SnapshotManifest
  readonly table: BarTable
  /** Ids that were asked for but have no bar in the range; the table is without them. */
  readonly withoutBars: readonly string[]
  /** Splits and dividends of the table's instruments that its prices do not contain: what `actionsBesideView` leaves. */
  readonly actions: readonly (Split | Dividend)[]
}

/**
 * Reads a snapshot or a part of it. Throws `DataError` NO_SUCH_SNAPSHOT, SNAPSHOT_CHANGED, SNAPSHOT_FORMAT and
 * `UsageError` UNKNOWN_INSTRUMENT, BAD_DATE, EMPTY_RANGE, NO_BARS_IN_RANGE, BAD_ADJUSTMENT, NO_ACTIONS.
 */
export function openSnapshot(request: OpenRequest): OpenSnapshot {
  const range = timeRange(request.from, request.to)
  const view = priceView(request)
  const manifest = readManifest(request.folder, request.hash)
  const actions = manifest.actions ?? []
  const actionsOfId = actionsByInstrument(actions)
  requireActions(manifest, view.adjust)
  const wanted = selectInstruments(manifest, request.instruments)
  const file = openBarsFile(request.folder, manifest)
  try {
    const parts = wanted.map((index) => partOf(file.times(index), index, range))
    const kept = parts.filter(({ from, to }) => to > from)
    if (kept.length === 0) throw noBars(manifest, request)
    const interval = parseInterval(manifest.interval)
    const layout = layOutTable(
      kept.map(({ timeMs, from, to }) => timeMs.subarray(from, to)),
      interval,
    )
    const rows = layout.instrumentOf.length
    const columns = Object.fromEntries(
      PRICE_FIELDS.map((field) => [field, new Float64Array(columnMemory(8 * rows))]),
    ) as Record<BarField, Float64Array>
    const together = groupSize(kept)
    for (let first = 0; first < kept.length; first += together) {
      const group = kept.slice(first, first + together)
      const verified = group.map(({ index, timeMs }, slot) => {
        const instrument = manifest.instruments[index]!
        const own = actionsOfId.get(instrument.id) ?? []
        return adjustBars({ instrument, ...file.verified(index, timeMs, slot) }, own, view)
      })
      for (const field of PRICE_FIELDS) {
        const values = verified.map((one, n) => one[field].subarray(group[n]!.from, group[n]!.to))
        scatter(values, layout.rowsOf.slice(first, first + together), columns[field])
      }
    }
    const instruments = kept.map(({ index }) => {
      const instrument = instrumentOf(manifest.instruments[index]!)
      return shownInstrument(instrument, actionsOfId.get(instrument.id) ?? [], view)
    })
    const { pulseTimeMs, pulseOpenMs, pulseStart, instrumentOf: owner } = layout
    return {
      manifest,
      table: { instruments, interval, pulseTimeMs, pulseOpenMs, pulseStart, instrumentOf: owner, ...columns },
      withoutBars: parts
        .filter(({ from, to }) => to <= from)
        .map(({ index }) => manifest.instruments[index]!.id),
      actions: actionsOf(instruments, actions, view),
    }
  } finally {
    file.close()
  }
}

function actionsOf(
  instruments: readonly Instrument[],
  actions: readonly CorporateAction[],
  view: PriceView,
): (Split | Dividend)[] {
  const ids = new Set(instruments.map(({ id }) => id))
  return actionsBesideView(actions, view).filter(({ instrument }) => ids.has(instrument))
}

/** How many instruments are in memory beside the table at a time: at most an eighth of all bars. */
function groupSize(parts: readonly Part[]): number {
  const bars = parts.reduce((sum, { timeMs }) => sum + timeMs.length, 0)
  const longest = parts.reduce((most, { timeMs }) => Math.max(most, timeMs.length), 0)
  return Math.max(1, Math.min(SCATTER_TOGETHER, Math.floor(bars / 8 / longest)))
}

interface Part {
  readonly index: number
  readonly timeMs: Float64Array
  /** Rows from (inclusive) and to (exclusive) lie in the range. */
  readonly from: number
  readonly to: number
}

export function partOf(timeMs: Float64Array, index: number, { fromMs, toMs }: TimeRange): Part {
  return { index, timeMs, from: firstAtOrAfter(timeMs, fromMs), to: firstAtOrAfter(timeMs, toMs) }
}

function firstAtOrAfter(timeMs: Float64Array, instantMs: number): number {
  let low = 0
  let high = timeMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeMs[middle]! < instantMs) low = middle + 1
    else high = middle
  }
  return low
}

/** Indexes of the wanted instruments, ascending by id. */
export function selectInstruments(manifest: SnapshotManifest, ids: readonly string[] | undefined): number[] {
  if (ids === undefined) return manifest.instruments.map((_, index) => index)
  const indexes = new Map(manifest.instruments.map(({ id }, index) => [id, index]))
  const wanted = new Set(
    ids.map((id) => {
      const index = indexes.get(id)
      if (index !== undefined) return index
      throw new UsageError(
        'UNKNOWN_INSTRUMENT',
        `Instruments must be in the snapshot, but '${id}' is not among its ${indexes.size}.${didYouMean(id, indexes.keys())}`,
        { instrument: id },
      )
    }),
  )
  return [...wanted].sort((a, b) => a - b)
}

export function instrumentOf(sealed: SealedInstrument): Instrument {
  const { id, symbol, assetClass, currency, tickSize, lotSize, multiplier, calendar } = sealed
  const known = { id, symbol, assetClass, currency, tickSize, lotSize, multiplier }
  return calendar === undefined ? known : { ...known, calendar }
}

function noBars(manifest: SnapshotManifest, { from, to }: OpenRequest): UsageError {
  return new UsageError(
    'NO_BARS_IN_RANGE',
    `At least one bar must open in the range, but there is none from ${from ?? 'the start'} to ${to ?? 'the end'}; the snapshot's bars open from ${isoTime(manifest.firstTimeMs)} to ${isoTime(manifest.lastTimeMs)}.`,
    { from: from ?? '', to: to ?? '' },
  )
}
