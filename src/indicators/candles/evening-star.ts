import { BLACK, GAP_UP, LONG, NOT_LONG, WHITE } from '../kernels/candle-facts.ts'
import { body, close, gapsUp, isBlack, isLong, isWhite } from '../kernels/candles.ts'
import { definePenetration } from './define-pattern.ts'

/**
 * Bearish: a long white candle, a short one whose body gaps above it, then a black candle that closes well inside the
 * first body.
 *
 * Source: TA-Lib CDLEVENINGSTAR (penetration 0.3 by default); lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const eveningStar = definePenetration({
  name: 'evening-star',
  title: 'Evening star',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [WHITE, LONG],
      [NOT_LONG, GAP_UP],
      [BLACK, LONG],
    ],
  ],
  penetration: 0.3,
  detect: (c, penetration) =>
    isWhite(c, 2) &&
    isLong(c, 2) &&
    !isLong(c, 1) &&
    gapsUp(c, 1, 2) &&
    isBlack(c, 0) &&
    isLong(c, 0) &&
    close(c, 0) < close(c, 2) - body(c, 2) * penetration
      ? -100
      : 0,
})
