import {
  BLACK,
  LOWER,
  OPENS_OVER_OPEN,
  OPENS_UNDER_OPEN,
  SOME_UPPER,
  WHITE,
} from '../kernels/candle-facts.ts'
import { close, high, isBlack, isWhite, open, tenthOfRange, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: three falling black candles, a black one with an upper shadow, then a white one that opens above its body and
 * closes above its high.
 *
 * Source: TA-Lib CDLLADDERBOTTOM; lengths are measured as kernels/candles.ts says.
 * Warm-up: 14 bars. Output: value.
 */
export const ladderBottom = definePattern({
  name: 'ladder-bottom',
  title: 'Ladder bottom',
  candles: 5,
  lookback: 14,
  shapes: [
    [
      [BLACK],
      [BLACK, LOWER, OPENS_UNDER_OPEN],
      [BLACK, LOWER, OPENS_UNDER_OPEN],
      [BLACK, SOME_UPPER],
      [WHITE, OPENS_OVER_OPEN],
    ],
  ],
  detect: (c) =>
    isBlack(c, 4) &&
    isBlack(c, 3) &&
    isBlack(c, 2) &&
    open(c, 4) > open(c, 3) &&
    open(c, 3) > open(c, 2) &&
    close(c, 4) > close(c, 3) &&
    close(c, 3) > close(c, 2) &&
    isBlack(c, 1) &&
    upperShadow(c, 1) > tenthOfRange(c, 1) &&
    isWhite(c, 0) &&
    open(c, 0) > open(c, 1) &&
    close(c, 0) > high(c, 1)
      ? 100
      : 0,
})
