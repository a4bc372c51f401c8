import { BLACK, GAP_DOWN, GAP_UP, OPENS_OVER, OPENS_UNDER, WHITE } from '../kernels/candle-facts.ts'
import { body, bottom, close, color, gapsDown, gapsUp, isWhite, near, open, top } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Continuation: a gap, then a candle against it of near size that opens inside the body before and closes inside the
 * gap; the sign is that of the gap.
 *
 * Source: TA-Lib CDLTASUKIGAP; lengths are measured as kernels/candles.ts says.
 * Warm-up: 7 bars. Output: value.
 */
export const tasukiGap = definePattern({
  name: 'tasuki-gap',
  title: 'Tasuki gap',
  candles: 3,
  lookback: 7,
  shapes: [
    [[WHITE, GAP_UP, OPENS_OVER], [BLACK]],
    [[BLACK, GAP_DOWN, OPENS_UNDER], [WHITE]],
  ],
  detect(c) {
    if (color(c, 0) === color(c, 1) || Math.abs(body(c, 1) - body(c, 0)) >= near(c, 1)) return 0
    if (open(c, 0) >= top(c, 1) || open(c, 0) <= bottom(c, 1)) return 0
    if (isWhite(c, 1)) return gapsUp(c, 1, 2) && close(c, 0) < open(c, 1) && close(c, 0) > top(c, 2) ? 100 : 0
    return gapsDown(c, 1, 2) && close(c, 0) > open(c, 1) && close(c, 0) < bottom(c, 2) ? -100 : 0
  },
})
