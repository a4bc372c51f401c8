import { BLACK, GAP_DOWN, GAP_UP, LONG, WHITE } from '../kernels/candle-facts.ts'
import { close, color, gapsDown, gapsUp, high, isLong, low, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Reversal: a long candle, one of its colour that gaps away, two that go further, then one of the other colour that
 * closes inside the gap.
 *
 * Source: TA-Lib CDLBREAKAWAY; lengths are measured as kernels/candles.ts says.
 * Warm-up: 14 bars. Output: value.
 */
export const breakaway = definePattern({
  name: 'breakaway',
  title: 'Breakaway',
  candles: 5,
  lookback: 14,
  shapes: [
    [[LONG, BLACK], [BLACK, GAP_DOWN], [], [BLACK], [WHITE]],
    [[LONG, WHITE], [WHITE, GAP_UP], [], [WHITE], [BLACK]],
  ],
  detect(c) {
    const side = color(c, 4)
    if (!isLong(c, 4) || color(c, 3) !== side || color(c, 1) !== side || color(c, 0) === side) return 0
    if (side === -1) {
      const falls =
        high(c, 2) < high(c, 3) && low(c, 2) < low(c, 3) && high(c, 1) < high(c, 2) && low(c, 1) < low(c, 2)
      return gapsDown(c, 3, 4) && falls && close(c, 0) > open(c, 3) && close(c, 0) < close(c, 4) ? 100 : 0
    }
    const rises =
      high(c, 2) > high(c, 3) && low(c, 2) > low(c, 3) && high(c, 1) > high(c, 2) && low(c, 1) > low(c, 2)
    return gapsUp(c, 3, 4) && rises && close(c, 0) < open(c, 3) && close(c, 0) > close(c, 4) ? -100 : 0
  },
})
