import { BLACK, LONG, OPENS_UNDER_LOW, WHITE } from '../kernels/candle-facts.ts'
import { areEqual, close, isBlack, isLong, isWhite, low, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish continuation: a long black candle, then a white one that opens below its low and closes at it.
 *
 * Source: TA-Lib CDLONNECK; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const onNeck = definePattern({
  name: 'on-neck',
  title: 'On neck',
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
    areEqual(c, 1, [close(c, 0), low(c, 1)])
      ? -100
      : 0,
})
