import { BLACK, LONG, OPENS_UNDER_LOW, WHITE } from '../kernels/candle-facts.ts'
import { close, equality, isBlack, isLong, isWhite, low, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish continuation: a long black candle, then a white one that opens below its low and closes at or just above its
 * close.
 *
 * Source: TA-Lib CDLINNECK; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const inNeck = definePattern({
  name: 'in-neck',
  title: 'In neck',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [BLACK, LONG],
      [WHITE, OPENS_UNDER_LOW],
    ],
  ],
  detect: (c) =>
    isBlack(c, 1) &&
    isLong(c, 1) &&
    isWhite(c, 0) &&
    open(c, 0) < low(c, 1) &&
    close(c, 0) <= close(c, 1) + equality(c, 1) &&
    close(c, 0) >= close(c, 1)
      ? -100
      : 0,
})
