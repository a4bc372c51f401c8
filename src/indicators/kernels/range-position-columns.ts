/** The kernel of range-position.ts over columns: the same bits. */
import { windowColumns } from './extreme-columns.ts'

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
export function positionColumn({ high, low, close, output, ...run }: PositionRun): void {
  const columns = { ...run, inputs: [high, low, close], outputs: [output] }
  windowColumns(columns, ({ position }, [h, l, x, y], { rows, room }) => {
    position(h!, l!, x!, y!, rows, run.period, room)
  })
}
