/** Columns as pieces of ranges: cutting them and putting them together. Ranges are half-open, [fromMs, toMs). */
import type { SeriesColumns } from '../series.ts'

export interface Range {
  readonly fromMs: number
  readonly toMs: number
}

/** Bars of a range. */
export interface Piece extends Range {
  readonly bars: SeriesColumns
}

/** The bars that open in the range. */
export function clip(bars: SeriesColumns, { fromMs, toMs }: Range): SeriesColumns {
  const { timeMs } = bars
  const start = firstAtOrAfter(timeMs, fromMs)
  const end = Math.max(start, firstAtOrAfter(timeMs, toMs))
  if (start === 0 && end === timeMs.length) return bars
  return mapColumns((field) => bars[field].subarray(start, end))
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

/** Pieces that do not overlap, as one series in the order of time. */
export function join(pieces: readonly Piece[]): SeriesColumns {
  const ordered = pieces.toSorted((a, b) => a.fromMs - b.fromMs)
  return concat(ordered.map(({ bars }) => bars))
}

export function concat(parts: readonly SeriesColumns[]): SeriesColumns {
  if (parts.length === 1) return parts[0]!
  const length = parts.reduce((sum, { timeMs }) => sum + timeMs.length, 0)
  return mapColumns((field) => {
    const column = new Float64Array(length)
    let row = 0
    for (const part of parts) {
      column.set(part[field], row)
      row += part[field].length
    }
    return column
  })
}

function mapColumns(make: (field: keyof SeriesColumns) => Float64Array): SeriesColumns {
  return {
    timeMs: make('timeMs'),
    open: make('open'),
    high: make('high'),
    low: make('low'),
    close: make('close'),
    volume: make('volume'),
  }
}
