import { DOJI, NO_LOWER, SOME_UPPER } from '../kernels/candle-facts.ts'
import { hasNoLower, isDoji, tenthOfRange, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A doji without lower shadow and with an upper one. Always 100, which says nothing of a direction.
 *
 * Source: TA-Lib CDLGRAVESTONEDOJI; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const gravestoneDoji = definePattern({
  name: 'gravestone-doji',
  title: 'Gravestone doji',
  candles: 1,
  lookback: 10,
  shapes: [[[DOJI, NO_LOWER, SOME_UPPER]]],
  values: [100],
  detect: (c) => (isDoji(c, 0) && hasNoLower(c, 0) && upperShadow(c, 0) > tenthOfRange(c, 0) ? 100 : 0),
})
