/** The kernel of moments.ts over a column: the same operations in the same order (wasm/moments.ts), so the same bits. 2 to 3 ns a row. */
import { runTiles, type TileMemory, type TileRun } from './tiles.ts'
import { newSum } from './window.ts'
import type { WindowRun } from './window-run.ts'

/** Population variance of the last `period` values times `scale`. */
export function varianceColumn(run: WindowRun, scale: number): void {
  runTiles(momentRows(run), (memory) => {
    const state = newMoments(memory, run.period)
    return (count, [x, y]) => {
      memory.kernels.variance(state, x!, y!, count, scale)
    }
  })
}

/** `factor` times the root of what `varianceColumn` gives. */
export function deviationColumn(run: WindowRun, scale: number, factor: number): void {
  runTiles(momentRows(run), (memory) => {
    const state = newMoments(memory, run.period)
    return (count, [x, y]) => {
      memory.kernels.deviation(state, x!, y!, count, scale, factor)
    }
  })
}

export interface BandRun {
  readonly input: Float64Array
  readonly middle: Float64Array
  readonly upper: Float64Array
  readonly lower: Float64Array
  readonly period: number
  readonly start: number
  /** First row that has a middle, at or after that of the first deviation. */
  readonly first: number
  readonly end: number
}

/** Bands `up` deviations above a middle and `down` below it. */
export function bandColumns(run: BandRun, up: number, down: number): void {
  const { input, middle, upper, lower, period, ...rows } = run
  const columns = { inputs: [input, middle], outputs: [upper, lower] }
  runTiles({ ...columns, ...rows, unit: 4 * period }, (memory) => {
    const { kernels } = memory
    const state = newMoments(memory, period)
    const spread = memory.column()
    return (count, [x, center, above, below]) => {
      kernels.deviation(state, x!, spread, count, 1, 1)
      kernels.bands(center!, spread, above!, below!, count, up, down)
    }
  })
}

/** `bandColumns` about the simple mean, which is written with them: half the memory passes by. */
export function meanBandColumns(run: BandRun, up: number, down: number): void {
  const { input, middle, upper, lower, period, ...rows } = run
  const columns = { inputs: [input], outputs: [middle, upper, lower] }
  runTiles({ ...columns, ...rows, unit: 4 * period }, (memory) => {
    const { kernels } = memory
    const [sum, state] = [newSum(memory, period), newMoments(memory, period)]
    const spread = memory.column()
    return (count, [x, center, above, below]) => {
      kernels.mean(sum, x!, center!, count, period)
      kernels.deviation(state, x!, spread, count, 1, 1)
      kernels.bands(center!, spread, above!, below!, count, up, down)
    }
  })
}

function momentRows({ input, output, period, start, end }: WindowRun): TileRun {
  const first = start + period - 1
  return { inputs: [input], outputs: [output], start, end, first, unit: 4 * period, isOnePass: true }
}

/** The state of a loop of wasm/moments.ts. */
export function newMoments({ kernels, bytes }: TileMemory, period: number): number {
  const state = bytes(kernels.momentBytes(period))
  kernels.momentInit(state, period)
  return state
}
