import {
  BLACK,
  LONG,
  NO_LOWER,
  NO_UPPER,
  OPENS_NOT_OVER_OPEN,
  OPENS_NOT_UNDER_OPEN,
  WHITE,
} from '../kernels/candle-facts.ts'
import { areEqual, color, hasNoLower, hasNoUpper, isLong, isWhite, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Continuation: two candles of opposite colours with equal opens, the second a long belt hold; the sign is its colour.
 *
 * Source: TA-Lib CDLSEPARATINGLINES; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const separatingLines = definePattern({
  name: 'separating-lines',
  title: 'Separating lines',
  candles: 2,
  lookback: 11,
  shapes: [
    [[BLACK], [WHITE, LONG, OPENS_NOT_OVER_OPEN, OPENS_NOT_UNDER_OPEN, NO_LOWER]],
    [[WHITE], [BLACK, LONG, OPENS_NOT_OVER_OPEN, OPENS_NOT_UNDER_OPEN, NO_UPPER]],
  ],
  values: [100, -100],
  detect: (c) =>
    color(c, 1) !== color(c, 0) &&
    areEqual(c, 1, [open(c, 0), open(c, 1)]) &&
    isLong(c, 0) &&
    (isWhite(c, 0) ? hasNoLower(c, 0) : hasNoUpper(c, 0))
      ? 100 * color(c, 0)
      : 0,
})
