import { LOWER_OVER_BODY, NO_UPPER, SHORT } from '../kernels/candle-facts.ts'
import { body, bottom, hasNoUpper, high, isShort, lowerShadow, near } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: a short body with a long lower and no upper shadow, above or near the high before.
 *
 * Source: TA-Lib CDLHANGINGMAN; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const hangingMan = definePattern({
  name: 'hanging-man',
  title: 'Hanging man',
  candles: 2,
  lookback: 11,
  shapes: [[[SHORT, NO_UPPER, LOWER_OVER_BODY]]],
  detect: (c) =>
    isShort(c, 0) &&
    lowerShadow(c, 0) > body(c, 0) &&
    hasNoUpper(c, 0) &&
    bottom(c, 0) >= high(c, 1) - near(c, 1)
      ? -100
      : 0,
})
