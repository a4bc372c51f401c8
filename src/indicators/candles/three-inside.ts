import {
  BLACK,
  BOTTOM_INSIDE,
  LONG,
  NOT_LONG,
  OVER_SECOND_OPEN,
  TOP_INSIDE,
  UNDER_SECOND_OPEN,
  WHITE,
} from '../kernels/candle-facts.ts'
import { bottom, close, isBlack, isLong, isWhite, open, top } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Reversal: a long candle, a short one inside its body, then a close beyond the first open against the first candle.
 *
 * Source: TA-Lib CDL3INSIDE; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const threeInside = definePattern({
  name: 'three-inside',
  title: 'Three inside up or down',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [LONG, WHITE],
      [NOT_LONG, TOP_INSIDE, BOTTOM_INSIDE],
      [BLACK, UNDER_SECOND_OPEN],
    ],
    [
      [LONG, BLACK],
      [NOT_LONG, TOP_INSIDE, BOTTOM_INSIDE],
      [WHITE, OVER_SECOND_OPEN],
    ],
  ],
  values: [-100, 100],
  detect(c) {
    if (!isLong(c, 2) || isLong(c, 1) || top(c, 1) >= top(c, 2) || bottom(c, 1) <= bottom(c, 2)) return 0
    if (isWhite(c, 2)) return isBlack(c, 0) && close(c, 0) < open(c, 2) ? -100 : 0
    return isWhite(c, 0) && close(c, 0) > open(c, 2) ? 100 : 0
  },
})
