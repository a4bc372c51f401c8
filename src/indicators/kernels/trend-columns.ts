/** The kernel of trend.ts over a column: the same operations in the same order (wasm/trends.ts), so the same bits. 1 to 2 ns a row. */
import { runTiles, type TileMemory, type TileRun } from './tiles.ts'
import type { WindowRun } from './window-run.ts'

/** The mean with weights 1 to `period`. */
export function weightedMeanColumn(run: WindowRun): void {
  runTiles(trendRows(run), (memory) => {
    const state = newTrend(memory, run.period)
    return (count, [x, y]) => {
      memory.kernels.weightedMean(state, x!, y!, count)
    }
  })
}

/** The least-squares line, taken `ahead / 2` bars after the middle of the window. */
export function lineColumn(run: WindowRun, ahead: number): void {
  runTiles(trendRows(run), (memory) => {
    const state = newTrend(memory, run.period)
    return (count, [x, y]) => {
      memory.kernels.line(state, x!, y!, count, ahead)
    }
  })
}

/** The slope of the least-squares line, per bar. */
export function slopeColumn(run: WindowRun): void {
  runTiles(trendRows(run), (memory) => {
    const state = newTrend(memory, run.period)
    return (count, [x, y]) => {
      memory.kernels.slope(state, x!, y!, count)
    }
  })
}

function trendRows({ input, output, period, start, end }: WindowRun): TileRun {
  const first = start + period - 1
  return { inputs: [input], outputs: [output], start, end, first, unit: 4 * period, isOnePass: true }
}

/** The state of a loop of wasm/trends.ts. */
export function newTrend({ kernels, bytes }: TileMemory, period: number): number {
  const state = bytes(kernels.trendBytes(period))
  kernels.trendInit(state, period)
  return state
}
