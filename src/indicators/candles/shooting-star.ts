import { GAP_UP, NO_LOWER, SHORT, UPPER_OVER_BODY } from '../kernels/candle-facts.ts'
import { body, gapsUp, hasNoLower, isShort, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: a short body with a long upper and no lower shadow that gaps up.
 *
 * Source: TA-Lib CDLSHOOTINGSTAR; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const shootingStar = definePattern({
  name: 'shooting-star',
  title: 'Shooting star',
  candles: 2,
  lookback: 11,
  shapes: [[[SHORT, NO_LOWER, GAP_UP, UPPER_OVER_BODY]]],
  values: [-100],
  detect: (c) =>
    isShort(c, 0) && upperShadow(c, 0) > body(c, 0) && hasNoLower(c, 0) && gapsUp(c, 0, 1) ? -100 : 0,
})
