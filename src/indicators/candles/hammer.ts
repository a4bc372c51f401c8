import { LOWER_OVER_BODY, NO_UPPER, SHORT } from '../kernels/candle-facts.ts'
import { body, bottom, hasNoUpper, isShort, low, lowerShadow, near } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: a short body with a long lower and no upper shadow, below or near the low before.
 *
 * Source: TA-Lib CDLHAMMER; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const hammer = definePattern({
  name: 'hammer',
  title: 'Hammer',
  candles: 2,
  lookback: 11,
  shapes: [[[SHORT, NO_UPPER, LOWER_OVER_BODY]]],
  detect: (c) =>
    isShort(c, 0) &&
    lowerShadow(c, 0) > body(c, 0) &&
    hasNoUpper(c, 0) &&
    bottom(c, 0) <= low(c, 1) + near(c, 1)
      ? 100
      : 0,
})
