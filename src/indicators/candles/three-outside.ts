import { BLACK, BOTTOM_BEYOND, HIGHER, LOWER, TOP_BEYOND, WHITE } from '../kernels/candle-facts.ts'
import { close, isBlack, isWhite, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Reversal: a body that engulfs the opposite one before it, then a close further on.
 *
 * Source: TA-Lib CDL3OUTSIDE; lengths are measured as kernels/candles.ts says.
 * Warm-up: 3 bars. Output: value.
 */
export const threeOutside = definePattern({
  name: 'three-outside',
  title: 'Three outside up or down',
  candles: 3,
  lookback: 3,
  shapes: [
    [[BLACK], [WHITE, TOP_BEYOND, BOTTOM_BEYOND], [HIGHER]],
    [[WHITE], [BLACK, TOP_BEYOND, BOTTOM_BEYOND], [LOWER]],
  ],
  values: [100, -100],
  detect(c) {
    if (isWhite(c, 1)) {
      return isBlack(c, 2) &&
        close(c, 1) > open(c, 2) &&
        open(c, 1) < close(c, 2) &&
        close(c, 0) > close(c, 1)
        ? 100
        : 0
    }
    return isWhite(c, 2) && open(c, 1) > close(c, 2) && close(c, 1) < open(c, 2) && close(c, 0) < close(c, 1)
      ? -100
      : 0
  },
})
