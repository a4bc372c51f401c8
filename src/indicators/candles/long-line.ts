import { BLACK, LONG, SHORT_LOWER, SHORT_UPPER, WHITE } from '../kernels/candle-facts.ts'
import { color, isLong, lowerShadow, shortShadow, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A long body with short shadows; the sign is its colour.
 *
 * Source: TA-Lib CDLLONGLINE; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const longLine = definePattern({
  name: 'long-line',
  title: 'Long line',
  candles: 1,
  lookback: 10,
  shapes: [[[WHITE, LONG, SHORT_UPPER, SHORT_LOWER]], [[BLACK, LONG, SHORT_UPPER, SHORT_LOWER]]],
  values: [100, -100],
  detect: (c) =>
    isLong(c, 0) && upperShadow(c, 0) < shortShadow(c, 0) && lowerShadow(c, 0) < shortShadow(c, 0)
      ? 100 * color(c, 0)
      : 0,
})
