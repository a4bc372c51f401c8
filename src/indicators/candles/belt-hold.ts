import { BLACK, LONG, NO_LOWER, NO_UPPER, WHITE } from '../kernels/candle-facts.ts'
import { color, hasNoLower, hasNoUpper, isLong, isWhite } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A long candle that opens at its extreme: white without lower, black without upper shadow.
 *
 * Source: TA-Lib CDLBELTHOLD; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const beltHold = definePattern({
  name: 'belt-hold',
  title: 'Belt hold',
  candles: 1,
  lookback: 10,
  shapes: [[[LONG, WHITE, NO_LOWER]], [[LONG, BLACK, NO_UPPER]]],
  values: [100, -100],
  detect: (c) =>
    isLong(c, 0) && (isWhite(c, 0) ? hasNoLower(c, 0) : hasNoUpper(c, 0)) ? 100 * color(c, 0) : 0,
})
