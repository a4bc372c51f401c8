import { HIGHER, LONG, NO_UPPER, SHORT, WHITE } from '../kernels/candle-facts.ts'
import { body, close, hasNoUpper, isBlack, isLong, isShort, near, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: two long white candles, the second without upper shadow, then a short white one on its shoulder.
 *
 * Source: TA-Lib CDLSTALLEDPATTERN; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const stalledPattern = definePattern({
  name: 'stalled-pattern',
  title: 'Stalled pattern',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [WHITE, LONG],
      [WHITE, LONG, NO_UPPER, HIGHER],
      [WHITE, SHORT, HIGHER],
    ],
  ],
  detect(c) {
    if (
      isBlack(c, 2) ||
      isBlack(c, 1) ||
      isBlack(c, 0) ||
      close(c, 0) <= close(c, 1) ||
      close(c, 1) <= close(c, 2)
    )
      return 0
    if (!isLong(c, 2) || !isLong(c, 1) || !hasNoUpper(c, 1)) return 0
    if (open(c, 1) <= open(c, 2) || open(c, 1) > close(c, 2) + near(c, 2)) return 0
    return isShort(c, 0) && open(c, 0) >= close(c, 1) - body(c, 0) - near(c, 1) ? -100 : 0
  },
})
