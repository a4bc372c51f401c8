import { BLACK, LONG, NO_LOWER, NO_UPPER, WHITE } from '../kernels/candle-facts.ts'
import { color, hasNoLower, hasNoUpper, high, isBlack, isLong, low } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Two long marubozus of opposite colours with a gap between their ranges; the sign is that of the second.
 *
 * Source: TA-Lib CDLKICKING; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const kicking = definePattern({
  name: 'kicking',
  title: 'Kicking',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [LONG, WHITE, NO_UPPER, NO_LOWER],
      [LONG, BLACK, NO_UPPER, NO_LOWER],
    ],
    [
      [LONG, BLACK, NO_UPPER, NO_LOWER],
      [LONG, WHITE, NO_UPPER, NO_LOWER],
    ],
  ],
  detect(c) {
    if (color(c, 1) === color(c, 0) || !isLong(c, 1) || !hasNoUpper(c, 1) || !hasNoLower(c, 1)) return 0
    if (!isLong(c, 0) || !hasNoUpper(c, 0) || !hasNoLower(c, 0)) return 0
    const isApart = isBlack(c, 1) ? low(c, 0) > high(c, 1) : high(c, 0) < low(c, 1)
    return isApart ? 100 * color(c, 0) : 0
  },
})
