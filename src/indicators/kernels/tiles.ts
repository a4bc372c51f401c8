/**
 * Runs a loop of wasm/ over columns, a tile of rows at a time. Columns that lie in the loops' own memory (the lanes of a plan)
 * are worked on where they are; others are copied through a tile that stays in the first cache, 0.3 ns a value.
 */
import { addressOf, compiledKernels, doublesAt, mark, release, take } from './compiled.ts'
import type { CompiledKernels } from './compiled-kernels.ts'

/** Rows of a tile: enough that what a tile costs once does not count, and few enough that several columns stay in the first cache. */
const TILE = 2_048
/** Rows of a tile for a loop that has no columns of its own in the first cache: what a tile costs is next to nothing. */
export const LONG_TILE = 16_384

export interface TileRun {
  readonly inputs: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
  /** First row that the loop takes, and the row after the last. */
  readonly start: number
  readonly end: number
  /** First row whose outputs are written; those before stay as they are. */
  readonly first: number
  /** Rows before each tile that the loop reads in the inputs too, as far as there are so many. 0 where absent. */
  readonly lag?: number
  /** Rows of a tile at least: what the loop does once a tile should not count. */
  readonly tile?: number
  /** Tiles are a multiple of so many rows, where one holds them: what the loop takes at once. 1 where absent. */
  readonly unit?: number
  /** A tile ends before this row: from it on the loop may do more, as it sees from the row it is told. */
  readonly cut?: number
  /** The loop passes once over its rows and takes no `column()`: columns that lie in its memory go to it in one piece. */
  readonly isOnePass?: boolean
}

/** Memory of a run: state and columns of a tile's length, given back when it ends. */
export interface TileMemory {
  readonly kernels: CompiledKernels
  /** The most rows that the loop is given at once, where it takes columns. */
  readonly rows: number
  /** The address of so many bytes, not cleared. */
  bytes(count: number): number
  /** The address of a column that is one row longer than a tile, of `width` values a row or one, after room for `lead` rows. */
  column(width?: number, lead?: number): number
}

/** Takes `rows` rows from row `t` on; `addresses` are those of the inputs, then those of the outputs. */
export type TileLoop = (rows: number, addresses: readonly number[], t: number) => void

/** The loops' memory cannot hold what a loop must remember: whoever runs the loop can step instead. */
export class NoRoomError extends Error {}

/** Throws `NoRoomError`. */
export function runTiles(run: TileRun, create: (memory: TileMemory) => TileLoop): void {
  const height = mark()
  try {
    const { lag = 0, tile = TILE, unit = 1, cut = run.start, end, first } = run
    const most = Math.max(TILE, tile)
    const memory = tileMemory(most)
    const loop = create(memory)
    const usual = unit > most ? most : most - (most % unit)
    const isWhole = run.isOnePass === true && [...run.inputs, ...run.outputs].every(isOwn)
    const inputs = run.inputs.map((column) => inputOf(column, lag, memory))
    const outputs = run.outputs.map((column) => outputOf(column, first, memory))
    const columns = [...inputs, ...outputs]
    const addresses = columns.map(() => 0)
    for (let t = run.start, rows = 0; t < end; t += rows) {
      rows = isWhole && t >= first ? end - t : Math.min(usual, (t < cut ? cut : end) - t, end - t)
      for (let k = 0; k < columns.length; k++) addresses[k] = columns[k]!.open(t, rows)
      loop(rows, addresses, t)
      for (let k = 0; k < outputs.length; k++) outputs[k]!.close(t, rows)
    }
  } finally {
    release(height)
  }
}

/** Memory of a loop; whoever copies for itself marks before and releases after. */
export function tileMemory(rows = TILE): TileMemory {
  const bytes = (count: number): number => {
    const address = take(count)
    if (address === undefined) throw new NoRoomError(`No room for ${count} bytes.`)
    return address
  }
  const column = (width = 1, lead = 0): number => bytes(8 * width * (lead + rows + 1)) + 8 * width * lead
  return { kernels: compiledKernels(), rows, bytes, column }
}

function isOwn(column: Float64Array): boolean {
  return addressOf(column) !== -1
}

interface TileColumn {
  /** The address of row `t`, with `rows` rows from there. */
  open(t: number, rows: number): number
  close(t: number, rows: number): void
}

function inputOf(column: Float64Array, lag: number, memory: TileMemory): TileColumn {
  const own = addressOf(column)
  if (own !== -1) return { open: (t) => own + 8 * t, close: () => undefined }
  const address = memory.bytes(8 * (memory.rows + lag))
  const tile = doublesAt(address, memory.rows + lag)
  return {
    open(t, rows) {
      const from = Math.max(0, t - lag)
      tile.set(column.subarray(from, t + rows), from - t + lag)
      return address + 8 * lag
    },
    close: () => undefined,
  }
}

function outputOf(column: Float64Array, first: number, memory: TileMemory): TileColumn {
  const own = addressOf(column)
  const address = memory.column()
  const tile = doublesAt(address, memory.rows)
  return {
    open: (t) => (own !== -1 && t >= first ? own + 8 * t : address),
    close(t, rows) {
      if (own !== -1 && t >= first) return
      const from = Math.max(first - t, 0)
      if (from < rows) column.set(tile.subarray(from, rows), t + from)
    },
  }
}

/** Whether all rows from `start` up to but not including `end` are finite. */
export function isFiniteColumn(column: Float64Array, start: number, end: number): boolean {
  let sum = 0
  const rows = { inputs: [column], outputs: [], start, end, first: start, tile: LONG_TILE, isOnePass: true }
  runTiles(rows, ({ kernels }) => (count, [x]) => {
    sum += kernels.finite(x!, count)
  })
  return sum === 0
}
