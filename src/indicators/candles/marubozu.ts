import { BLACK, LONG, NO_LOWER, NO_UPPER, WHITE } from '../kernels/candle-facts.ts'
import { color, hasNoLower, hasNoUpper, isLong } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A long body without shadows; the sign is its colour.
 *
 * Source: TA-Lib CDLMARUBOZU; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const marubozu = definePattern({
  name: 'marubozu',
  title: 'Marubozu',
  candles: 1,
  lookback: 10,
  shapes: [[[WHITE, LONG, NO_UPPER, NO_LOWER]], [[BLACK, LONG, NO_UPPER, NO_LOWER]]],
  values: [100, -100],
  detect: (c) => (isLong(c, 0) && hasNoUpper(c, 0) && hasNoLower(c, 0) ? 100 * color(c, 0) : 0),
})
