/**
 * Rows of many files, in the order they were read, into one series an instrument. Rows that already lie together are
 * views; only interleaved ones are copied. Order within a file is kept: sorting would hide that a file is out of order.
 */
import { compareIds, DataError } from '../../model/index.ts'
import { safeIso } from '../findings.ts'
import type { Series, SeriesColumns } from '../series.ts'
import type { RawColumns } from './row-columns.ts'

/** What one file gave. */
export interface FileRows {
  readonly file: string
  /** Base name of the folder it lies in. */
  readonly folder: string
  /** The instrument that the file's name or folder, or the caller, gave; null where its columns name them. */
  readonly instrument: string | null
  readonly names: readonly string[]
  readonly columns: RawColumns
}

interface Segment {
  readonly file: string
  readonly line: Uint32Array
  readonly columns: SeriesColumns
}

/**
 * One series an instrument, ascending by id. Segments of one instrument from several files follow each other by their
 * first time, so the order in which files are given does not matter. Throws `DataError` FILES_OVERLAP.
 */
export function collectSeries(files: readonly FileRows[]): Series[] {
  const segments = new Map<string, Segment[]>()
  for (const file of files) {
    for (const [name, segment] of segmentsOf(file)) {
      const list = segments.get(name)
      if (list === undefined) segments.set(name, [segment])
      else list.push(segment)
    }
  }
  return [...segments]
    .toSorted(([a], [b]) => compareIds(a, b))
    .map(([name, list]) => {
      const ordered = list.length === 1 ? list : list.toSorted(byFirstTime)
      refuseOverlap(name, ordered)
      return seriesOf(name, ordered)
    })
}

/** Two files that both say something of one time: which of them is right, nobody knows here. */
function refuseOverlap(name: string, segments: readonly Segment[]): void {
  let latest = segments[0]!
  let latestMs = segments.length > 1 ? lastTimeMs(latest) : 0
  for (const segment of segments.slice(1)) {
    const firstMs = segment.columns.timeMs[0]!
    if (firstMs <= latestMs) {
      throw new DataError(
        'FILES_OVERLAP',
        `Files of one instrument must follow each other in time, but of ${name} ${latest.file} goes to ${safeIso(latestMs)} and ${segment.file} begins at ${safeIso(firstMs)} (line ${segment.line[0]}). Leave one of them out, or cut it.`,
        { instrument: name, files: [latest.file, segment.file], line: segment.line[0]! },
      )
    }
    const endMs = lastTimeMs(segment)
    if (endMs >= latestMs) {
      latest = segment
      latestMs = endMs
    }
  }
}

/** The latest time, wherever in the file it stands. */
function lastTimeMs({ columns: { timeMs } }: Segment): number {
  let latestMs = timeMs[0]!
  for (const oneMs of timeMs) if (oneMs > latestMs) latestMs = oneMs
  return latestMs
}

function byFirstTime(a: Segment, b: Segment): number {
  return a.columns.timeMs[0]! - b.columns.timeMs[0]! || compareIds(a.file, b.file)
}

function segmentsOf({ file, names, columns }: FileRows): [string, Segment][] {
  const runs = runsOf(columns.instrument, names.length)
  const order = runs.every(({ isTogether }) => isTogether)
    ? null
    : orderByInstrument(columns.instrument, runs)
  return names.flatMap((name, index): [string, Segment][] => {
    const run = runs[index]!
    if (run.count === 0) return []
    const pick = run.isTogether
      ? <T extends Float64Array | Uint32Array>(column: T): T =>
          column.subarray(run.first, run.first + run.count) as T
      : gatherer(order!.subarray(run.start, run.start + run.count))
    const { line, timeMs, open, high, low, close, volume } = columns
    const segment = {
      file,
      line: pick(line),
      columns: {
        timeMs: pick(timeMs),
        open: pick(open),
        high: pick(high),
        low: pick(low),
        close: pick(close),
        volume: pick(volume),
      },
    }
    return [[name, segment]]
  })
}

interface Run {
  first: number
  last: number
  count: number
  isTogether: boolean
  /** Where its rows begin in the order by instrument. */
  start: number
}

function runsOf(instrument: Uint32Array, names: number): Run[] {
  const runs = Array.from(
    { length: names },
    (): Run => ({ first: -1, last: -1, count: 0, isTogether: true, start: 0 }),
  )
  for (let row = 0; row < instrument.length; row++) {
    const run = runs[instrument[row]!]!
    if (run.count === 0) run.first = row
    else if (run.last !== row - 1) run.isTogether = false
    run.last = row
    run.count++
  }
  let start = 0
  for (const run of runs) {
    run.start = start
    start += run.count
  }
  return runs
}

/** Row numbers by instrument, each instrument's in the order of the file: a counting sort. */
function orderByInstrument(instrument: Uint32Array, runs: readonly Run[]): Uint32Array {
  const order = new Uint32Array(instrument.length)
  const next = Uint32Array.from(runs, ({ start }) => start)
  for (let row = 0; row < instrument.length; row++) order[next[instrument[row]!]!++] = row
  return order
}

/** Copies the given rows out of a column. */
function gatherer(rows: Uint32Array): <T extends Float64Array | Uint32Array>(column: T) => T {
  return <T extends Float64Array | Uint32Array>(column: T): T => {
    const picked = column.slice(0, rows.length) as T
    for (let at = 0; at < rows.length; at++) picked[at] = column[rows[at]!]!
    return picked
  }
}

function seriesOf(name: string, segments: readonly Segment[]): Series {
  if (segments.length === 1) {
    const { file, line, columns } = segments[0]!
    return { name, ...columns, originOf: (row) => ({ file, line: line[row]! }) }
  }
  const join = (pick: (columns: SeriesColumns) => Float64Array): Float64Array => {
    const parts = segments.map(({ columns }) => pick(columns))
    const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      joined.set(part, at)
      at += part.length
    }
    return joined
  }
  return {
    name,
    timeMs: join(({ timeMs }) => timeMs),
    open: join(({ open }) => open),
    high: join(({ high }) => high),
    low: join(({ low }) => low),
    close: join(({ close }) => close),
    volume: join(({ volume }) => volume),
    originOf: (row) => {
      let rest = row
      for (const { file, line } of segments) {
        if (rest < line.length) return { file, line: line[rest]! }
        rest -= line.length
      }
      return { file: null, line: null }
    },
  }
}
