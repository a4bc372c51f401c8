import { GAP_DOWN, GAP_UP, WHITE } from '../kernels/candle-facts.ts'
import { areEqual, body, gapsDown, gapsUp, isBlack, near, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Continuation: two white candles of near size and equal opens after a gap; the sign is that of the gap.
 *
 * Source: TA-Lib CDLGAPSIDESIDEWHITE; lengths are measured as kernels/candles.ts says.
 * Warm-up: 7 bars. Output: value.
 */
export const gapSideBySideWhite = definePattern({
  name: 'gap-side-by-side-white',
  title: 'Gap side-by-side white lines',
  candles: 3,
  lookback: 7,
  shapes: [
    [[], [WHITE, GAP_UP], [WHITE]],
    [[], [WHITE, GAP_DOWN], [WHITE]],
  ],
  detect(c) {
    const isUp = gapsUp(c, 1, 2)
    if (!(isUp ? gapsUp(c, 0, 2) : gapsDown(c, 1, 2) && gapsDown(c, 0, 2)) || isBlack(c, 1) || isBlack(c, 0))
      return 0
    const isAlike =
      body(c, 0) >= body(c, 1) - near(c, 1) &&
      body(c, 0) <= body(c, 1) + near(c, 1) &&
      areEqual(c, 1, [open(c, 0), open(c, 1)])
    if (!isAlike) return 0
    return isUp ? 100 : -100
  },
})
