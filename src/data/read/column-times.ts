/** The opening instants of a chunk's rows, from whatever columns a table keeps its times in. */
import type { ChunkColumn, ColumnInfo, WantedColumn } from './column-file.ts'
import type { TablePlan } from './table-plan.ts'
import { timeParser } from './time-formats.ts'

/** How the time columns are to be read, and how their chunks become wall times or instants. */
export interface ColumnTimes {
  readonly wanted: readonly WantedColumn[]
  /** Fills `timesMs` from the chunk's columns, in the order of `wanted`: epoch or local ms, NaN where there is none. */
  readonly fill: (columns: readonly ChunkColumn[], timesMs: Float64Array) => void
}

export function columnTimes(plan: TablePlan, infos: readonly ColumnInfo[]): ColumnTimes {
  const { time, timeOfDay } = plan.columns
  const { type } = infos[time]!
  if (timeOfDay !== null) {
    const wanted = [time, timeOfDay].map((index) => textual(index, infos))
    return { wanted, fill: joinedFill(plan, [infos[time]!, infos[timeOfDay]!]) }
  }
  if (type.kind === 'timestamp' || type.kind === 'date') {
    return { wanted: [{ index: time, as: 'ms' }], fill: copyFill(1) }
  }
  if (plan.time.kind === 'epoch' && type.kind === 'integer') {
    return { wanted: [{ index: time, as: 'ms', scale: plan.time.unit }], fill: copyFill(1) }
  }
  if (plan.time.kind === 'epoch' && (type.kind === 'float' || type.kind === 'decimal')) {
    const perMs = { s: 0.001, ms: 1, us: 1_000, ns: 1_000_000 }[plan.time.unit]
    return { wanted: [{ index: time, as: 'number' }], fill: copyFill(perMs) }
  }
  return { wanted: [textual(time, infos)], fill: wordFill(plan, infos[time]!) }
}

/** A column whose cells are wanted as text, in the form that `cellText` takes. */
export function textual(index: number, infos: readonly ColumnInfo[]): WantedColumn {
  const { kind } = infos[index]!.type
  if (kind === 'date' || kind === 'timestamp') return { index, as: 'ms' }
  return { index, as: kind === 'float' || kind === 'decimal' ? 'number' : 'text' }
}

/** The text of a cell that was read as `textual` says; empty where there is none. */
export function cellText(column: ChunkColumn, row: number, { type }: ColumnInfo): string {
  if (column.isNull !== null && column.isNull[row] === 1) return ''
  if (column.kind === 'words') return column.words[column.codes[row]!]!.trim()
  const value = column.values[row]!
  if (type.kind === 'date') return isoText(value).slice(0, 10)
  if (type.kind !== 'timestamp') return String(value)
  const text = isoText(value).replace('T', ' ').replace('.000Z', '').replace('Z', '')
  return type.isInstant ? `${text}+00` : text
}

function isoText(timeMs: number): string {
  // Beyond what a calendar holds a time is refused with its number.
  return Math.abs(timeMs) <= 8.64e15 ? new Date(Math.floor(timeMs)).toISOString() : String(timeMs)
}

function copyFill(perMs: number): ColumnTimes['fill'] {
  return ([column], timesMs) => {
    const { values } = column as ChunkColumn & { kind: 'numbers' }
    if (perMs === 1) timesMs.set(values.subarray(0, timesMs.length))
    else if (perMs < 1) for (let row = 0; row < timesMs.length; row++) timesMs[row] = values[row]! * 1_000
    else for (let row = 0; row < timesMs.length; row++) timesMs[row] = values[row]! / perMs
  }
}

/** Each word is parsed once a chunk. */
function wordFill({ time }: TablePlan, info: ColumnInfo): ColumnTimes['fill'] {
  const parse = textParser(timeParser(time))
  return ([column], timesMs) => {
    if (column!.kind === 'numbers') {
      for (let row = 0; row < timesMs.length; row++) timesMs[row] = parse(cellText(column!, row, info))
      return
    }
    const { codes, words } = column!
    const parsed = new Map<number, number>()
    for (let row = 0; row < timesMs.length; row++) {
      const code = codes[row]!
      let timeMs = parsed.get(code)
      if (timeMs === undefined) {
        timeMs = parse(words[code]!.trim())
        parsed.set(code, timeMs)
      }
      timesMs[row] = timeMs
    }
  }
}

function joinedFill({ time }: TablePlan, infos: readonly ColumnInfo[]): ColumnTimes['fill'] {
  const parse = textParser(timeParser(time))
  return (columns, timesMs) => {
    for (let row = 0; row < timesMs.length; row++) {
      const texts = infos.map((info, n) => cellText(columns[n]!, row, info))
      timesMs[row] = parse(texts.join(' '))
    }
  }
}

function textParser(parse: ReturnType<typeof timeParser>): (text: string) => number {
  const encoder = new TextEncoder()
  return (text) => {
    const bytes = encoder.encode(text)
    return parse(bytes, 0, bytes.length)
  }
}
