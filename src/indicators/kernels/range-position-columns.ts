/** The kernel of range-position.ts over columns: the same bits. */
import { extremeColumns } from './extreme-columns.ts'
import { positionIn } from './range-position.ts'

export interface PositionRun {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Row t is written from `start + period - 1` on. */
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

/** Where each close lies in the range of the last `period` bars, 0 to 100. */
export function positionColumn({ high, low, close, output, period, start, end }: PositionRun): void {
  extremeColumns({ high, low, period, start, end }, ({ from, first, to, highest, lowest }) => {
    for (let t = first; t < to; t++) output[t] = positionIn(highest[t - from]!, lowest[t - from]!, close[t]!)
  })
}
