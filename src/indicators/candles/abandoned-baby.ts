import { BLACK, DOJI, LONG, WHITE } from '../kernels/candle-facts.ts'
import { body, close, high, isBlack, isDoji, isLong, isWhite, low } from '../kernels/candles.ts'
import { definePenetration } from './define-pattern.ts'

/**
 * Reversal: a long candle, a doji whose whole range gaps away from it, then a candle that gaps back and closes well
 * inside the first body.
 *
 * Source: TA-Lib CDLABANDONEDBABY (penetration 0.3 by default); lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const abandonedBaby = definePenetration({
  name: 'abandoned-baby',
  title: 'Abandoned baby',
  candles: 3,
  lookback: 12,
  shapes: [
    [[LONG, WHITE], [DOJI], [LONG, BLACK]],
    [[LONG, BLACK], [DOJI], [LONG, WHITE]],
  ],
  penetration: 0.3,
  detect(c, penetration) {
    if (!isLong(c, 2) || !isDoji(c, 1) || !isLong(c, 0)) return 0
    const reach = body(c, 2) * penetration
    if (isWhite(c, 2)) {
      const isLeft = low(c, 1) > high(c, 2) && high(c, 0) < low(c, 1)
      return isLeft && isBlack(c, 0) && close(c, 0) < close(c, 2) - reach ? -100 : 0
    }
    const isLeft = high(c, 1) < low(c, 2) && low(c, 0) > high(c, 1)
    return isLeft && isWhite(c, 0) && close(c, 0) > close(c, 2) + reach ? 100 : 0
  },
})
