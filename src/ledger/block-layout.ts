/** Where the columns of a block lie in its bytes; `codec.ts` says what is before and after them. */

/** What is before the columns: mark, count, first seq. */
export const HEADER_BYTES = 16
/** Bytes an event takes in the columns. */
export const FIXED_BYTES = 38

/** The fields of events, column by column; `a` and `b` are the numbers of an event, their meaning by kind in `read.ts`. */
export interface BlockColumns {
  readonly timeMs: Float64Array
  readonly a: Float64Array
  readonly b: Float64Array
  readonly cause: Uint32Array
  /** Index of the instrument, or the count of changed targets of a decision. */
  readonly subject: Uint32Array
  /** The check sum of each event, written when the block is sealed. */
  readonly check: Uint32Array
  readonly kind: Uint8Array
  readonly reason: Uint8Array
}

/** The columns of `count` events as views of a block's bytes, which begin at a multiple of eight. */
export function columnsIn(bytes: Uint8Array, count: number): BlockColumns {
  const { buffer } = bytes
  let at = bytes.byteOffset + HEADER_BYTES
  const next = (width: number): number => {
    const start = at
    at += width * count
    return start
  }
  return {
    timeMs: new Float64Array(buffer, next(8), count),
    a: new Float64Array(buffer, next(8), count),
    b: new Float64Array(buffer, next(8), count),
    cause: new Uint32Array(buffer, next(4), count),
    subject: new Uint32Array(buffer, next(4), count),
    check: new Uint32Array(buffer, next(4), count),
    kind: new Uint8Array(buffer, next(1), count),
    reason: new Uint8Array(buffer, next(1), count),
  }
}

/** Copies events into columns that have room for as many, or for fewer: those that fit. Check sums are left out. */
export function copyEvents(from: BlockColumns, to: BlockColumns): void {
  const count = Math.min(from.kind.length, to.kind.length)
  to.timeMs.set(from.timeMs.subarray(0, count))
  to.a.set(from.a.subarray(0, count))
  to.b.set(from.b.subarray(0, count))
  to.cause.set(from.cause.subarray(0, count))
  to.subject.set(from.subject.subarray(0, count))
  to.kind.set(from.kind.subarray(0, count))
  to.reason.set(from.reason.subarray(0, count))
}
