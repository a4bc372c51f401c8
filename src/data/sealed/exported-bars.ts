/** What an export writes: a snapshot's bars, or a part of them, instrument by instrument, each matched with its seal. */
import { actionsByInstrument, adjustBars, isoTime, UsageError } from '../../model/index.ts'
import { openBarsFile } from './bars-file.ts'
import type { CanonicalColumns } from './canonical.ts'
import { readManifest } from './manifest.ts'
import { type OpenRequest, partOf, selectInstruments } from './open.ts'
import { timeRange } from './range.ts'
import { priceView, requireActions } from './view.ts'

const DAY_MS = 86_400_000

export interface ExportRequest extends OpenRequest {
  /** Told of each instrument before it is written. */
  readonly onInstrument?: (exported: { readonly id: string; readonly bars: number }) => void
}

export interface ExportedBars {
  readonly id: string
  readonly columns: CanonicalColumns
}

/**
 * The bars of each instrument, those without a bar in the range left out. The columns are valid until the next is asked
 * for. Throws as `openSnapshot` does, NO_BARS_IN_RANGE only when all instruments were looked at.
 */
export function* exportedBars(request: ExportRequest): Generator<ExportedBars> {
  const range = timeRange(request.from, request.to)
  const view = priceView(request)
  const manifest = readManifest(request.folder, request.hash)
  requireActions(manifest, view.adjust)
  const actionsOfId = actionsByInstrument(manifest.actions ?? [])
  const file = openBarsFile(request.folder, manifest)
  let count = 0
  try {
    for (const index of selectInstruments(manifest, request.instruments)) {
      const { timeMs, from, to } = partOf(file.times(index), index, range)
      if (to <= from) continue
      const instrument = manifest.instruments[index]!
      const all = adjustBars(
        { instrument, ...file.verified(index, timeMs) },
        actionsOfId.get(instrument.id) ?? [],
        view,
      )
      const { id } = instrument
      request.onInstrument?.({ id, bars: to - from })
      count++
      yield {
        id,
        columns: {
          timeMs: all.timeMs.subarray(from, to),
          open: all.open.subarray(from, to),
          high: all.high.subarray(from, to),
          low: all.low.subarray(from, to),
          close: all.close.subarray(from, to),
          volume: all.volume.subarray(from, to),
        },
      }
    }
  } finally {
    file.close()
  }
  if (count > 0) return
  throw new UsageError(
    'NO_BARS_IN_RANGE',
    `At least one bar must open in the range, but there is none from ${request.from ?? 'the start'} to ${request.to ?? 'the end'}; the snapshot's bars open from ${isoTime(manifest.firstTimeMs)} to ${isoTime(manifest.lastTimeMs)}.`,
    { from: request.from ?? '', to: request.to ?? '' },
  )
}

/** Whether every bar of the snapshot opens at a UTC midnight. */
export function opensAtMidnights({ folder, hash }: OpenRequest): boolean {
  const manifest = readManifest(folder, hash)
  const file = openBarsFile(folder, manifest)
  try {
    return manifest.instruments.every((_, index) =>
      file.times(index).every((timeMs) => timeMs % DAY_MS === 0),
    )
  } finally {
    file.close()
  }
}
