/**
 * Largest and smallest values of windows over columns: the bits of `pushMax` and `pushMin` of window.ts, whose choice among
 * equal values does not depend on where blocks lie. The loops are those of wasm/extremes.ts, which read a whole window before
 * a tile's first row; windows much longer than a tile go row by row.
 */
import type { CompiledKernels } from './compiled-kernels.ts'
import { runTiles } from './tiles.ts'
import { type FoldRun, pushMax, pushMin, type WindowFold, windowMax, windowMin } from './window.ts'

/** Rows of a window from which on reading it again for each tile costs more than going row by row. */
const LONG = 8_192

/** `pushMax` over a column. */
export function maxColumn(run: FoldRun): void {
  if (run.period > LONG) foldColumn(run, windowMax(run.period), pushMax)
  else extremeColumn(run, 'max')
}

/** `pushMin` over a column. */
export function minColumn(run: FoldRun): void {
  if (run.period > LONG) foldColumn(run, windowMin(run.period), pushMin)
  else extremeColumn(run, 'min')
}

function extremeColumn({ input, output, period, start, end }: FoldRun, name: 'max' | 'min'): void {
  const first = start + period - 1
  runTiles({ inputs: [input], outputs: [output], start: first, end, first, lag: period - 1 }, (memory) => {
    const extreme = memory.kernels[name]
    const runs = memory.bytes(8 * (memory.rows + period))
    return (rows, [x, y]) => {
      extreme(x!, y!, rows, period, runs)
    }
  })
}

function foldColumn(
  { input, output, period, start, end }: FoldRun,
  fold: WindowFold,
  push: (fold: WindowFold, value: number) => number,
): void {
  const first = start + period - 1
  for (let t = start; t < end; t++) {
    const value = push(fold, input[t]!)
    if (t >= first) output[t] = value
  }
}

export interface RangeRun {
  readonly high: Float64Array
  readonly low: Float64Array
  /** Further inputs of the loop. */
  readonly others: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
  readonly period: number
  readonly start: number
  readonly end: number
}

/** The middle of the highest high and the lowest low, from row `start + period - 1` on. */
export function midpointColumn(run: RangeRun): void {
  rangeColumn(run, ({ midpoint }, [high, low, y], { rows, period, memory }) => {
    midpoint(high!, low!, y!, rows, period, memory)
  })
}

interface RangeTile {
  readonly rows: number
  readonly period: number
  readonly memory: number
}

/** Calls a kernel of wasm/ranges.ts with the addresses of high, low, the other inputs and the outputs. */
export function rangeColumn(
  run: RangeRun,
  call: (kernels: CompiledKernels, addresses: readonly number[], tile: RangeTile) => void,
): void {
  const { high, low, others, outputs, period, start, end } = run
  const first = start + period - 1
  if (period > LONG) {
    const [highest, lowest] = [new Float64Array(end), new Float64Array(end)]
    maxColumn({ input: high, output: highest, period, start, end })
    minColumn({ input: low, output: lowest, period, start, end })
    rangeColumn({ ...run, high: highest, low: lowest, period: 1, start: first }, call)
    return
  }
  const tiles = { inputs: [high, low, ...others], outputs, start: first, end, first, lag: period - 1 }
  runTiles(tiles, ({ kernels, bytes, rows: most }) => {
    const memory = bytes(16 * (most + period))
    return (rows, addresses) => {
      call(kernels, addresses, { rows, period, memory })
    }
  })
}
