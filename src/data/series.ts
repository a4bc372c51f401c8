/** Bars of one instrument on their way into a snapshot, and where each came from. */

export interface SeriesColumns {
  readonly timeMs: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** Bars of one instrument as they were given: not checked, not known to be in order. */
export interface Series extends SeriesColumns {
  readonly name: string
  /** Where a row came from. */
  readonly originOf: (row: number) => Origin
}

export interface Origin {
  readonly file: string | null
  readonly line: number | null
}
