import { BLACK, HIGHER, LONG, SHORT, WHITE } from '../kernels/candle-facts.ts'
import { close, isBlack, isLong, isShort, isWhite, low, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: a long black candle, a black one inside its body with a lower low, then a short white one that opens above
 * that low.
 *
 * Source: TA-Lib CDLUNIQUE3RIVER; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const uniqueThreeRiver = definePattern({
  name: 'unique-three-river',
  title: 'Unique three river',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [LONG, BLACK],
      [BLACK, HIGHER],
      [SHORT, WHITE],
    ],
  ],
  detect: (c) =>
    isLong(c, 2) &&
    isBlack(c, 2) &&
    isBlack(c, 1) &&
    close(c, 1) > close(c, 2) &&
    open(c, 1) <= open(c, 2) &&
    low(c, 1) < low(c, 2) &&
    isShort(c, 0) &&
    isWhite(c, 0) &&
    open(c, 0) > low(c, 1)
      ? 100
      : 0,
})
