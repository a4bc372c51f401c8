import { BLACK, HIGHER, LOWER, OPENS_OVER, OPENS_UNDER, WHITE } from '../kernels/candle-facts.ts'
import { bottom, close, color, near, open, top } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Three candles of one colour, each opening within or near the body before and closing further, then one of the other
 * colour that opens beyond the third and closes beyond the first open. The sign is that of the three.
 *
 * Source: TA-Lib CDL3LINESTRIKE; lengths are measured as kernels/candles.ts says.
 * Warm-up: 8 bars. Output: value.
 */
export const threeLineStrike = definePattern({
  name: 'three-line-strike',
  title: 'Three line strike',
  candles: 4,
  lookback: 8,
  shapes: [
    [[WHITE], [WHITE, HIGHER], [WHITE, HIGHER], [BLACK, OPENS_OVER]],
    [[BLACK], [BLACK, LOWER], [BLACK, LOWER], [WHITE, OPENS_UNDER]],
  ],
  detect(c) {
    const side = color(c, 1)
    if (color(c, 3) !== side || color(c, 2) !== side || color(c, 0) === side) return 0
    if (open(c, 2) < bottom(c, 3) - near(c, 3) || open(c, 2) > top(c, 3) + near(c, 3)) return 0
    if (open(c, 1) < bottom(c, 2) - near(c, 2) || open(c, 1) > top(c, 2) + near(c, 2)) return 0
    const isStrike =
      side === 1
        ? close(c, 1) > close(c, 2) &&
          close(c, 2) > close(c, 3) &&
          open(c, 0) > close(c, 1) &&
          close(c, 0) < open(c, 3)
        : close(c, 1) < close(c, 2) &&
          close(c, 2) < close(c, 3) &&
          open(c, 0) < close(c, 1) &&
          close(c, 0) > open(c, 3)
    return isStrike ? 100 * side : 0
  },
})
