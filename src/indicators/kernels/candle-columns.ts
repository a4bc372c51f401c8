/**
 * A candle pattern over columns. For each tile of rows wasm/candle-facts.ts adds up the sums of candles.ts, says what each candle is
 * and lists the rows that fit the pattern's shapes; only those are looked at as the streaming kernel does it, so that what is
 * unforeseeable in a pattern is asked of few rows.
 */
import { type Shapes, wordsOf } from './candle-facts.ts'
import { type Candles, candlesOf } from './candles.ts'
import { doublesAt } from './compiled.ts'
import { runTiles, type TileMemory } from './tiles.ts'

export interface CandleRun {
  /** Open, high, low and close. */
  readonly inputs: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
  readonly start: number
  readonly end: number
  /** Rows before a row that a pattern may need. */
  readonly lookback: number
  readonly shapes: Shapes
}

/** Writes what `detect` says of each row from `start + lookback` on, with that row as the newest candle. */
export function detectColumn(run: CandleRun, detect: (c: Candles) => number): void {
  const { inputs, outputs, start, end, lookback, shapes } = run
  const first = start + lookback
  runTiles({ inputs, outputs, start: first, end, first, lag: lookback }, (memory) => {
    const find = finder(memory, shapes, lookback)
    return (rows, addresses) => {
      const { c, found } = find(rows, addresses)
      const output = doublesAt(addresses[4]!, rows)
      output.fill(0)
      for (let i = 0; i < found.length; i++) {
        // As an integer to the compiler too: a count that may be a double makes every index of a candle slow.
        const t = found[i]! | 0
        c.count = t + lookback + 1
        output[t] = detect(c)
      }
    }
  })
}

interface Found {
  readonly c: Candles
  /** The rows that fit. */
  readonly found: Float64Array
}

/** Candles of the largest pattern but the newest. */
const OLDER = 4

type Finder = (rows: number, addresses: readonly number[]) => Found

function finder({ kernels, bytes, rows: most }: TileMemory, shapes: Shapes, lookback: number): Finder {
  // A pair of rows may end one row after the last, and facts are joined with those of four rows before.
  const length = most + lookback + 1
  const column = (): number => bytes(8 * (OLDER + length)) + 8 * OLDER
  const [bodiesOfTwo, bodiesOfFour, rangesOfTwo, rangesOfFour] = [column(), column(), column(), column()]
  const [facts, list] = [column(), column()]
  doublesAt(facts - 8 * OLDER, OLDER).fill(0)
  const words = bytes(8 * 4)
  doublesAt(words, 4).set(wordsOf(shapes))
  const of = [bodiesOfTwo, bodiesOfFour, rangesOfTwo, rangesOfFour] as const
  const sums = of.map((address) => doublesAt(address, length))
  return (rows, addresses) => {
    const count = rows + lookback
    const prices = addresses.slice(0, 4).map((address) => address - 8 * lookback)
    const [open, high, low, close] = prices as [number, number, number, number]
    kernels.candleSums(open, close, bodiesOfTwo, bodiesOfFour, count)
    kernels.candleSums(low, high, rangesOfTwo, rangesOfFour, count)
    kernels.candleFacts(open, high, low, close, ...of, facts, count)
    const newest = facts + 8 * lookback
    const hits = kernels.candlesLike(newest, rows, words, list)
    const c = candlesOf(
      -1,
      [open, high, low, close].map((price) => doublesAt(price, count)),
      sums,
    )
    return { c, found: doublesAt(list, hits) }
  }
}
