/**
 * A hikkake over columns: the rows with a pattern are found as those of all candle patterns are, and only the three rows after each
 * of them are asked whether they confirm it.
 */
import { type CandleRun, createFinder, detectShape, planOf } from './candle-columns.ts'
import type { Candles } from './candles.ts'
import { doublesAt } from './compiled.ts'
import { CONFIRMED_WITHIN, type Confirmable, isConfirmed } from './hikkake.ts'
import { runTiles } from './tiles.ts'

interface HikkakeRun extends CandleRun {
  /** Rows from the start to the first that may have a pattern. */
  readonly warmUp: number
}

export function hikkakeColumn(run: HikkakeRun, detect: (c: Candles) => number): void {
  const { inputs, outputs, start, end, lookback, warmUp } = run
  const plan = planOf(run)
  const rowsOf = { inputs, outputs, start: start + warmUp, end, first: start + lookback, lag: warmUp }
  runTiles(rowsOf, (memory) => {
    const finder = createFinder(memory)
    const room = memory.bytes(8)
    const last: Waiting = { signal: 0, high: 0, low: 0, place: 0 }
    return (rows, addresses) => {
      const [, high, low, close, y] = addresses as readonly [number, number, number, number, number]
      const output = doublesAt(y, rows)
      finder.open(rows, addresses)
      for (const shape of plan) {
        detectShape(finder, shape, detect)
        finder.gather()
      }
      const found = finder.gathered()
      const { byteOffset: list, length } = found
      const left = memory.kernels.confirmBreaks(list, length, high, low, close, y, rows, room)
      const tile = { closes: doublesAt(close, rows), output }
      confirm(last, tile, left > 0 ? found[0]! : rows)
      if (left > 0) {
        const place = found[left - 1]!
        last.signal = output[place]!
        last.high = doublesAt(high + 8 * (place - 1), 1)[0]!
        last.low = doublesAt(low + 8 * (place - 1), 1)[0]!
        last.place = place
        confirm(last, tile, rows)
      }
      last.place -= rows
    }
  })
}

interface Waiting extends Confirmable {
  /** Its row in the tile, less than 0 where that is of a tile before. */
  place: number
}

interface Tile {
  readonly closes: Float64Array
  readonly output: Float64Array
}

/** Follows a pattern up to row `end` of a tile. */
function confirm(last: Waiting, { closes, output }: Tile, end: number): void {
  if (last.signal === 0) return
  const until = Math.min(last.place + CONFIRMED_WITHIN + 1, end)
  for (let t = Math.max(last.place + 1, 0); t < until; t++) {
    if (!isConfirmed(last, closes[t]!)) continue
    output[t] = 2 * last.signal
    last.signal = 0
    return
  }
}
