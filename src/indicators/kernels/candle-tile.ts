/**
 * The measures of candles over a tile of rows and comparisons of them as bits, each made when it is first asked for. All begin some
 * rows before the tile, so that a pattern finds its older candles; what is said of rows before the first of all is of no meaning.
 */
import type { Comparison, Measure } from './candle-facts.ts'
import {
  type CandleSums,
  createPrices,
  createSums,
  LEAD,
  need,
  once,
  openTile,
  type Place,
  type TilePrices,
} from './candle-sums.ts'
import type { TileMemory } from './tiles.ts'

export interface CandleTile {
  readonly sums: CandleSums
  /** Takes a tile: the addresses of its open, high, low and close, and its rows. */
  open(rows: number, prices: readonly number[]): void
  /** The address of the bits of a comparison, the first of them that of the row LEAD before the tile. */
  bitsOf(comparison: Comparison): number
}

/** Bytes of bits for a tile of so many rows, and a word before. */
export function bitBytes(rows: number): number {
  return 8 * (Math.ceil((rows + LEAD) / 64) + 1)
}

export function createCandleTile(memory: TileMemory): CandleTile {
  const { kernels } = memory
  const tile = createPrices(memory)
  const sums = createSums(tile, memory)
  const places = placesOf(tile, sums)
  const at = ({ measure, ago }: Comparison['left']): number => {
    const { address, making } = places[measure]
    if (making !== undefined) need(making)
    return address - 8 * ago
  }
  const comparisons = new Map<Comparison, Required<Place>>()
  const placeOf = (comparison: Comparison): Required<Place> => {
    const address = memory.bytes(bitBytes(memory.rows)) + 8
    const making = once(tile, () => {
      const { left, right, factor, orEqual } = comparison
      if (orEqual) kernels.reaches(at(left), at(right), address, tile.rows)
      else kernels.above(at(left), at(right), factor, address, tile.rows)
    })
    return { address, making }
  }
  return {
    sums,
    open: (rows, prices) => openTile(tile, rows, prices),
    bitsOf(comparison) {
      let place = comparisons.get(comparison)
      if (place === undefined) {
        place = placeOf(comparison)
        comparisons.set(comparison, place)
      }
      need(place.making)
      return place.address
    },
  }
}

function placesOf(tile: TilePrices, sums: CandleSums): Readonly<Record<Measure, Place>> {
  const { kernels, open, high, low, close, column } = tile
  const { bodiesOfTwo, bodiesOfFour, rangesOfTwo, rangesOfFour, ofBodies, ofRanges } = sums
  const [bodies, tops, bottoms, uppers, lowers] = [column(), column(), column(), column(), column()]
  const [shadows, offMiddles] = [column(), column()]
  const ends = once(tile, () => kernels.candleEnds(open.address, close.address, tops, bottoms, tile.rows))
  const parts = once(tile, () => {
    const [h, l] = [high.address, low.address]
    kernels.candleShadows(open.address, h, l, close.address, bodies, uppers, lowers, tile.rows)
  })
  const body = once(tile, () => {
    if (!parts.isDone) kernels.distance(close.address, open.address, bodies, tile.rows)
  })
  const meanShadow = once(tile, () => {
    need(ofBodies)
    need(ofRanges)
    kernels.meanShadow(rangesOfTwo, rangesOfFour, bodiesOfTwo, bodiesOfFour, shadows, tile.rows)
  })
  const offMiddle = once(tile, () => {
    need(ofRanges)
    const [h, l] = [high.address, low.address]
    kernels.offMiddle(open.address, h, l, close.address, rangesOfFour, offMiddles, tile.rows)
  })
  const [openAndEquality, openLessEquality] = aroundEqual(tile, sums, open)
  const [closeAndEquality, closeLessEquality] = aroundEqual(tile, sums, close)
  return {
    open,
    high,
    low,
    close,
    top: { address: tops, making: ends },
    bottom: { address: bottoms, making: ends },
    body: { address: bodies, making: body },
    upperShadow: { address: uppers, making: parts },
    lowerShadow: { address: lowers, making: parts },
    meanBody: { address: sums.meanBodies, making: ofBodies },
    tenthOfRange: { address: sums.tenthsOfRange, making: ofRanges },
    shortShadow: { address: shadows, making: meanShadow },
    openAndEquality,
    openLessEquality,
    closeAndEquality,
    closeLessEquality,
    offMiddle: { address: offMiddles, making: offMiddle },
  }
}

/** A price and equality, and that price less equality. */
function aroundEqual(
  tile: TilePrices,
  { rangesOfFour, ofRanges }: CandleSums,
  price: Place,
): readonly [Place, Place] {
  const { kernels, high, low } = tile
  const [more, less] = [tile.column(), tile.column()]
  const making = once(tile, () => {
    need(ofRanges)
    kernels.aroundEqual(price.address, high.address, low.address, rangesOfFour, more, less, tile.rows)
  })
  return [
    { address: more, making },
    { address: less, making },
  ]
}
