/**
 * What can be said of a candle in a word of bits, so that a pattern can name what its candles must be and wasm/candle-facts.ts finds
 * the few rows that are worth a closer look. A fact is a bit that must be set, or times `NOT` one that must not; `|` joins them.
 */

/** Bits of a candle, as wasm/candle-facts.ts sets them. */
const BITS = 10
const NOT = 2 ** BITS
const EVERY_BIT = NOT - 1

export const ANY = 0
export const WHITE = 1
export const BLACK = WHITE * NOT
export const LONG = 2
export const NOT_LONG = LONG * NOT
export const SHORT = 4
export const DOJI = 8
export const NO_UPPER = 16
export const NO_LOWER = 32
/** The body lies above or below that of the candle before. */
export const GAP_UP = 64
export const GAP_DOWN = 128
/** The close lies above or below that of the candle before. */
export const HIGHER = 256
export const LOWER = 512

/** Facts of a pattern's candles, the oldest first. */
export type Shape = readonly number[]

/** One or two shapes; a pattern is never found where neither fits. */
export type Shapes = readonly [Shape, Shape?]

/** What wasm/candle-facts.ts adds to an integer below, so that its bits are the lowest of the double. */
const INTEGERS = 2 ** 52

/** The bits to look at and what they must be, over at most five candles: the newest has the lowest bits. */
function wordOf(shape: Shape): readonly [mask: number, value: number] {
  let mask = INTEGERS
  let value = INTEGERS
  let weight = 1
  for (const facts of shape.toReversed()) {
    const set = facts & EVERY_BIT
    const clear = (facts / NOT) & EVERY_BIT
    mask += weight * (set | clear)
    value += weight * set
    weight *= NOT
  }
  return [mask, value]
}

/** Masks and values of both shapes, for `candlesLike`. */
export function wordsOf([one, other = one]: Shapes): readonly number[] {
  return [...wordOf(one), ...wordOf(other)]
}
