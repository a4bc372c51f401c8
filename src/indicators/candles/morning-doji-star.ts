import { BLACK, DOJI, GAP_DOWN, LONG, WHITE } from '../kernels/candle-facts.ts'
import { body, close, gapsDown, isBlack, isDoji, isLong, isWhite } from '../kernels/candles.ts'
import { definePenetration } from './define-pattern.ts'

/**
 * Bullish: a long black candle, a doji whose body gaps below it, then a white candle that closes well inside the first
 * body.
 *
 * Source: TA-Lib CDLMORNINGDOJISTAR (penetration 0.3 by default); lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const morningDojiStar = definePenetration({
  name: 'morning-doji-star',
  title: 'Morning doji star',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [BLACK, LONG],
      [DOJI, GAP_DOWN],
      [WHITE, LONG],
    ],
  ],
  penetration: 0.3,
  detect: (c, penetration) =>
    isBlack(c, 2) &&
    isLong(c, 2) &&
    isDoji(c, 1) &&
    gapsDown(c, 1, 2) &&
    isWhite(c, 0) &&
    isLong(c, 0) &&
    close(c, 0) > close(c, 2) + body(c, 2) * penetration
      ? 100
      : 0,
})
