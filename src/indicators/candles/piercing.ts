import { BLACK, LONG, OPENS_UNDER_LOW, WHITE } from '../kernels/candle-facts.ts'
import { body, close, isBlack, isLong, isWhite, low, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: a long black candle, then a long white one that opens below its low and closes above the middle of its body.
 *
 * Source: TA-Lib CDLPIERCING; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const piercing = definePattern({
  name: 'piercing',
  title: 'Piercing line',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [BLACK, LONG],
      [WHITE, LONG, OPENS_UNDER_LOW],
    ],
  ],
  detect: (c) =>
    isBlack(c, 1) &&
    isLong(c, 1) &&
    isWhite(c, 0) &&
    isLong(c, 0) &&
    open(c, 0) < low(c, 1) &&
    close(c, 0) < open(c, 1) &&
    close(c, 0) > close(c, 1) + body(c, 1) * 0.5
      ? 100
      : 0,
})
