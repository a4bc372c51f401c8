/** What the scans of text formats share: whole lines from the front of bytes, in pieces of any length. */
import { DataError } from '../../model/index.ts'
import type { RowColumns } from './row-columns.ts'

/** No bar needs a longer line; a file without line ends is refused before it fills the memory. */
export const MAX_LINE_BYTES = 1 << 16

export interface LineScan {
  /** Returns how many bytes were used; `isLast` also takes a line without end. */
  readonly push: (bytes: Uint8Array, isLast: boolean) => number
  readonly rows: RowColumns
  /** Instrument names in the order they appear; `rows` indexes them. */
  readonly names: readonly string[]
}

export function lineTooLong(file: string, line: number): DataError {
  return new DataError(
    'LINE_TOO_LONG',
    `A line must be shorter than ${MAX_LINE_BYTES} bytes, but line ${line} of ${file} is longer (a quote that never closes, or no line ends?). Nothing was sealed.`,
    { file, line },
  )
}
