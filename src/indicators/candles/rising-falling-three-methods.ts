import { BLACK, LONG, SHORT, WHITE } from '../kernels/candle-facts.ts'
import { bottom, close, color, high, isLong, isShort, low, open, top } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Continuation: a long candle, three short ones against it inside its range, then a long one of its colour that closes
 * beyond it.
 *
 * Source: TA-Lib CDLRISEFALL3METHODS; lengths are measured as kernels/candles.ts says.
 * Warm-up: 14 bars. Output: value.
 */
export const risingFallingThreeMethods = definePattern({
  name: 'rising-falling-three-methods',
  title: 'Rising or falling three methods',
  candles: 5,
  lookback: 14,
  shapes: [
    [
      [LONG, WHITE],
      [SHORT, BLACK],
      [SHORT, BLACK],
      [SHORT, BLACK],
      [LONG, WHITE],
    ],
    [
      [LONG, BLACK],
      [SHORT, WHITE],
      [SHORT, WHITE],
      [SHORT, WHITE],
      [LONG, BLACK],
    ],
  ],
  detect(c) {
    const side = color(c, 4)
    if (!isLong(c, 4) || !isShort(c, 3) || !isShort(c, 2) || !isShort(c, 1) || !isLong(c, 0)) return 0
    if (color(c, 3) === side || color(c, 2) === side || color(c, 1) === side || color(c, 0) !== side) return 0
    for (let ago = 3; ago >= 1; ago--) {
      if (bottom(c, ago) >= high(c, 4) || top(c, ago) <= low(c, 4)) return 0
    }
    const retreats = close(c, 2) * side < close(c, 3) * side && close(c, 1) * side < close(c, 2) * side
    return retreats && open(c, 0) * side > close(c, 1) * side && close(c, 0) * side > close(c, 4) * side
      ? 100 * side
      : 0
  },
})
