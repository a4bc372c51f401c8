import { BLACK, LOWER_OVER_BODY, SHORT, UPPER_OVER_BODY, WHITE } from '../kernels/candle-facts.ts'
import { body, color, isShort, lowerShadow, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A short body with shadows longer than itself; the sign is its colour.
 *
 * Source: TA-Lib CDLSPINNINGTOP; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const spinningTop = definePattern({
  name: 'spinning-top',
  title: 'Spinning top',
  candles: 1,
  lookback: 10,
  shapes: [
    [[WHITE, SHORT, UPPER_OVER_BODY, LOWER_OVER_BODY]],
    [[BLACK, SHORT, UPPER_OVER_BODY, LOWER_OVER_BODY]],
  ],
  values: [100, -100],
  detect: (c) =>
    isShort(c, 0) && upperShadow(c, 0) > body(c, 0) && lowerShadow(c, 0) > body(c, 0) ? 100 * color(c, 0) : 0,
})
