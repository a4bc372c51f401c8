import { BLACK, LONG, NO_LOWER, NO_UPPER, SHORT } from '../kernels/candle-facts.ts'
import {
  body,
  close,
  hasNoLower,
  hasNoUpper,
  high,
  isBlack,
  isLong,
  isShort,
  low,
  lowerShadow,
  open,
  tenthOfRange,
} from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: a long black candle with a long lower shadow, a smaller black one that opens higher inside its range and
 * keeps above its low, then a short black marubozu inside the second range.
 *
 * Source: TA-Lib CDL3STARSINSOUTH; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const threeStarsInTheSouth = definePattern({
  name: 'three-stars-in-the-south',
  title: 'Three stars in the south',
  candles: 3,
  lookback: 12,
  shapes: [[[BLACK, LONG], [BLACK], [BLACK, SHORT, NO_UPPER, NO_LOWER]]],
  detect: (c) =>
    isBlack(c, 2) &&
    isBlack(c, 1) &&
    isBlack(c, 0) &&
    isLong(c, 2) &&
    lowerShadow(c, 2) > body(c, 2) &&
    body(c, 1) < body(c, 2) &&
    open(c, 1) > close(c, 2) &&
    open(c, 1) <= high(c, 2) &&
    low(c, 1) < close(c, 2) &&
    low(c, 1) >= low(c, 2) &&
    lowerShadow(c, 1) > tenthOfRange(c, 1) &&
    isShort(c, 0) &&
    hasNoLower(c, 0) &&
    hasNoUpper(c, 0) &&
    low(c, 0) > low(c, 1) &&
    high(c, 0) < high(c, 1)
      ? 100
      : 0,
})
