import { AT_MIDDLE, DOJI, LOWER_OVER_BODY, UPPER_OVER_BODY } from '../kernels/candle-facts.ts'
import { body, bottom, isDoji, low, lowerShadow, near, range, top, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A doji with two long shadows and its body near the middle of the range. Always 100, which says nothing of a direction.
 *
 * Source: TA-Lib CDLRICKSHAWMAN; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const rickshawMan = definePattern({
  name: 'rickshaw-man',
  title: 'Rickshaw man',
  candles: 1,
  lookback: 10,
  shapes: [[[DOJI, LOWER_OVER_BODY, UPPER_OVER_BODY, AT_MIDDLE]]],
  values: [100],
  detect(c) {
    if (!isDoji(c, 0) || lowerShadow(c, 0) <= body(c, 0) || upperShadow(c, 0) <= body(c, 0)) return 0
    const middle = low(c, 0) + range(c, 0) / 2
    return bottom(c, 0) <= middle + near(c, 0) && top(c, 0) >= middle - near(c, 0) ? 100 : 0
  },
})
