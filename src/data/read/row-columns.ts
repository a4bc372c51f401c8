/** Rows as they are read, in growing typed columns: instrument index, line, time and five values. */

export interface RowColumns {
  /** `values` holds open, high, low, close, volume and is copied. */
  readonly add: (instrument: number, line: number, timeMs: number, values: Float64Array) => void
  /** Adds rows of ascending numbers, the first being `line`; `values` are open, high, low, close, volume, copied. */
  readonly append: (
    instrument: Uint32Array,
    line: number,
    timeMs: Float64Array,
    values: readonly Float64Array[],
  ) => void
  readonly count: () => number
  /** Time of the last row of an instrument, or of any where it is null; -Infinity where there is none. */
  readonly lastTimeMs: (instrument: number | null) => number
  /** The columns, cut to length; views, not copies. */
  readonly columns: () => RawColumns
}

export interface RawColumns {
  readonly instrument: Uint32Array
  readonly line: Uint32Array
  readonly timeMs: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

export function createRowColumns(expectedRows: number): RowColumns {
  let capacity = Math.max(16, Math.ceil(expectedRows))
  let instrument = new Uint32Array(capacity)
  let line = new Uint32Array(capacity)
  let time = new Float64Array(capacity)
  let open = new Float64Array(capacity)
  let high = new Float64Array(capacity)
  let low = new Float64Array(capacity)
  let close = new Float64Array(capacity)
  let volume = new Float64Array(capacity)
  let count = 0
  const grow = (needed: number): void => {
    capacity = Math.max(Math.ceil(capacity * 1.5), needed)
    instrument = growIndexes(instrument, capacity)
    line = growIndexes(line, capacity)
    time = growValues(time, capacity)
    open = growValues(open, capacity)
    high = growValues(high, capacity)
    low = growValues(low, capacity)
    close = growValues(close, capacity)
    volume = growValues(volume, capacity)
  }
  return {
    add: (instrumentIndex, lineNumber, timeMs, values) => {
      if (count === capacity) grow(count + 1)
      instrument[count] = instrumentIndex
      line[count] = lineNumber
      time[count] = timeMs
      open[count] = values[0]!
      high[count] = values[1]!
      low[count] = values[2]!
      close[count] = values[3]!
      volume[count] = values[4]!
      count++
    },
    append: (instruments, firstLine, timeMs, values) => {
      const rows = timeMs.length
      if (count + rows > capacity) grow(count + rows)
      instrument.set(instruments, count)
      for (let row = 0; row < rows; row++) line[count + row] = firstLine + row
      time.set(timeMs, count)
      for (const [n, column] of [open, high, low, close, volume].entries()) {
        column.set(values[n]!.subarray(0, rows), count)
      }
      count += rows
    },
    count: () => count,
    lastTimeMs: (wanted) => {
      let row = count - 1
      if (wanted !== null) while (row >= 0 && instrument[row] !== wanted) row--
      return row < 0 ? Number.NEGATIVE_INFINITY : time[row]!
    },
    columns: () => ({
      instrument: instrument.subarray(0, count),
      line: line.subarray(0, count),
      timeMs: time.subarray(0, count),
      open: open.subarray(0, count),
      high: high.subarray(0, count),
      low: low.subarray(0, count),
      close: close.subarray(0, count),
      volume: volume.subarray(0, count),
    }),
  }
}

function growIndexes(column: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(capacity)
  grown.set(column)
  return grown
}

function growValues(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(capacity)
  grown.set(column)
  return grown
}
