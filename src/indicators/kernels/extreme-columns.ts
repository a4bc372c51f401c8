/**
 * Largest and smallest values of windows over columns: the bits of `pushMax` and `pushMin` of window.ts, whose choice among
 * equal values does not depend on where blocks lie, and those of `pushTop` of extreme.ts. The loops are those of
 * wasm/extremes.ts, wasm/ranges.ts and wasm/tops.ts. They read a whole window before the first row of a tile, so that a tile has
 * at least as many rows as a window.
 */
import type { CompiledKernels } from './compiled-kernels.ts'
import { runTiles } from './tiles.ts'
import type { FoldRun } from './window.ts'

export interface WindowColumns {
  readonly inputs: readonly Float64Array[]
  /** Written from row `start + period - 1` on. */
  readonly outputs: readonly Float64Array[]
  /** Rows of a window. */
  readonly period: number
  readonly start: number
  readonly end: number
}

interface WindowTile {
  readonly rows: number
  /** The address of three values for each row of a tile and of a window. */
  readonly room: number
}

/** Calls a kernel that folds windows with the addresses of inputs and outputs, tile by tile. */
export function windowColumns(
  { inputs, outputs, period, start, end }: WindowColumns,
  call: (kernels: CompiledKernels, addresses: readonly number[], tile: WindowTile) => void,
): void {
  const first = start + period - 1
  const tiles = { inputs, outputs, start: first, end, first, lag: period - 1, tile: period }
  runTiles(tiles, ({ kernels, bytes, rows: most }) => {
    const room = bytes(24 * (most + period))
    return (rows, addresses) => {
      call(kernels, addresses, { rows, room })
    }
  })
}

/** `pushMax` over a column. */
export function maxColumn({ input, output, ...run }: FoldRun): void {
  windowColumns({ ...run, inputs: [input], outputs: [output] }, ({ max }, [x, y], { rows, room }) => {
    max(x!, y!, rows, run.period, room)
  })
}

/** `pushMin` over a column. */
export function minColumn({ input, output, ...run }: FoldRun): void {
  windowColumns({ ...run, inputs: [input], outputs: [output] }, ({ min }, [x, y], { rows, room }) => {
    min(x!, y!, rows, run.period, room)
  })
}

/** The middle of the highest high and the lowest low. */
export function midpointColumn(run: WindowColumns): void {
  windowColumns(run, ({ midpoint }, [high, low, y], { rows, room }) => {
    midpoint(high!, low!, y!, rows, run.period, room)
  })
}
