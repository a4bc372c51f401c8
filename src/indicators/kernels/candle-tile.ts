/**
 * The measures of candles over a tile of rows and comparisons of them as bits, each made when it is first asked for. All begin some
 * rows before the tile, so that a pattern finds its older candles; what is said of rows before the first of all is of no meaning.
 */
import type { Comparison, Measure } from './candle-facts.ts'
import { type Candles, candlesOf } from './candles.ts'
import { doublesAt } from './compiled.ts'
import type { TileMemory } from './tiles.ts'

/** Rows before the tile that are measured: the largest pattern with the bars before it, and what loops take at once. */
export const LEAD = 16
/** Rows before those from which means are read, whatever is there. */
const EARLIER = 16

export interface CandleTile {
  /** Takes a tile: the addresses of its open, high, low and close, and its rows. */
  open(rows: number, prices: readonly number[]): void
  /** The address of the bits of a comparison, the first of them that of the row LEAD before the tile. */
  bitsOf(comparison: Comparison): number
  /** The tile as candles, of which `count` may be at LEAD + 1 and more; `sumsOf` must be told which. */
  candles(): Candles
  /** Makes the sums that candle `row` of the tile may be asked for; of one row, or of all where it is absent. */
  sumsOf(row?: number): void
}

/** Bytes of bits for a tile of so many rows, and a word before. */
export function bitBytes(rows: number): number {
  return 8 * (Math.ceil((rows + LEAD) / 64) + 1)
}

interface Making {
  isDone: boolean
  readonly make: () => void
}

interface Place {
  address: number
  readonly making?: Making
}

export function createCandleTile(memory: TileMemory): CandleTile {
  const { kernels } = memory
  const makings: Making[] = []
  const once = (make: () => void): Making => {
    const making = { isDone: false, make }
    makings.push(making)
    return making
  }
  const need = (making: Making): void => {
    if (making.isDone) return
    making.make()
    making.isDone = true
  }
  const column = (): number => memory.column(1, LEAD + EARLIER) - 8 * LEAD
  const price = (): Place => ({ address: 0 })
  const [open, high, low, close] = [price(), price(), price(), price()]
  const [bodies, bodiesOfTwo, bodiesOfFour, meanBodies] = [column(), column(), column(), column()]
  const [rangesOfTwo, rangesOfFour, tenths] = [column(), column(), column()]
  const [tops, bottoms, uppers, lowers] = [column(), column(), column(), column()]
  const [shadows, offMiddles] = [column(), column()]
  // Rows that are measured, in sixteens.
  let rows = 0
  const addBodies = (p: number, count: number): void => {
    const [o, c] = [open.address + p, close.address + p]
    kernels.candleSums(o, c, bodiesOfTwo + p, bodiesOfFour + p, meanBodies + p, 1, count)
  }
  const addRanges = (p: number, count: number): void => {
    const [h, l] = [high.address + p, low.address + p]
    kernels.candleSums(l, h, rangesOfTwo + p, rangesOfFour + p, tenths + p, 0.1, count)
  }
  const sumBodies = once(() => addBodies(0, rows))
  const sumRanges = once(() => addRanges(0, rows))
  const ends = once(() => kernels.candleEnds(open.address, close.address, tops, bottoms, rows))
  const ofShadows = once(() => {
    const { address } = close
    kernels.candleShadows(open.address, high.address, low.address, address, bodies, uppers, lowers, rows)
  })
  const ofBodies = once(() => {
    if (!ofShadows.isDone) kernels.distance(close.address, open.address, bodies, rows)
  })
  const around = (price: Place): readonly [Place, Place] => {
    const [more, less] = [column(), column()]
    const making = once(() => {
      need(sumRanges)
      kernels.aroundEqual(price.address, high.address, low.address, rangesOfFour, more, less, rows)
    })
    return [
      { address: more, making },
      { address: less, making },
    ]
  }
  const [openAndEquality, openLessEquality] = around(open)
  const [closeAndEquality, closeLessEquality] = around(close)
  const places: Readonly<Record<Measure, Place>> = {
    open,
    high,
    low,
    close,
    top: { address: tops, making: ends },
    bottom: { address: bottoms, making: ends },
    body: { address: bodies, making: ofBodies },
    upperShadow: { address: uppers, making: ofShadows },
    lowerShadow: { address: lowers, making: ofShadows },
    meanBody: { address: meanBodies, making: sumBodies },
    tenthOfRange: { address: tenths, making: sumRanges },
    shortShadow: {
      address: shadows,
      making: once(() => {
        need(sumBodies)
        need(sumRanges)
        kernels.meanShadow(rangesOfTwo, rangesOfFour, bodiesOfTwo, bodiesOfFour, shadows, rows)
      }),
    },
    openAndEquality,
    openLessEquality,
    closeAndEquality,
    closeLessEquality,
    offMiddle: {
      address: offMiddles,
      making: once(() => {
        need(sumRanges)
        const [h, l] = [high.address, low.address]
        kernels.offMiddle(open.address, h, l, close.address, rangesOfFour, offMiddles, rows)
      }),
    },
  }
  const at = ({ measure, ago }: Comparison['left']): number => {
    const { address, making } = places[measure]
    if (making !== undefined) need(making)
    return address - 8 * ago
  }
  const comparisons = new Map<Comparison, Place>()
  const placeOf = (comparison: Comparison): Place => {
    const address = memory.bytes(bitBytes(memory.rows)) + 8
    const making = once(() => {
      const { left, right, factor, orEqual } = comparison
      if (orEqual) kernels.reaches(at(left), at(right), address, rows)
      else kernels.above(at(left), at(right), factor, address, rows)
    })
    return { address, making }
  }
  const length = memory.rows + LEAD
  const sums = [bodiesOfTwo, bodiesOfFour, rangesOfTwo, rangesOfFour].map((sum) => doublesAt(sum, length))
  return {
    open(count, prices) {
      for (const making of makings) making.isDone = false
      rows = Math.ceil((count + LEAD) / 16) * 16
      open.address = prices[0]! - 8 * LEAD
      high.address = prices[1]! - 8 * LEAD
      low.address = prices[2]! - 8 * LEAD
      close.address = prices[3]! - 8 * LEAD
    },
    bitsOf(comparison) {
      let place = comparisons.get(comparison)
      if (place === undefined) {
        place = placeOf(comparison)
        comparisons.set(comparison, place)
      }
      need(place.making!)
      return place.address
    },
    candles: () =>
      candlesOf(
        -1,
        [open, high, low, close].map(({ address }) => doublesAt(address, rows)),
        sums,
      ),
    sumsOf(row) {
      if (row === undefined) {
        need(sumBodies)
        need(sumRanges)
        return
      }
      // Of the sixteen rows before it: no pattern looks back further, and means are of rows before.
      const p = 8 * (row + 1)
      if (!sumBodies.isDone) addBodies(p, 16)
      if (!sumRanges.isDone) addRanges(p, 16)
    },
  }
}
