import { DOJI, LOWER_OVER_BODY, UPPER_OVER_BODY } from '../kernels/candle-facts.ts'
import { body, isDoji, lowerShadow, upperShadow } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A doji with a long shadow. Always 100, which says nothing of a direction.
 *
 * Source: TA-Lib CDLLONGLEGGEDDOJI; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const longLeggedDoji = definePattern({
  name: 'long-legged-doji',
  title: 'Long-legged doji',
  candles: 1,
  lookback: 10,
  shapes: [[[DOJI, LOWER_OVER_BODY]], [[DOJI, UPPER_OVER_BODY]]],
  values: [100, 100],
  detect: (c) =>
    isDoji(c, 0) && (lowerShadow(c, 0) > body(c, 0) || upperShadow(c, 0) > body(c, 0)) ? 100 : 0,
})
