import { BLACK, DOJI, GAP_DOWN, GAP_UP, LONG, WHITE } from '../kernels/candle-facts.ts'
import { color, gapsDown, gapsUp, isDoji, isLong, isWhite } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A long candle, then a doji that gaps on in its direction; the sign is against it.
 *
 * Source: TA-Lib CDLDOJISTAR; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const dojiStar = definePattern({
  name: 'doji-star',
  title: 'Doji star',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [LONG, WHITE],
      [DOJI, GAP_UP],
    ],
    [
      [LONG, BLACK],
      [DOJI, GAP_DOWN],
    ],
  ],
  detect: (c) =>
    isLong(c, 1) && isDoji(c, 0) && (isWhite(c, 1) ? gapsUp(c, 0, 1) : gapsDown(c, 0, 1))
      ? -100 * color(c, 1)
      : 0,
})
