import { GAP_DOWN, NO_LOWER, SHORT, UPPER_OVER_BODY } from '../kernels/candle-facts.ts'
import { body, gapsDown, hasNoLower, isShort, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: a short body with a long upper and no lower shadow that gaps down.
 *
 * Source: TA-Lib CDLINVERTEDHAMMER; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const invertedHammer = definePattern({
  name: 'inverted-hammer',
  title: 'Inverted hammer',
  candles: 2,
  lookback: 11,
  shapes: [[[SHORT, NO_LOWER, GAP_DOWN, UPPER_OVER_BODY]]],
  values: [100],
  detect: (c) =>
    isShort(c, 0) && upperShadow(c, 0) > body(c, 0) && hasNoLower(c, 0) && gapsDown(c, 0, 1) ? 100 : 0,
})
