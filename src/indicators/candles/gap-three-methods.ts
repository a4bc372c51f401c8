import { BLACK, GAP_DOWN, GAP_UP, WHITE } from '../kernels/candle-facts.ts'
import { bottom, close, color, gapsDown, gapsUp, open, top } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Continuation: two candles of one colour with a gap between, then one of the other that opens inside the second body
 * and closes inside the first.
 *
 * Source: TA-Lib CDLXSIDEGAP3METHODS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 2 bars. Output: value.
 */
export const gapThreeMethods = definePattern({
  name: 'gap-three-methods',
  title: 'Upside or downside gap three methods',
  candles: 3,
  lookback: 2,
  shapes: [
    [[WHITE], [WHITE, GAP_UP], [BLACK]],
    [[BLACK], [BLACK, GAP_DOWN], [WHITE]],
  ],
  detect(c) {
    const side = color(c, 2)
    if (color(c, 1) !== side || color(c, 0) === side) return 0
    if (
      open(c, 0) >= top(c, 1) ||
      open(c, 0) <= bottom(c, 1) ||
      close(c, 0) >= top(c, 2) ||
      close(c, 0) <= bottom(c, 2)
    )
      return 0
    return (side === 1 ? gapsUp(c, 1, 2) : gapsDown(c, 1, 2)) ? 100 * side : 0
  },
})
