/**
 * Sums and extremes over the last `period` values in constant time without subtraction (van Herk 1992; Gil and Werman 1993).
 * Bars are cut into blocks of `period`; a window is the tail of the previous block and the head of the current one. Tails are
 * folded once a block, from its end backwards; the head is folded as it comes. So rounding never accumulates along a
 * history, and a huge value is forgotten exactly when it leaves the window.
 *
 * Of extremes that are equal, zeros of either sign, the earliest is taken.
 *
 * A NaN, the answer of a kernel that is not warm yet, is handed on and not taken: kernels can feed one another.
 *
 * `ring[i]` holds the current block's value for i < at and the folded tail of the previous block from i on for i >= at.
 */
import { runTiles, type TileMemory, type TileRun } from './tiles.ts'

/** State of a fold over a window; plain data, part of a kernel's state. */
export interface WindowFold {
  readonly period: number
  readonly ring: Float64Array
  /** Position in the current block of the value to come. */
  at: number
  /** Fold of the current block so far. */
  head: number
  /** True once a whole block has been seen. */
  full: boolean
}

export function windowSum(period: number): WindowFold {
  return { period, ring: new Float64Array(period), at: 0, head: 0, full: false }
}

export function windowMax(period: number): WindowFold {
  return { period, ring: new Float64Array(period), at: 0, head: Number.NEGATIVE_INFINITY, full: false }
}

export function windowMin(period: number): WindowFold {
  return { period, ring: new Float64Array(period), at: 0, head: Number.POSITIVE_INFINITY, full: false }
}

/** Takes a value; the sum of the last `period` values, or NaN before there are as many. */
export function pushSum(fold: WindowFold, value: number): number {
  if (Number.isNaN(value)) return value
  const { ring, period } = fold
  const at = fold.at
  const head = fold.head + value
  ring[at] = value
  if (at + 1 < period) {
    fold.at = at + 1
    fold.head = head
    return fold.full ? ring[at + 1]! + head : Number.NaN
  }
  for (let i = period - 2; i > 0; i--) ring[i]! += ring[i + 1]!
  fold.at = 0
  fold.head = 0
  fold.full = true
  return head
}

/** Takes a value; the largest of the last `period`, or NaN before there are as many. */
export function pushMax(fold: WindowFold, value: number): number {
  if (Number.isNaN(value)) return value
  const { ring, period } = fold
  const at = fold.at
  const head = value > fold.head ? value : fold.head
  ring[at] = value
  if (at + 1 < period) {
    fold.at = at + 1
    fold.head = head
    if (!fold.full) return Number.NaN
    const tail = ring[at + 1]!
    return head > tail ? head : tail
  }
  for (let i = period - 2; i > 0; i--) if (ring[i + 1]! > ring[i]!) ring[i] = ring[i + 1]!
  fold.at = 0
  fold.head = Number.NEGATIVE_INFINITY
  fold.full = true
  return head
}

/** Takes a value; the smallest of the last `period`, or NaN before there are as many. */
export function pushMin(fold: WindowFold, value: number): number {
  if (Number.isNaN(value)) return value
  const { ring, period } = fold
  const at = fold.at
  const head = value < fold.head ? value : fold.head
  ring[at] = value
  if (at + 1 < period) {
    fold.at = at + 1
    fold.head = head
    if (!fold.full) return Number.NaN
    const tail = ring[at + 1]!
    return head < tail ? head : tail
  }
  for (let i = period - 2; i > 0; i--) if (ring[i + 1]! < ring[i]!) ring[i] = ring[i + 1]!
  fold.at = 0
  fold.head = Number.POSITIVE_INFINITY
  fold.full = true
  return head
}

/** Rows of a column that a fold covers. */
export interface FoldRun {
  readonly input: Float64Array
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

/** `pushSum` over a column: the same bits. */
export function sumColumn(run: FoldRun): void {
  runTiles(sumRows(run), (memory) => {
    const state = newSum(memory, run.period)
    return (count, [x, y]) => {
      memory.kernels.sum(state, x!, y!, count)
    }
  })
}

/** `pushSum` over a column, divided by the period. */
export function meanColumn(run: FoldRun): void {
  runTiles(sumRows(run), (memory) => {
    const state = newSum(memory, run.period)
    return (count, [x, y]) => {
      memory.kernels.mean(state, x!, y!, count, run.period)
    }
  })
}

function sumRows({ input, output, period, start, end }: FoldRun): TileRun {
  const first = start + period - 1
  return { inputs: [input], outputs: [output], start, end, first, unit: 4 * period, isOnePass: true }
}

/** The state of a sum of wasm/sums.ts. */
export function newSum({ kernels, bytes }: TileMemory, period: number): number {
  const state = bytes(kernels.sumBytes(period))
  kernels.sumInit(state, period)
  return state
}
