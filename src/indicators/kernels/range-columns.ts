/** Averages of the true range over columns: the bits of `pushEma` over `trueRange`. */
import { type EmaState, pushEma } from './exponential.ts'
import { newEma, wholeFrom } from './exponential-columns.ts'
import { LONG_TILE, runTiles, type TileLoop, type TileMemory } from './tiles.ts'
import { trueRange } from './true-range.ts'
import { wilderState } from './wilder.ts'

export interface RangeRun {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

/** Wilder's average of the true range, from `start + period` on. */
export function averageRangeColumn(run: RangeRun): void {
  rangeTiles(
    run,
    (range) => range,
    (memory, average) => {
      const { kernels } = memory
      const state = newEma(memory, average)
      return (rows, [h, l, c, y]) => {
        kernels.averageRange(state, h!, l!, c!, y!, rows)
      }
    },
  )
}

/** `averageRangeColumn` in percent of the close. */
export function relativeRangeColumn(run: RangeRun): void {
  rangeTiles(run, percentOf, (memory, average) => {
    const { kernels } = memory
    const state = newEma(memory, average)
    return (rows, [h, l, c, y]) => {
      kernels.relativeRange(state, h!, l!, c!, y!, rows)
    }
  })
}

/** 100 x / y; 0 where y is 0. */
export function percentOf(x: number, y: number): number {
  return y === 0 ? 0 : 100 * (x / y)
}

function rangeTiles(
  { high, low, close, output, period, start, end }: RangeRun,
  write: (range: number, close: number) => number,
  loop: (memory: TileMemory, average: EmaState) => TileLoop,
): void {
  const average = wilderState(period)
  const first = start + period
  const from = wholeFrom(first + 1, end)
  for (let t = start + 1; t < from; t++) {
    const range = pushEma(average, trueRange(high[t]!, low[t]!, close[t - 1]!))
    if (t >= first) output[t] = write(range, close[t]!)
  }
  const rows = { start: from, end, first: from, lag: 1, tile: LONG_TILE }
  runTiles({ inputs: [high, low, close], outputs: [output], ...rows }, (memory) => loop(memory, average))
}
