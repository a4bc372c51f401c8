import { HIGHER, LONG, OPENS_OVER_OPEN, SHORT_UPPER, WHITE } from '../kernels/candle-facts.ts'
import {
  body,
  close,
  far,
  isLong,
  isWhite,
  near,
  open,
  shortShadow,
  upperShadow,
} from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: three rising white candles that lose strength: bodies shrink or upper shadows grow.
 *
 * Source: TA-Lib CDLADVANCEBLOCK; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const advanceBlock = definePattern({
  name: 'advance-block',
  title: 'Advance block',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [WHITE, LONG, SHORT_UPPER],
      [WHITE, HIGHER, OPENS_OVER_OPEN],
      [WHITE, HIGHER, OPENS_OVER_OPEN],
    ],
  ],
  detect(c) {
    if (
      !isWhite(c, 2) ||
      !isWhite(c, 1) ||
      !isWhite(c, 0) ||
      close(c, 0) <= close(c, 1) ||
      close(c, 1) <= close(c, 2)
    )
      return 0
    if (open(c, 1) <= open(c, 2) || open(c, 1) > close(c, 2) + near(c, 2)) return 0
    if (open(c, 0) <= open(c, 1) || open(c, 0) > close(c, 1) + near(c, 1)) return 0
    if (!isLong(c, 2) || upperShadow(c, 2) >= shortShadow(c, 2)) return 0
    const isWeakening =
      (body(c, 1) < body(c, 2) - far(c, 2) && body(c, 0) < body(c, 1) + near(c, 1)) ||
      body(c, 0) < body(c, 1) - far(c, 1) ||
      (body(c, 0) < body(c, 1) &&
        body(c, 1) < body(c, 2) &&
        (upperShadow(c, 0) > shortShadow(c, 0) || upperShadow(c, 1) > shortShadow(c, 1))) ||
      (body(c, 0) < body(c, 1) && upperShadow(c, 0) > body(c, 0))
    return isWeakening ? -100 : 0
  },
})
