import { DOJI, LOWER_OVER_TWO, NO_UPPER } from '../kernels/candle-facts.ts'
import { body, hasNoUpper, isDoji, lowerShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A dragonfly doji with a very long lower shadow.
 *
 * Source: TA-Lib CDLTAKURI; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const takuri = definePattern({
  name: 'takuri',
  title: 'Takuri',
  candles: 1,
  lookback: 10,
  shapes: [[[DOJI, NO_UPPER, LOWER_OVER_TWO]]],
  values: [100],
  detect: (c) => (isDoji(c, 0) && hasNoUpper(c, 0) && lowerShadow(c, 0) > 2 * body(c, 0) ? 100 : 0),
})
