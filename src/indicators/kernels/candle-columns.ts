/**
 * Candles over columns: a tile of rows at a time as views, with the sums of candles.ts from wasm/candles.ts beside them, for a
 * pattern that looks at them row by row.
 */
import type { Candles } from './candles.ts'
import { doublesAt } from './compiled.ts'
import { runTiles } from './tiles.ts'

export interface CandleRun {
  /** Open, high, low and close. */
  readonly inputs: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
  readonly start: number
  readonly end: number
  /** Rows before a row that a pattern may need. */
  readonly lookback: number
}

/** Writes what `detect` says of each row from `start + lookback` on, with that row as the newest candle. */
export function detectColumn(run: CandleRun, detect: (c: Candles) => number): void {
  const { inputs, outputs, start, end, lookback } = run
  const first = start + lookback
  runTiles({ inputs, outputs, start: first, end, first, lag: lookback }, ({ kernels, bytes, rows: most }) => {
    const length = most + lookback
    const sums = [0, 1, 2, 3].map(() => bytes(8 * length))
    const [bodiesOfTwo, bodiesOfFour, rangesOfTwo, rangesOfFour] = sums.map((sum) => doublesAt(sum, length))
    return (rows, addresses) => {
      const count = rows + lookback
      const prices = addresses.slice(0, 4).map((address) => address - 8 * lookback)
      kernels.candleSums(prices[0]!, prices[3]!, sums[0]!, sums[1]!, count)
      kernels.candleSums(prices[2]!, prices[1]!, sums[2]!, sums[3]!, count)
      const [opens, highs, lows, closes] = prices.map((price) => doublesAt(price, count))
      const output = doublesAt(addresses[4]!, rows)
      const c: Candles = {
        mask: -1,
        opens: opens!,
        highs: highs!,
        lows: lows!,
        closes: closes!,
        bodiesOfTwo: bodiesOfTwo!,
        bodiesOfFour: bodiesOfFour!,
        rangesOfTwo: rangesOfTwo!,
        rangesOfFour: rangesOfFour!,
        count: lookback,
      }
      for (let t = 0; t < rows; t++) {
        c.count++
        output[t] = detect(c)
      }
    }
  })
}
