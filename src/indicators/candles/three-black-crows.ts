import { BLACK, LOWER, NO_LOWER, OPENS_UNDER_OPEN, WHITE } from '../kernels/candle-facts.ts'
import { close, hasNoLower, high, isBlack, isWhite, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: after a white candle three black ones without lower shadows, each opening inside the body before and closing
 * lower, the first below the white high.
 *
 * Source: TA-Lib CDL3BLACKCROWS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 13 bars. Output: value.
 */
export const threeBlackCrows = definePattern({
  name: 'three-black-crows',
  title: 'Three black crows',
  candles: 4,
  lookback: 13,
  shapes: [
    [
      [WHITE],
      [BLACK, NO_LOWER],
      [BLACK, NO_LOWER, LOWER, OPENS_UNDER_OPEN],
      [BLACK, NO_LOWER, LOWER, OPENS_UNDER_OPEN],
    ],
  ],
  detect: (c) =>
    isWhite(c, 3) &&
    isBlack(c, 2) &&
    isBlack(c, 1) &&
    isBlack(c, 0) &&
    hasNoLower(c, 2) &&
    hasNoLower(c, 1) &&
    hasNoLower(c, 0) &&
    open(c, 1) < open(c, 2) &&
    open(c, 1) > close(c, 2) &&
    open(c, 0) < open(c, 1) &&
    open(c, 0) > close(c, 1) &&
    high(c, 3) > close(c, 2) &&
    close(c, 2) > close(c, 1) &&
    close(c, 1) > close(c, 0)
      ? -100
      : 0,
})
