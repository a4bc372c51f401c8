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
    const confirmer = createConfirmer()
    return (rows, addresses) => {
      const output = doublesAt(addresses[4]!, rows)
      output.fill(0)
      finder.open(rows, addresses)
      for (const shape of plan) {
        detectShape(finder, shape, detect)
        finder.gather()
      }
      // The row before the tile too.
      const [highs, lows] = [doublesAt(addresses[1]! - 8, rows + 1), doublesAt(addresses[2]! - 8, rows + 1)]
      const tile = { highs, lows, closes: doublesAt(addresses[3]!, rows), output }
      confirmer(tile, finder.gathered())
    }
  })
}

interface Tile {
  readonly highs: Float64Array
  readonly lows: Float64Array
  readonly closes: Float64Array
  /** The patterns' signals, to which confirmations are added. */
  readonly output: Float64Array
}

function createConfirmer(): (tile: Tile, found: Float64Array) => void {
  const last: Confirmable = { signal: 0, high: 0, low: 0 }
  let place = 0
  const confirm = ({ closes, output }: Tile, end: number): void => {
    const until = Math.min(place + CONFIRMED_WITHIN + 1, end)
    for (let t = Math.max(place + 1, 0); t < until; t++) {
      if (!isConfirmed(last, closes[t]!)) continue
      output[t] = 2 * last.signal
      last.signal = 0
      return
    }
  }
  return (tile, found) => {
    const { highs, lows, output } = tile
    for (let i = 0; i < found.length; i++) {
      const t = found[i]! | 0
      const signal = output[t]!
      if (signal === 0) continue
      if (last.signal !== 0) confirm(tile, t)
      last.signal = signal
      last.high = highs[t]!
      last.low = lows[t]!
      place = t
    }
    if (last.signal !== 0) confirm(tile, output.length)
    place -= output.length
  }
}
