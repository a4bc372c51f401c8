/** Rows of a column over which a window of `period` values moves, and where its values go. */
export interface WindowRun {
  readonly input: Float64Array
  /** Row t is written from `start + period - 1` on. */
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}
