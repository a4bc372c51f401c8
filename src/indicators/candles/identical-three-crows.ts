import { BLACK, LOWER, NO_LOWER } from '../kernels/candle-facts.ts'
import { areEqual, close, hasNoLower, isBlack, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: three falling black candles without lower shadows, each opening at the close before.
 *
 * Source: TA-Lib CDLIDENTICAL3CROWS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const identicalThreeCrows = definePattern({
  name: 'identical-three-crows',
  title: 'Identical three crows',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [BLACK, NO_LOWER],
      [BLACK, NO_LOWER, LOWER],
      [BLACK, NO_LOWER, LOWER],
    ],
  ],
  detect: (c) =>
    isBlack(c, 2) &&
    isBlack(c, 1) &&
    isBlack(c, 0) &&
    hasNoLower(c, 2) &&
    hasNoLower(c, 1) &&
    hasNoLower(c, 0) &&
    close(c, 2) > close(c, 1) &&
    close(c, 1) > close(c, 0) &&
    areEqual(c, 2, [open(c, 1), close(c, 2)]) &&
    areEqual(c, 1, [open(c, 0), close(c, 1)])
      ? -100
      : 0,
})
