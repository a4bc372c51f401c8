import {
  BLACK,
  BOTTOM_INSIDE,
  BOTTOM_WITHIN,
  DOJI,
  LONG,
  TOP_INSIDE,
  TOP_WITHIN,
  WHITE,
} from '../kernels/candle-facts.ts'
import { bottom, color, isDoji, isLong, top } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Reversal: a long candle, then a doji inside its body; 80 where one end is shared. The sign is against the first.
 *
 * Source: TA-Lib CDLHARAMICROSS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const haramiCross = definePattern({
  name: 'harami-cross',
  title: 'Harami cross',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [LONG, WHITE],
      [DOJI, TOP_WITHIN, BOTTOM_WITHIN],
    ],
    [
      [LONG, BLACK],
      [DOJI, TOP_WITHIN, BOTTOM_WITHIN],
    ],
    [
      [LONG, WHITE],
      [DOJI, TOP_INSIDE, BOTTOM_INSIDE],
    ],
    [
      [LONG, BLACK],
      [DOJI, TOP_INSIDE, BOTTOM_INSIDE],
    ],
  ],
  values: [-80, 80, -100, 100],
  detect(c) {
    if (!isLong(c, 1) || !isDoji(c, 0) || top(c, 0) > top(c, 1) || bottom(c, 0) < bottom(c, 1)) return 0
    return -color(c, 1) * (top(c, 0) < top(c, 1) && bottom(c, 0) > bottom(c, 1) ? 100 : 80)
  },
})
