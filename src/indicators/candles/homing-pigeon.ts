import { BLACK, HIGHER, LONG, NOT_LONG } from '../kernels/candle-facts.ts'
import { close, isBlack, isLong, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: a long black candle, then a short black one inside its body.
 *
 * Source: TA-Lib CDLHOMINGPIGEON; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const homingPigeon = definePattern({
  name: 'homing-pigeon',
  title: 'Homing pigeon',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [BLACK, LONG],
      [BLACK, NOT_LONG, HIGHER],
    ],
  ],
  detect: (c) =>
    isBlack(c, 1) &&
    isBlack(c, 0) &&
    isLong(c, 1) &&
    !isLong(c, 0) &&
    open(c, 0) < open(c, 1) &&
    close(c, 0) > close(c, 1)
      ? 100
      : 0,
})
