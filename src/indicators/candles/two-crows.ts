import { BLACK, GAP_UP, LONG, WHITE } from '../kernels/candle-facts.ts'
import { close, gapsUp, isBlack, isLong, isWhite, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: a long white candle, a black one whose body gaps above it, then a black one that opens inside the second body
 * and closes inside the first.
 *
 * Source: TA-Lib CDL2CROWS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const twoCrows = definePattern({
  name: 'two-crows',
  title: 'Two crows',
  candles: 3,
  lookback: 12,
  shapes: [[[WHITE, LONG], [BLACK, GAP_UP], [BLACK]]],
  detect: (c) =>
    isWhite(c, 2) &&
    isLong(c, 2) &&
    isBlack(c, 1) &&
    gapsUp(c, 1, 2) &&
    isBlack(c, 0) &&
    open(c, 0) < open(c, 1) &&
    open(c, 0) > close(c, 1) &&
    close(c, 0) > open(c, 2) &&
    close(c, 0) < close(c, 2)
      ? -100
      : 0,
})
