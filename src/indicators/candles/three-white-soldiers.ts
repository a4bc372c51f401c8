import { HIGHER, LONG, NO_UPPER, OPENS_OVER_OPEN, WHITE } from '../kernels/candle-facts.ts'
import { body, close, far, hasNoUpper, isLong, isWhite, near, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: three white candles without upper shadows, each opening within or near the body before, closing higher, and
 * not far shorter than the one before; the last is not short.
 *
 * Source: TA-Lib CDL3WHITESOLDIERS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const threeWhiteSoldiers = definePattern({
  name: 'three-white-soldiers',
  title: 'Three white soldiers',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [WHITE, NO_UPPER],
      [WHITE, NO_UPPER, HIGHER, OPENS_OVER_OPEN],
      [WHITE, LONG, NO_UPPER, HIGHER, OPENS_OVER_OPEN],
    ],
  ],
  detect: (c) =>
    isWhite(c, 2) &&
    hasNoUpper(c, 2) &&
    isWhite(c, 1) &&
    hasNoUpper(c, 1) &&
    isWhite(c, 0) &&
    hasNoUpper(c, 0) &&
    close(c, 0) > close(c, 1) &&
    close(c, 1) > close(c, 2) &&
    open(c, 1) > open(c, 2) &&
    open(c, 1) <= close(c, 2) + near(c, 2) &&
    open(c, 0) > open(c, 1) &&
    open(c, 0) <= close(c, 1) + near(c, 1) &&
    body(c, 1) > body(c, 2) - far(c, 2) &&
    body(c, 0) > body(c, 1) - far(c, 1) &&
    isLong(c, 0)
      ? 100
      : 0,
})
