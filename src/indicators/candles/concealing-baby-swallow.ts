import { BLACK, GAP_DOWN, NO_LOWER, NO_UPPER } from '../kernels/candle-facts.ts'
import {
  close,
  gapsDown,
  hasNoLower,
  hasNoUpper,
  high,
  isBlack,
  low,
  tenthOfRange,
  upperShadow,
} from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: two black marubozus, a black candle that gaps down but reaches back into the second body, then a black one
 * that engulfs it, shadows included.
 *
 * Source: TA-Lib CDLCONCEALBABYSWALL; lengths are measured as kernels/candles.ts says.
 * Warm-up: 13 bars. Output: value.
 */
export const concealingBabySwallow = definePattern({
  name: 'concealing-baby-swallow',
  title: 'Concealing baby swallow',
  candles: 4,
  lookback: 13,
  shapes: [[[BLACK, NO_UPPER, NO_LOWER], [BLACK, NO_UPPER, NO_LOWER], [BLACK, GAP_DOWN], [BLACK]]],
  detect: (c) =>
    isBlack(c, 3) &&
    isBlack(c, 2) &&
    isBlack(c, 1) &&
    isBlack(c, 0) &&
    hasNoLower(c, 3) &&
    hasNoUpper(c, 3) &&
    hasNoLower(c, 2) &&
    hasNoUpper(c, 2) &&
    gapsDown(c, 1, 2) &&
    upperShadow(c, 1) > tenthOfRange(c, 1) &&
    high(c, 1) > close(c, 2) &&
    high(c, 0) > high(c, 1) &&
    low(c, 0) < low(c, 1)
      ? 100
      : 0,
})
