/**
 * Builds a `BarTable` from bars per instrument: which pulse each bar closes at, and which row it therefore takes.
 *
 * Pulses are the distinct close instants. Where all histories agree (most snapshots) that is a comparison of arrays;
 * else the union is merged instrument by instrument. Cost: some 10 ns a bar, linear.
 */
import { type BarField, type BarTable, type InstrumentBars, PRICE_FIELDS, type TableLayout } from './bars.ts'
import { DataError } from './errors.ts'
import { compareIds, type Instrument } from './instrument.ts'
import { closeOf, type Interval } from './interval.ts'

/**
 * The layout of bars whose opening instants are `opens`, one strictly ascending column an instrument, no two bars of which
 * close at one instant. Instruments come in the order of `compareIds`.
 */
export function layOutTable(opens: readonly Float64Array[], interval: Interval): TableLayout {
  const { fixedMs } = interval
  // Bars of a fixed length close together where they open together; months are told by their closes, because one
  // instrument's bar may be dated on the 30th and another's on the 31st.
  const keys =
    fixedMs === null ? opens.map((column) => column.map((openMs) => closeOf(interval, openMs))) : opens
  const pulseKeys = unionOf(keys)
  const pulses = pulseKeys.length
  const indexes = keys.map((column) => pulseIndexes(column, pulseKeys))
  const pulseOpenMs = fixedMs === null ? firstOpens(opens, indexes, pulses) : pulseKeys
  const pulseTimeMs = fixedMs === null ? pulseKeys : pulseKeys.map((openMs) => openMs + fixedMs)
  const pulseStart = new Uint32Array(pulses + 1)
  for (const index of indexes) {
    for (let n = 0; n < index.length; n++) pulseStart[index[n]! + 1]!++
  }
  for (let p = 0; p < pulses; p++) pulseStart[p + 1]! += pulseStart[p]!
  const rows = pulseStart[pulses]!
  const nextRow = pulseStart.slice(0, pulses)
  for (const index of indexes) {
    // The array of pulse indexes becomes the array of rows in place.
    for (let n = 0; n < index.length; n++) index[n] = nextRow[index[n]!]!++
  }
  const instrumentOf = new Uint32Array(rows)
  for (let i = 0; i < indexes.length; i += SCATTER_TOGETHER) {
    numberRows(indexes.slice(i, i + SCATTER_TOGETHER), i, instrumentOf)
  }
  return { pulseTimeMs, pulseOpenMs, pulseStart, instrumentOf, rowsOf: indexes }
}

/** For each pulse the earliest opening instant of its bars. */
function firstOpens(
  opens: readonly Float64Array[],
  indexes: readonly Uint32Array[],
  pulses: number,
): Float64Array {
  const first = new Float64Array(pulses).fill(Number.POSITIVE_INFINITY)
  opens.forEach((column, i) => {
    for (let n = 0; n < column.length; n++) {
      const pulse = indexes[i]![n]!
      if (column[n]! < first[pulse]!) first[pulse] = column[n]!
    }
  })
  return first
}

/** How many neighbouring instruments are best scattered together: their rows of one pulse share a cache line. */
export const SCATTER_TOGETHER = 8
const TILE_BARS = 32

/**
 * Puts the values of one field of neighbouring instruments into their rows, a tile of bars at a time, so that a line of the
 * column is written while it is in the cache (2.6 times as fast as one instrument after another on 100 x 100,000 bars).
 */
export function scatter(
  values: readonly Float64Array[],
  rowsOf: readonly Uint32Array[],
  column: Float64Array,
): void {
  const longest = values.reduce((most, { length }) => Math.max(most, length), 0)
  for (let from = 0; from < longest; from += TILE_BARS) {
    for (let i = 0; i < values.length; i++) {
      const own = values[i]!
      const rows = rowsOf[i]!
      const to = Math.min(own.length, from + TILE_BARS)
      for (let n = from; n < to; n++) column[rows[n]!] = own[n]!
    }
  }
}

/** Writes who owns each row: instruments `first` and on, in the same tiles as `scatter`. */
function numberRows(rowsOf: readonly Uint32Array[], first: number, instrumentOf: Uint32Array): void {
  const longest = rowsOf.reduce((most, { length }) => Math.max(most, length), 0)
  for (let from = 0; from < longest; from += TILE_BARS) {
    for (let i = 0; i < rowsOf.length; i++) {
      const rows = rowsOf[i]!
      const to = Math.min(rows.length, from + TILE_BARS)
      for (let n = from; n < to; n++) instrumentOf[rows[n]!] = first + i
    }
  }
}

/** A table of the given bars, in whatever order the instruments come. Throws `DataError` DUPLICATE_INSTRUMENT. */
export function tableOf(bars: readonly InstrumentBars[], interval: Interval): BarTable {
  const sorted = bars.toSorted((a, b) => compareIds(a.instrument.id, b.instrument.id))
  const instruments: readonly Instrument[] = sorted.map(({ instrument }) => instrument)
  instruments.forEach(({ id }, index) => {
    if (index > 0 && instruments[index - 1]!.id === id) {
      throw new DataError(
        'DUPLICATE_INSTRUMENT',
        `Instruments must differ in id, but '${id}' occurs twice.`,
        { id },
      )
    }
  })
  const layout = layOutTable(
    sorted.map(({ timeMs }) => timeMs),
    interval,
  )
  const column = (field: BarField): Float64Array => {
    const values = new Float64Array(layout.instrumentOf.length)
    for (let i = 0; i < sorted.length; i += SCATTER_TOGETHER) {
      const group = sorted.slice(i, i + SCATTER_TOGETHER).map((series) => series[field])
      scatter(group, layout.rowsOf.slice(i, i + SCATTER_TOGETHER), values)
    }
    return values
  }
  const [open, high, low, close, volume] = PRICE_FIELDS.map(column) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return {
    instruments,
    interval,
    pulseTimeMs: layout.pulseTimeMs,
    pulseOpenMs: layout.pulseOpenMs,
    pulseStart: layout.pulseStart,
    instrumentOf: layout.instrumentOf,
    open,
    high,
    low,
    close,
    volume,
  }
}

/** For each instrument the rows of its bars in a table, ascending. */
export function rowsByInstrument(table: BarTable): Uint32Array[] {
  const counts = new Uint32Array(table.instruments.length)
  for (let row = 0; row < table.instrumentOf.length; row++) counts[table.instrumentOf[row]!]!++
  const rows = Array.from(counts, (count) => new Uint32Array(count))
  counts.fill(0)
  for (let row = 0; row < table.instrumentOf.length; row++) {
    const i = table.instrumentOf[row]!
    rows[i]![counts[i]!++] = row
  }
  return rows
}

/** The sorted union of ascending columns. */
function unionOf(columns: readonly Float64Array[]): Float64Array {
  let union = new Float64Array(0)
  for (const column of columns) {
    if (!containsAll(union, column)) union = merge(union, column)
  }
  return union
}

function containsAll(union: Float64Array, column: Float64Array): boolean {
  let at = 0
  for (let n = 0; n < column.length; n++) {
    const time = column[n]!
    while (at < union.length && union[at]! < time) at++
    if (at === union.length || union[at] !== time) return false
  }
  return true
}

function merge(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(a.length + b.length)
  let i = 0
  let j = 0
  let n = 0
  while (i < a.length || j < b.length) {
    const left = i < a.length ? a[i]! : Number.POSITIVE_INFINITY
    const right = j < b.length ? b[j]! : Number.POSITIVE_INFINITY
    out[n++] = left < right ? left : right
    if (left <= right) i++
    if (right <= left) j++
  }
  return out.slice(0, n)
}

function pulseIndexes(column: Float64Array, union: Float64Array): Uint32Array {
  const indexes = new Uint32Array(column.length)
  let at = 0
  for (let n = 0; n < column.length; n++) {
    while (union[at]! < column[n]!) at++
    indexes[n] = at++
  }
  return indexes
}
