import { BLACK, LONG, OPENS_OVER_HIGH, WHITE } from '../kernels/candle-facts.ts'
import { body, close, high, isBlack, isLong, isWhite, open } from '../kernels/candles.ts'
import { definePenetration } from './define-pattern.ts'

/**
 * Bearish: a long white candle, then a black one that opens above its high and closes well inside its body.
 *
 * Source: TA-Lib CDLDARKCLOUDCOVER (penetration 0.5 by default); lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const darkCloudCover = definePenetration({
  name: 'dark-cloud-cover',
  title: 'Dark cloud cover',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [WHITE, LONG],
      [BLACK, OPENS_OVER_HIGH],
    ],
  ],
  penetration: 0.5,
  detect: (c, penetration) =>
    isWhite(c, 1) &&
    isLong(c, 1) &&
    isBlack(c, 0) &&
    open(c, 0) > high(c, 1) &&
    close(c, 0) > open(c, 1) &&
    close(c, 0) < close(c, 1) - body(c, 1) * penetration
      ? -100
      : 0,
})
