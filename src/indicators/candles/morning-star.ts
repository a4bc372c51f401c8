import { BLACK, GAP_DOWN, LONG, NOT_LONG, WHITE } from '../kernels/candle-facts.ts'
import { body, close, gapsDown, isBlack, isLong, isWhite } from '../kernels/candles.ts'
import { definePenetration } from './define-pattern.ts'

/**
 * Bullish: a long black candle, a short one whose body gaps below it, then a white candle that closes well inside the
 * first body.
 *
 * Source: TA-Lib CDLMORNINGSTAR (penetration 0.3 by default); lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const morningStar = definePenetration({
  name: 'morning-star',
  title: 'Morning star',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [BLACK, LONG],
      [NOT_LONG, GAP_DOWN],
      [WHITE, LONG],
    ],
  ],
  penetration: 0.3,
  detect: (c, penetration) =>
    isBlack(c, 2) &&
    isLong(c, 2) &&
    !isLong(c, 1) &&
    gapsDown(c, 1, 2) &&
    isWhite(c, 0) &&
    isLong(c, 0) &&
    close(c, 0) > close(c, 2) + body(c, 2) * penetration
      ? 100
      : 0,
})
