import { DOJI, NO_UPPER, SOME_LOWER } from '../kernels/candle-facts.ts'
import { hasNoUpper, isDoji, lowerShadow, tenthOfRange } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A doji without upper shadow and with a lower one.
 *
 * Source: TA-Lib CDLDRAGONFLYDOJI; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const dragonflyDoji = definePattern({
  name: 'dragonfly-doji',
  title: 'Dragonfly doji',
  candles: 1,
  lookback: 10,
  shapes: [[[DOJI, NO_UPPER, SOME_LOWER]]],
  values: [100],
  detect: (c) => (isDoji(c, 0) && hasNoUpper(c, 0) && lowerShadow(c, 0) > tenthOfRange(c, 0) ? 100 : 0),
})
