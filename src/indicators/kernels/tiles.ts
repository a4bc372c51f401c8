/**
 * Runs a loop of wasm/ over columns, a tile of rows at a time. Columns that lie in the loops' own memory (the lanes of a plan)
 * are worked on where they are; others are copied through a tile that stays in the first cache, 0.3 ns a value.
 */
import { addressOf, compiledKernels, doublesAt, mark, release, take } from './compiled.ts'
import type { CompiledKernels } from './compiled-kernels.ts'

/** Most rows of a tile: enough that what a tile costs once does not count. */
const TILE = 2_048

export interface TileRun {
  readonly inputs: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
  /** First row that the loop takes, and the row after the last. */
  readonly start: number
  readonly end: number
  /** First row whose outputs are written; those before stay as they are. */
  readonly first: number
  /** Rows before each tile that the loop reads in the inputs too; they must lie at or after row 0. 0 where absent. */
  readonly lag?: number
  /** Tiles are a multiple of so many rows, where one holds them: what the loop takes at once. 1 where absent. */
  readonly unit?: number
  /** The loop passes once over its rows and takes no `column()`: columns that lie in its memory go to it in one piece. */
  readonly isOnePass?: boolean
}

/** Memory of a run: state and columns of a tile's length, given back when it ends. */
export interface TileMemory {
  readonly kernels: CompiledKernels
  /** The address of so many bytes, not cleared. */
  bytes(count: number): number
  /** The address of a column that is one row longer than a tile, of `width` values a row or one, after room for `lead` rows. */
  column(width?: number, lead?: number): number
}

/** Takes `rows` rows; `addresses` are those of the inputs, then those of the outputs. */
export type TileLoop = (rows: number, addresses: readonly number[]) => void

/** Throws `RangeError` where the state of a loop is larger than its memory can be. */
export function runTiles(run: TileRun, create: (memory: TileMemory) => TileLoop): void {
  const height = mark()
  try {
    const memory = tileMemory()
    const loop = create(memory)
    const { lag = 0, unit = 1, end, first } = run
    const tile = unit > TILE ? TILE : TILE - (TILE % unit)
    const isWhole = run.isOnePass === true && [...run.inputs, ...run.outputs].every(isOwn)
    const inputs = run.inputs.map((column) => inputOf(column, lag, memory))
    const outputs = run.outputs.map((column) => outputOf(column, first, memory))
    const columns = [...inputs, ...outputs]
    const addresses = columns.map(() => 0)
    for (let t = run.start, rows = 0; t < end; t += rows) {
      rows = isWhole && t >= first ? end - t : Math.min(tile, end - t)
      for (let k = 0; k < columns.length; k++) addresses[k] = columns[k]!.open(t, rows)
      loop(rows, addresses)
      for (let k = 0; k < outputs.length; k++) outputs[k]!.close(t, rows)
    }
  } finally {
    release(height)
  }
}

function isOwn(column: Float64Array): boolean {
  return addressOf(column) !== -1
}

function tileMemory(): TileMemory {
  const bytes = (count: number): number => {
    const address = take(count)
    if (address === undefined) {
      throw new RangeError(
        `The loops of indicators have 1 GiB of memory, but ${count} bytes more were needed.`,
      )
    }
    return address
  }
  const column = (width = 1, lead = 0): number => bytes(8 * width * (lead + TILE + 1)) + 8 * width * lead
  return { kernels: compiledKernels(), bytes, column }
}

interface TileColumn {
  /** The address of row `t`, with `rows` rows from there. */
  open(t: number, rows: number): number
  close(t: number, rows: number): void
}

function inputOf(column: Float64Array, lag: number, memory: TileMemory): TileColumn {
  const own = addressOf(column)
  if (own !== -1) return { open: (t) => own + 8 * t, close: () => undefined }
  const address = memory.bytes(8 * (TILE + lag))
  const tile = doublesAt(address, TILE + lag)
  return {
    open(t, rows) {
      tile.set(column.subarray(t - lag, t + rows))
      return address + 8 * lag
    },
    close: () => undefined,
  }
}

function outputOf(column: Float64Array, first: number, memory: TileMemory): TileColumn {
  const own = addressOf(column)
  const address = memory.column()
  const tile = doublesAt(address, TILE)
  return {
    open: (t) => (own !== -1 && t >= first ? own + 8 * t : address),
    close(t, rows) {
      if (own !== -1 && t >= first) return
      const from = Math.max(first - t, 0)
      if (from < rows) column.set(tile.subarray(from, rows), t + from)
    },
  }
}
