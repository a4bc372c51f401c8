import { BLACK, GAP_UP, LONG, SHORT, WHITE } from '../kernels/candle-facts.ts'
import {
  body,
  bottom,
  close,
  gapsUp,
  high,
  isBlack,
  isLong,
  isShort,
  isWhite,
  open,
  top,
} from '../kernels/candles.ts'
import { definePenetration } from './define-pattern.ts'

/**
 * Bullish continuation: a long white candle, a short black one that gaps up, two more short ones that fall but hold
 * inside the first body, then a white candle that closes above all of them.
 *
 * Source: TA-Lib CDLMATHOLD (penetration 0.5 by default); lengths are measured as kernels/candles.ts says.
 * Warm-up: 14 bars. Output: value.
 */
export const matHold = definePenetration({
  name: 'mat-hold',
  title: 'Mat hold',
  candles: 5,
  lookback: 14,
  shapes: [[[LONG, WHITE], [SHORT, BLACK, GAP_UP], [SHORT], [SHORT], [WHITE]]],
  penetration: 0.5,
  detect(c, penetration) {
    if (!isLong(c, 4) || !isShort(c, 3) || !isShort(c, 2) || !isShort(c, 1)) return 0
    if (isBlack(c, 4) || isWhite(c, 3) || isBlack(c, 0) || !gapsUp(c, 3, 4)) return 0
    const floor = close(c, 4) - body(c, 4) * penetration
    if (
      bottom(c, 2) >= close(c, 4) ||
      bottom(c, 1) >= close(c, 4) ||
      bottom(c, 2) <= floor ||
      bottom(c, 1) <= floor
    )
      return 0
    if (top(c, 2) >= open(c, 3) || top(c, 1) >= top(c, 2)) return 0
    return open(c, 0) > close(c, 1) && close(c, 0) > Math.max(high(c, 3), high(c, 2), high(c, 1)) ? 100 : 0
  },
})
