/** The kernel of pairs.ts over two columns: the same operations in the same order (wasm/pairs.ts), so the same bits. About 4 ns a bar. */
import { runTiles, type TileMemory } from './tiles.ts'

export interface PairRun {
  readonly x: Float64Array
  readonly y: Float64Array
  /** Row t is written from the first full window on. */
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

/** Pearson's correlation of x and y; 0 where one of them does not move. */
export function correlationColumn({ x, y, output, period, start, end }: PairRun): void {
  const rows = { inputs: [x, y], outputs: [output], start, end, first: start + period - 1 }
  runTiles({ ...rows, unit: 2 * period, isOnePass: true }, (memory) => {
    const state = newPairs(memory, period)
    return (count, [x, y, z]) => {
      memory.kernels.correlation(state, x!, y!, z!, count)
    }
  })
}

/** The slope of the returns of y on those of x; 0 where x does not move. */
export function returnSlopeColumn({ x, y, output, period, start, end }: PairRun): void {
  const rows = { inputs: [x, y], outputs: [output], start: start + 1, end, first: start + period }
  runTiles({ ...rows, unit: 2 * period, lag: 1 }, (memory) => {
    const { kernels } = memory
    const state = newPairs(memory, period)
    const [returnsX, returnsY] = [memory.column(), memory.column()]
    return (count, [x, y, z]) => {
      kernels.relativeChange(x!, x! - 8, returnsX, count, 1)
      kernels.relativeChange(y!, y! - 8, returnsY, count, 1)
      kernels.pairSlope(state, returnsX, returnsY, z!, count)
    }
  })
}

function newPairs({ kernels, bytes }: TileMemory, period: number): number {
  const state = bytes(kernels.pairBytes(period))
  kernels.pairInit(state, period)
  return state
}
