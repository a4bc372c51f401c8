/**
 * The port of the readers: a Parquet file (or a table in memory) as typed columns, chunk by chunk. What a backend hands over
 * is the same to the bit whichever it is: numbers are the nearest doubles, times are epoch ms, texts are coded words.
 * `reader-contract` in testing/ is the suite that each backend runs.
 */

/** What the values of a column are; `other` is what no bar needs (lists, structs, booleans, ...). */
export type ColumnType =
  | { readonly kind: 'float' | 'integer' | 'decimal' | 'text' | 'date' | 'clock' | 'other' }
  | {
      readonly kind: 'timestamp'
      /** Whether its values are instants; else they are wall times of a zone that the file does not say. */
      readonly isInstant: boolean
    }

/** Of an integer column of times. */
export type EpochScale = 's' | 'ms' | 'us' | 'ns'

export interface ColumnInfo {
  readonly name: string
  readonly type: ColumnType
}

/**
 * A column to read and what its values become:
 * `number` of a float, integer or decimal: the nearest double.
 * `text` of a text, an integer (its digits) or a clock (09:30:00, with a fraction where it has one).
 * `ms` of a timestamp, a date (its midnight) or an integer of the given scale: epoch ms (of a wall time as if it were UTC),
 * with a fraction where the file is finer than a millisecond.
 */
export type WantedColumn =
  | { readonly index: number; readonly as: 'number' | 'text' }
  | { readonly index: number; readonly as: 'ms'; readonly scale?: EpochScale }

/** A value at each row; where `isNull` is 1 there is none, whatever the value says. */
export type ChunkColumn =
  | { readonly kind: 'numbers'; readonly values: Float64Array; readonly isNull: Uint8Array | null }
  | {
      readonly kind: 'words'
      /** Indexes into `words`. */
      readonly codes: Uint8Array | Uint16Array | Uint32Array
      readonly words: readonly string[]
      readonly isNull: Uint8Array | null
    }

export interface ColumnChunk {
  readonly rows: number
  /** In the order in which they were wanted. Valid until the next chunk is asked for. */
  readonly columns: readonly ChunkColumn[]
}

/** An open file. */
export interface ColumnFile {
  readonly columns: readonly ColumnInfo[]
  readonly rowCount: number
  /** The chunks of the first `limit` rows, or of all, in the order of the file. */
  readonly read: (wanted: readonly WantedColumn[], limit?: number) => AsyncIterable<ColumnChunk>
  readonly close: () => void
}
