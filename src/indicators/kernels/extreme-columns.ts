/**
 * Largest and smallest values of a window over a part of a column that begins with a block (window.ts): the bits of `pushMax`
 * and `pushMin`, zeros of either sign included. Parts are small, so that what is made of them is still in the nearest cache.
 */

/** Rows `from` (inclusive) to `to` (exclusive); `from` is a whole number of blocks after `start`. */
interface Part {
  readonly period: number
  readonly start: number
  readonly from: number
  readonly to: number
}

export interface ExtremeRun {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

export interface ExtremePart {
  readonly from: number
  /** The first row with a full window. */
  readonly first: number
  readonly to: number
  /** Of row t at `t - from`. */
  readonly highest: Float64Array
  readonly lowest: Float64Array
}

const ROWS = 512

/** Calls `take` with the highest highs and lowest lows of part after part of the rows `start` to `end`. */
export function extremeColumns(run: ExtremeRun, take: (part: ExtremePart) => void): void {
  const { high, low, period, start, end } = run
  const rows = period * Math.max(1, Math.floor(ROWS / period))
  const highest = new Float64Array(rows)
  const lowest = new Float64Array(rows)
  for (let from = start; from < end; from += rows) {
    const to = Math.min(from + rows, end)
    maxPart(high, highest, { period, start, from, to })
    minPart(low, lowest, { period, start, from, to })
    take({ from, first: Math.max(from, start + period - 1), to, highest, lowest })
  }
}

/** Writes row t to `into[t - from]`; rows without a full window hold anything. */
function maxPart(input: Float64Array, into: Float64Array, { period, start, from, to }: Part): void {
  for (let block = from; block < to; block += period) {
    const last = block + period - 1
    let tail = input[block - 1]!
    // Row t's window begins at t - period + 1 in the block before.
    if (block > start) {
      for (let t = last - 1; t >= block; t--) {
        const value = input[t - period + 1]!
        if (!(tail > value)) tail = value
        if (t < to) into[t - from] = tail
      }
    }
    let head = Number.NEGATIVE_INFINITY
    const end = Math.min(last, to)
    for (let t = block; t < end; t++) {
      const value = input[t]!
      if (value > head) head = value
      if (!(into[t - from]! > head)) into[t - from] = head
    }
    if (last < to) into[last - from] = input[last]! > head ? input[last]! : head
  }
}

/** As `maxPart`, for the smallest. */
function minPart(input: Float64Array, into: Float64Array, { period, start, from, to }: Part): void {
  for (let block = from; block < to; block += period) {
    const last = block + period - 1
    let tail = input[block - 1]!
    if (block > start) {
      for (let t = last - 1; t >= block; t--) {
        const value = input[t - period + 1]!
        if (!(tail < value)) tail = value
        if (t < to) into[t - from] = tail
      }
    }
    let head = Number.POSITIVE_INFINITY
    const end = Math.min(last, to)
    for (let t = block; t < end; t++) {
      const value = input[t]!
      if (value < head) head = value
      if (!(into[t - from]! < head)) into[t - from] = head
    }
    if (last < to) into[last - from] = input[last]! < head ? input[last]! : head
  }
}
