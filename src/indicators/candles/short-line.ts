import { BLACK, SHORT, SHORT_LOWER, SHORT_UPPER, WHITE } from '../kernels/candle-facts.ts'
import { color, isShort, lowerShadow, shortShadow, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A short body with short shadows; the sign is its colour.
 *
 * Source: TA-Lib CDLSHORTLINE; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const shortLine = definePattern({
  name: 'short-line',
  title: 'Short line',
  candles: 1,
  lookback: 10,
  shapes: [[[WHITE, SHORT, SHORT_UPPER, SHORT_LOWER]], [[BLACK, SHORT, SHORT_UPPER, SHORT_LOWER]]],
  values: [100, -100],
  detect: (c) =>
    isShort(c, 0) && upperShadow(c, 0) < shortShadow(c, 0) && lowerShadow(c, 0) < shortShadow(c, 0)
      ? 100 * color(c, 0)
      : 0,
})
