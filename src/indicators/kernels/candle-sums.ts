/** The prices of a tile of rows and the sums of candles.ts over them, each made when it is first asked for. */
import { type Candles, candlesOf } from './candles.ts'
import { doublesAt } from './compiled.ts'
import type { CompiledKernels } from './compiled-kernels.ts'
import type { TileMemory } from './tiles.ts'

/** Rows before the tile that are measured: the largest pattern with the bars before it, and what loops take at once. */
export const LEAD = 16
/** Rows before those from which means are read, whatever is there. */
const EARLIER = 16

/** What is made once a tile. */
export interface Making {
  isDone: boolean
  readonly make: () => void
}

/** A column whose first row is LEAD before the tile. */
export interface Place {
  address: number
  /** What fills it; absent for prices. */
  readonly making?: Making
}

export interface TilePrices {
  readonly kernels: CompiledKernels
  readonly open: Place
  readonly high: Place
  readonly low: Place
  readonly close: Place
  /** Rows that are measured, in sixteens. */
  rows: number
  readonly makings: Making[]
  /** The address of a new column. */
  column(): number
}

export function createPrices(memory: TileMemory): TilePrices {
  const price = (): Place => ({ address: 0 })
  return {
    kernels: memory.kernels,
    open: price(),
    high: price(),
    low: price(),
    close: price(),
    rows: 0,
    makings: [],
    column: () => memory.column(1, LEAD + EARLIER) - 8 * LEAD,
  }
}

/** Takes a tile: the addresses of its open, high, low and close, and its rows. */
export function openTile(tile: TilePrices, rows: number, prices: readonly number[]): void {
  for (const making of tile.makings) making.isDone = false
  tile.rows = Math.ceil((rows + LEAD) / 16) * 16
  tile.open.address = prices[0]! - 8 * LEAD
  tile.high.address = prices[1]! - 8 * LEAD
  tile.low.address = prices[2]! - 8 * LEAD
  tile.close.address = prices[3]! - 8 * LEAD
}

export function once(tile: TilePrices, make: () => void): Making {
  const making = { isDone: false, make }
  tile.makings.push(making)
  return making
}

export function need(making: Making): void {
  if (making.isDone) return
  making.make()
  making.isDone = true
}

export interface CandleSums {
  readonly bodiesOfTwo: number
  readonly bodiesOfFour: number
  readonly meanBodies: number
  readonly rangesOfTwo: number
  readonly rangesOfFour: number
  readonly tenthsOfRange: number
  /** Fill those of bodies and those of ranges. */
  readonly ofBodies: Making
  readonly ofRanges: Making
  /** The tile as candles, of which `count` may be LEAD + 1 and more; `of` must be told which. */
  candles(): Candles
  /** Makes the sums that candle `row` of the tile may be asked for; of one row, or of all where it is absent. */
  of(row?: number): void
}

export function createSums(tile: TilePrices, memory: TileMemory): CandleSums {
  const { kernels, open, high, low, close, column } = tile
  const [bodiesOfTwo, bodiesOfFour, meanBodies] = [column(), column(), column()]
  const [rangesOfTwo, rangesOfFour, tenthsOfRange] = [column(), column(), column()]
  const addBodies = (p: number, rows: number): void => {
    const [o, c] = [open.address + p, close.address + p]
    kernels.candleSums(o, c, bodiesOfTwo + p, bodiesOfFour + p, meanBodies + p, 1, rows)
  }
  const addRanges = (p: number, rows: number): void => {
    const [h, l] = [high.address + p, low.address + p]
    kernels.candleSums(l, h, rangesOfTwo + p, rangesOfFour + p, tenthsOfRange + p, 0.1, rows)
  }
  const ofBodies = once(tile, () => addBodies(0, tile.rows))
  const ofRanges = once(tile, () => addRanges(0, tile.rows))
  const length = memory.rows + LEAD
  const sums = [bodiesOfTwo, bodiesOfFour, rangesOfTwo, rangesOfFour].map((sum) => doublesAt(sum, length))
  return {
    bodiesOfTwo,
    bodiesOfFour,
    meanBodies,
    rangesOfTwo,
    rangesOfFour,
    tenthsOfRange,
    ofBodies,
    ofRanges,
    candles: () =>
      candlesOf(
        -1,
        [open, high, low, close].map(({ address }) => doublesAt(address, tile.rows)),
        sums,
      ),
    of(row) {
      if (row === undefined) {
        need(ofBodies)
        need(ofRanges)
        return
      }
      // Of the sixteen rows before it: no pattern looks back further, and means are of rows before.
      const p = 8 * (row + 1)
      if (!ofBodies.isDone) addBodies(p, 16)
      if (!ofRanges.isDone) addRanges(p, 16)
    },
  }
}
