import { BLACK, GAP_UP, LONG, LOWER, NOT_LONG, WHITE } from '../kernels/candle-facts.ts'
import { close, gapsUp, isBlack, isLong, isWhite, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bearish: a long white candle, a short black one that gaps up, then a black one that engulfs it and still closes above
 * the first.
 *
 * Source: TA-Lib CDLUPSIDEGAP2CROWS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const upsideGapTwoCrows = definePattern({
  name: 'upside-gap-two-crows',
  title: 'Upside gap two crows',
  candles: 3,
  lookback: 12,
  shapes: [
    [
      [WHITE, LONG],
      [BLACK, NOT_LONG, GAP_UP],
      [BLACK, LOWER],
    ],
  ],
  detect: (c) =>
    isWhite(c, 2) &&
    isLong(c, 2) &&
    isBlack(c, 1) &&
    !isLong(c, 1) &&
    gapsUp(c, 1, 2) &&
    isBlack(c, 0) &&
    open(c, 0) > open(c, 1) &&
    close(c, 0) < close(c, 1) &&
    close(c, 0) > close(c, 2)
      ? -100
      : 0,
})
