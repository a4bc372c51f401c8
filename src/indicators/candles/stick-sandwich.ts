import { BLACK, STAYS_OVER, WHITE } from '../kernels/candle-facts.ts'
import { areEqual, close, isBlack, isWhite, low } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: a black candle, a white one that trades above its close, then a black one with an equal close.
 *
 * Source: TA-Lib CDLSTICKSANDWICH; lengths are measured as kernels/candles.ts says.
 * Warm-up: 7 bars. Output: value.
 */
export const stickSandwich = definePattern({
  name: 'stick-sandwich',
  title: 'Stick sandwich',
  candles: 3,
  lookback: 7,
  shapes: [[[BLACK], [WHITE, STAYS_OVER], [BLACK]]],
  detect: (c) =>
    isBlack(c, 2) &&
    isWhite(c, 1) &&
    isBlack(c, 0) &&
    low(c, 1) > close(c, 2) &&
    areEqual(c, 2, [close(c, 0), close(c, 2)])
      ? 100
      : 0,
})
