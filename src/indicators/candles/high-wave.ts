import { BLACK, LOWER_OVER_TWO, SHORT, UPPER_OVER_TWO, WHITE } from '../kernels/candle-facts.ts'
import { body, color, isShort, lowerShadow, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Indecision: a short body with two very long shadows; the sign is its colour.
 *
 * Source: TA-Lib CDLHIGHWAVE; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const highWave = definePattern({
  name: 'high-wave',
  title: 'High wave',
  candles: 1,
  lookback: 10,
  shapes: [
    [[WHITE, SHORT, UPPER_OVER_TWO, LOWER_OVER_TWO]],
    [[BLACK, SHORT, UPPER_OVER_TWO, LOWER_OVER_TWO]],
  ],
  values: [100, -100],
  detect: (c) =>
    isShort(c, 0) && upperShadow(c, 0) > 2 * body(c, 0) && lowerShadow(c, 0) > 2 * body(c, 0)
      ? 100 * color(c, 0)
      : 0,
})
